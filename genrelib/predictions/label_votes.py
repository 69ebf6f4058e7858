"""Votes of a listener on labels, as CSV: written for other programs to use, read back to go on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields

import pandas as pd

from genrelib import shared_tables

VOTES = ("right", "wrong", "cannot tell")
NEEDED = ("track", "vote")
ROWS = 20_000  # of a file
NOTE = 300  # characters of a note


@dataclass(frozen=True)
class Vote:
    """A vote on a track's `label`: one of VOTES, "" for a note alone; the genre `proposed` instead, if it is wrong.

    `run`, `data` and `split` say which network's doubt it answers.
    """

    label: str
    vote: str = ""
    proposed: str = ""
    note: str = ""
    run: str = ""
    data: str = ""
    split: str = ""


COLUMNS = ("track", *(field.name for field in fields(Vote)))


def write_votes(votes: Mapping[str, Vote]) -> str:
    """Write votes by track as CSV, in the order of the tracks' names."""
    rows = [[track, *(getattr(votes[track], name) for name in COLUMNS[1:])] for track in sorted(votes)]
    return shared_tables.write(pd.DataFrame(rows, columns=list(COLUMNS)))


def read_votes(data: bytes, name: str, music: str, labels: Mapping[str, str], genres: Sequence[str]) -> dict[str, Vote]:
    """Read votes by track from a CSV on the data set called `music`; `labels` has the label of each track.

    Columns beyond NEEDED may be missing. Raises ValueError that says in a sentence why a file is refused: size, text,
    columns, another data set, a track that is not there or there twice, an unknown vote or genre.
    """
    table = _table(data, name)
    strange = sorted(set(table.data) - {music, ""})
    if strange:
        raise ValueError(
            f"{name}: expected votes on {music}, got some on {strange[0][:NOTE]!r}; choose a run on that data"
        )
    strange = sorted(set(table.track) - set(labels))
    if strange:
        raise ValueError(f"{name}: expected tracks of {music} that are known here, got {strange[0][:NOTE]!r}")
    twice = table.track[table.track.duplicated()]
    if len(twice):
        raise ValueError(f"{name}: expected one vote on a track, got two on {twice.iloc[0][:NOTE]!r}")
    _check(table.vote, ("", *VOTES), "a vote", name)
    _check(table.proposed, ("", *genres), "a proposed genre", name)
    idle = table.proposed[(table.proposed != "") & (table.vote != "wrong")]
    if len(idle):
        raise ValueError(f"{name}: expected a genre to be proposed for a wrong label only, got {idle.iloc[0][:NOTE]!r}")
    if (table.vote == "").all() and (table.note == "").all():
        raise ValueError(f"{name}: expected votes, got none")
    return {
        row["track"]: Vote(
            labels[row["track"]], row["vote"], row["proposed"], row["note"], row["run"], music, row["split"]
        )
        for row in table.to_dict("records")
    }


def _check(cells: pd.Series, allowed: Collection[str], noun: str, name: str) -> None:
    strange = sorted(set(cells) - set(allowed))
    if strange:
        expected = ", ".join(filter(None, allowed))
        raise ValueError(f"{name}: expected one of {expected} as {noun}, got {strange[0][:NOTE]!r}")


def _table(data: bytes, name: str) -> pd.DataFrame:
    """Cells of a stranger's CSV as bounded text, all of COLUMNS."""
    table = shared_tables.read(data, name, "votes", NEEDED)
    if len(table) > ROWS:
        raise ValueError(f"{name}: expected at most {ROWS} votes, got {len(table)}")
    table = table.reindex(columns=list(COLUMNS), fill_value="")
    names = ["note", "run", "split"]  # what is kept of the others is known here
    return table.assign(**{name: table[name].map(_short) for name in names})


def _short(cell: str) -> str:
    """The cell on one line, cut."""
    return " ".join(cell.split())[:NOTE]
