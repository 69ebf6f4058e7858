"""The file of results: rows of `other_music` and of `other_records`, as JSON."""

import json
from pathlib import Path

from genrelib.atomic_file import replace_file

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "wrong-reasons.json"
KINDS = {"music": ("foreign", "native", "tracks", "foreign_right", "lost"), "records": ("run", "right")}


def write(file: Path, rows: dict[str, list[dict]]) -> None:
    """Write rows by kind in place of what is there."""
    replace_file(file, f"{json.dumps(rows, indent=1)}\n".encode())


def read(file: Path = SHIPPED) -> dict[str, list[dict]]:
    """Read rows by kind; none where there is no file. Raises ValueError if it holds anything else."""
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {kind: [] for kind in KINDS}
    except ValueError as error:
        raise ValueError(f"{file}: expected results as JSON, got other text; measure again") from error
    for kind, needed in KINDS.items():
        if not all(isinstance(row, dict) and set(needed) <= set(row) for row in rows.get(kind, [None])):
            raise ValueError(f"{file}: expected rows of {kind} with {', '.join(needed)}; measure again")
    return rows
