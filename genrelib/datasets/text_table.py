"""A table of a stranger's as text: CSV in any usual dialect, or Parquet.

Spreadsheets write semicolons where the comma is decimal, a byte-order mark before UTF-8, and UTF-16 on request.
"""

import codecs
import re
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow

DELIMITERS = (",", ";", "\t", "|")
PARQUET = (".parquet", ".pq")
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
REMEDY = "save it as CSV in UTF-8, or as Parquet"
JOINED = "|"  # between the items of a list in Parquet


def read_text(file: Path) -> pd.DataFrame:
    """Cells as text without spaces around, "" where empty; columns by lower-case name, rows numbered from 0.

    Raises ValueError that says what was expected, what came and what to do.
    """
    if not file.is_file():
        got = "a folder; name the table in it" if file.is_dir() else "no such file; check the name"
        raise ValueError(f"{file}: expected a table in CSV or Parquet, got {got}")
    try:
        table = _parquet(file) if file.suffix.lower() in PARQUET else _csv(file)
    except OSError as reason:
        raise ValueError(f"{file}: expected a table, got '{reason.strerror}'; check its permissions") from reason
    except pyarrow.ArrowException as reason:
        raise ValueError(f"{file}: expected a Parquet file, got '{reason}'; {REMEDY}") from reason
    table.columns = [str(column).strip().lower() for column in table.columns]
    twice = table.columns[table.columns.duplicated()]
    if len(twice):
        raise ValueError(f"{file}: expected columns of different names, got {twice[0]!r} twice; rename one")
    if table.empty:
        raise ValueError(f"{file}: expected rows below the names of the columns, got none; fill the table")
    return table.reset_index(drop=True)


def numbers(cells: pd.Series, file: Path) -> pd.Series:
    """Numbers of a column, NaN where a cell is empty; the comma may be decimal.

    Raises ValueError that names the first cell that holds none.
    """
    values = pd.to_numeric(cells.str.replace(",", "."), errors="coerce")
    wrong = cells[(cells != "") & ~np.isfinite(values)]
    if len(wrong):
        raise ValueError(
            f"{file}: expected a number in column {cells.name}, got {wrong.iloc[0]!r} in row {line(wrong.index[0])}; "
            "write seconds such as 12.5, or leave the cell empty"
        )
    return values


def line(row: int) -> int:
    """Number of a row as a spreadsheet shows it: the names of the columns are in row 1."""
    return row + 2


def _csv(file: Path) -> pd.DataFrame:
    with open(file, "rb") as opened:
        begin = opened.read(1 << 16)
    if begin.startswith(UTF16) or b"\0" in begin:
        raise ValueError(f"{file}: expected text in UTF-8, got UTF-16 or no text at all; {REMEDY}")
    header = begin.decode("utf-8-sig", errors="replace").lstrip("\r\n").split("\n")[0]
    plain = re.sub(r'"[^"]*"', "", header)
    delimiter = max(DELIMITERS, key=plain.count)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # of cells beyond the last column
            table = pd.read_csv(
                file,
                sep=delimiter,
                header=None,  # pandas would rename a column that is there twice
                index_col=False,
                dtype=str,
                na_filter=False,
                encoding="utf-8-sig",
                low_memory=False,
            )
    except UnicodeDecodeError as reason:
        raise ValueError(
            f"{file}: expected text in UTF-8, got byte {reason.object[reason.start]:#04x}, which is none; {REMEDY}"
        ) from reason
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError) as reason:
        raise ValueError(f"{file}: expected a table, got '{str(reason).strip()}'; {REMEDY}") from reason
    table = table.fillna("").apply(lambda cells: cells.str.strip())
    named = table.set_axis(table.iloc[0], axis=1).iloc[1:]
    return named.loc[:, named.columns != ""]


def _parquet(file: Path) -> pd.DataFrame:
    table = pd.read_parquet(file)
    if not isinstance(table.index, pd.RangeIndex):
        table = table.reset_index()
    return table.apply(lambda cells: cells.map(_text).astype(str))


def _text(value: object) -> str:
    if isinstance(value, list | tuple | np.ndarray):
        return JOINED.join(map(_text, value))
    return "" if pd.isna(value) else str(value).strip()
