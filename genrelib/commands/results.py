"""Reported values beside measured ones: `results`."""

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

    all_runs, left_out = runs.scan()
    warn("results", left_out)
    rows = studies.rows(all_runs)
    if parsed.json or not rows:
        return show(parsed, rows)
    print("\n".join(_by_study(rows, all_runs)))
    return 0


def _by_study(rows: list[dict], all_runs: list) -> Iterator[str]:
    """Yield a table for each study, data set and split, and the findings below it."""
    from genrelib import papers
    from genrelib.studies import findings

    groups: dict[tuple[str, str, str], list[dict]] = {}
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
            sentences = findings.finding(study, all_runs, data, split)
            splits = [key[2] for key in groups if key[:2] == (name, data)]
            if split == (study.split if study.split in splits else splits[0]):
                sentences += findings.price(study, all_runs, data, split)
            yield from ("", *(line for text in sentences for line in wrap(text, WIDTH, subsequent_indent="  ")))


def _shown(row: dict, paper_row: str) -> dict:
    """Format a row for people; `paper_row` is its name in the paper."""
    bounds = "" if row["low"] is None else f"{row['low']:.3f} to {row['high']:.3f}"
    return {
        "system": row["system"],
        "in the paper": paper_row,
        "paper": row["reported"],
        "measured": row["measured"],
        "95 %": bounds,
        "difference": row["difference"] and row["difference"]["value"],
        "seeds": row["seeds"],
        "from": row["provenance"],
        "cut short": row["partial"],
    }
