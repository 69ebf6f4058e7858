"""Rows of scores in files: `needle.csv`, `clips.csv`, `sanity.csv`, and `made_by.json` says what made them."""

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from genrelib.atomic_file import replace_file

SHIPPED = Path(__file__).resolve().parents[3] / "assets" / "explanations"
DIGITS = 4


@dataclass(frozen=True)
class Kept:
    """Tables of scores in a folder; a row has a `run`, a `track` and a `method`, and what was measured."""

    folder: Path

    def table(self, kind: str) -> pd.DataFrame:
        """All rows of a kind, none if there is no file. Raises ValueError for a file that holds something else."""
        file = self.folder / f"{kind}.csv"
        if not file.exists():
            return pd.DataFrame(columns=["run", "track", "method"])
        table = pd.read_csv(file)
        if not {"run", "track", "method"} <= set(table):
            raise ValueError(f"{file}: expected columns run, track and method, got {', '.join(table)}; remove the file")
        return table

    def done(self, kind: str, run: str) -> set[tuple[str, str]]:
        """Track and method of each row of a run."""
        table = self.table(kind)
        own = table[table.run == run]
        return set(zip(own.track, own.method, strict=True))

    def add(self, kind: str, rows: list[dict]) -> None:
        """Write more rows; a file is replaced as a whole."""
        new = pd.DataFrame(rows)
        old = self.table(kind)
        together = new if old.empty else pd.concat([old, new], ignore_index=True)
        replace_file(self.folder / f"{kind}.csv", together.round(DIGITS).to_csv(index=False).encode())

    @property
    def made_by(self) -> dict:
        """Versions, machine and counts of what made the rows; {} if nothing did."""
        file = self.folder / "made_by.json"
        return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}

    def sign(self, facts: dict) -> None:
        """Write what makes the rows."""
        replace_file(self.folder / "made_by.json", f"{json.dumps(facts, indent=1, sort_keys=True)}\n".encode())
