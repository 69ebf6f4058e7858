"""The report of `data check`: how many files are sound, how many are not, then each of those."""

import argparse
from typing import TYPE_CHECKING

from genrelib.commands.output import printable, show, table

if TYPE_CHECKING:  # everything that a command needs is imported when it runs
    from genrelib.datasets import Dataset
    from genrelib.datasets.parallel_tracks import Workers


def check(parsed: argparse.Namespace, data: "Dataset", workers: "int | Workers | None") -> int:
    """Print the account of a data set; as JSON a row for each problem."""
    from genrelib.datasets.audit.account import account_for

    made = account_for(data, workers)
    if parsed.json:
        return show(parsed, made.problems.to_dict("records"))
    troubled = made.problems.track[made.problems.track.isin(data.tracks.index)].nunique()
    lines = [f"{data.name}: {len(data.tracks)} tracks can be used, {len(data.tracks) - troubled} without a problem"]
    lines += [f"{count:>7} {kind}" for kind, count in made.counts().items()]
    lines += [f"{count:>7} no music by their ending ({ending})" for ending, count in sorted(data.beside.items())]
    print("\n".join(map(printable, lines)))
    if rows := made.rarest_first()[["track", "problem"]].to_dict("records"):
        print("\n" + "\n".join(table(rows)))
    return 0
