"""What came of it: `results`, paper beside measured."""

import argparse
from collections.abc import Iterator
from textwrap import wrap

from genrelib.commands import options
from genrelib.commands.output import show, table, warn

WIDTH = 110  # characters of a line of text


def add(commands) -> None:
    options.json(commands.add_parser("results", help="paper beside measured"), run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import runs, studies

    found, left_out = runs.scan()
    warn("results", left_out)
    rows = studies.rows(found)
    if parsed.json or not rows:
        return show(parsed, rows)
    print("\n".join(_by_study(rows, found)))
    return 0


def _by_study(rows: list[dict], found: list) -> Iterator[str]:
    """A table for each study, data set and split, and below it what it says."""
    from genrelib import papers
    from genrelib.studies import findings

    groups = {}
    for row in rows:
        groups.setdefault((row["study"], row["data"], row["split"]), []).append(row)
    last = len(papers.STUDIES)
    place = {name: number for number, name in enumerate(papers.STUDIES)} | {"": last}
    for (name, data, split), members in sorted(groups.items(), key=lambda item: (place[item[0][0]], item[0][1:])):
        study = papers.STUDIES.get(name)
        if study:
            members.sort(key=lambda row: study.systems.index(row["system"]))
        title = f"{name}, {study.row}" if study else "of no study"
        metrics = ", ".join(dict.fromkeys(row["metric"] for row in members))
        yield f"\n{title}\non {data}, {split}: {metrics}\n"
        yield from table([_shown(row, papers.get(row["system"]).row) for row in members])
        if study:
            sentences = findings.finding(study, found, data, split)
            there = [other for of, on, other in groups if (of, on) == (name, data)]
            if split == (study.split if study.split in there else there[0]):
                sentences += findings.price(study, found, data, split)
            yield from ("", *(line for said in sentences for line in wrap(said, WIDTH, subsequent_indent="  ")))


def _shown(row: dict, called: str) -> dict:
    """A row for people; `called` is what its paper calls it."""
    bounds = "" if row["low"] is None else f"{row['low']:.3f} to {row['high']:.3f}"
    return {
        "system": row["system"],
        "in the paper": called,
        "paper": row["reported"],
        "measured": row["measured"],
        "95 %": bounds,
        "difference": row["difference"] and row["difference"]["value"],
        "seeds": row["seeds"],
        "from": row["provenance"],
        "cut short": row["partial"],
    }
