"""Files of results: rows of `comparing.losses` as JSON, the user's own and those that are shipped."""

import json
from pathlib import Path

from genrelib import home
from genrelib.atomic_file import replace_file

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "robustness.json"
NUMBERS = ("unedited", "change", "change_low", "change_high", "kept", "kept_low", "kept_high")
TEXTS = ("run", "system", "data", "split", "metric", "edit")
LARGEST = 8 << 20  # bytes


def kept_answers() -> Path:
    """Place of the answers of measurements that may go on."""
    return home() / "robustness" / "answers.json"


def own_results() -> Path:
    """Place of the user's own results."""
    return home() / "robustness" / "results.json"


def write(file: Path, rows: list[dict]) -> None:
    """Write rows, one a line, in place of what is there."""
    lines = ",\n".join(json.dumps(row) for row in rows)
    replace_file(file, f"[\n{lines}\n]\n".encode())


def read(file: Path = SHIPPED) -> list[dict]:
    """Read rows; none where there is no file. Raises ValueError if it holds anything else."""
    try:
        if file.stat().st_size > LARGEST:
            raise ValueError(f"{file}: expected at most {LARGEST >> 20} MB of results, got more")
        rows = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        raise ValueError(f"{file}: expected results as JSON, got other bytes; measure again") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"{file}: expected results as JSON, got other text; measure again") from error
    if not isinstance(rows, list) or not all(map(_is_row, rows)):
        raise ValueError(f"{file}: expected rows of {', '.join((*TEXTS, 'tracks', *NUMBERS))}; measure again")
    return rows


def _is_row(row) -> bool:
    return (
        isinstance(row, dict)
        and all(isinstance(row.get(key), str) for key in TEXTS)
        and isinstance(row.get("tracks"), int)
        and all(row.get(key, "") is None or isinstance(row.get(key), int | float) for key in NUMBERS)
    )
