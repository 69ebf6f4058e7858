"""The report of `data split`: is a split honest?"""

import argparse
import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from genrelib.commands.output import printable, show, table

if TYPE_CHECKING:  # everything that a command needs is imported when it runs
    from genrelib.datasets import Dataset
    from genrelib.datasets.audit.honesty import Honesty
    from genrelib.datasets.audit.shortcuts import GenreScores
    from genrelib.datasets.parallel_tracks import Workers

SHOWN = 20  # pairs of tracks; JSON has all


def split(parsed: argparse.Namespace, data: "Dataset", workers: "int | Workers | None") -> int:
    """Print what the parts of one split share, or of all."""
    from genrelib.datasets.audit.account import account_for
    from genrelib.datasets.audit.honesty import judge_split
    from genrelib.datasets.audit.measures import remembered

    names = [parsed.split] if parsed.split else list(data.rules)
    for name in names:
        data.rule(name)  # refuses an unknown one before anything is read
    account = account_for(data, workers)
    measures = remembered(data)
    results = [judge_split(data, name, account, measures) for name in names]
    if parsed.json:
        return show(parsed, [_row(data, one) for one in results])
    print("\n\n".join("\n".join(map(printable, _lines(data, one))) for one in results))
    return 0


def _lines(data: "Dataset", one: "Honesty") -> Iterator[str]:
    yield f"Is split {one.split} of {data.name} honest? {one.verdict}"
    yield f"  It keeps apart: {one.keeps_apart}"
    if one.counts:
        yield f"  Tracks: {', '.join(f'{count} {part}' for part, count in one.counts.items())}"
    for leak in one.leaks:
        yield f"  {leak.sentence}"
    if one.parts_apart:
        yield f"  A small classifier tells test from training with an AUC of {one.parts_apart}; 0.5 is chance"
    if one.genres:
        yield from _scores(one.genres)
    for leak in one.leaks:
        rows = leak.pairs.head(SHOWN).to_dict("records")
        more = f", the first {SHOWN} of {len(leak.pairs)}" if len(leak.pairs) > SHOWN else ""
        if rows:
            yield f"  The same {leak.relation}{more}:"
            yield from (f"    {line}" for line in table(rows))


def _scores(genres: "GenreScores") -> Iterator[str]:
    yield f"  It names the genres of this split's test tracks with an accuracy of {genres.given}"
    if genres.without:
        yield (
            f"  and {genres.without.apart} without their {genres.without.left_out} relatives in training, "
            f"{genres.without.fewer} without as many others: relatives give {genres.without.gain}"
        )
    yield f"  and {genres.anew} of other test tracks, with relatives dealt to one part"


def _row(data: "Dataset", one: "Honesty") -> dict:
    parts_apart, genres = (value and dataclasses.asdict(value) for value in (one.parts_apart, one.genres))
    return {
        "data": data.name,
        "split": one.split,
        "verdict": one.verdict,
        "keeps_apart": one.keeps_apart,
        "tracks": one.counts,
        "broken": one.broken,
        "shared": [
            {
                "relation": leak.relation,
                "tested": leak.tested,
                "known": leak.known,
                "pairs": leak.pairs.to_dict("records"),
            }
            for leak in one.leaks
        ],
        "parts_apart": _finite(parts_apart),
        "genres": _finite(genres),
    }


def _finite(value):
    """The same with null for bounds that are unknown, which JSON has no number for."""
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    return None if value != value else value
