"""Tables of scores in Markdown, for docs/explanations.md."""

import numpy as np
import pandas as pd

from genrelib.evaluate import Interval
from genrelib.interpret.scores.kept import Kept
from genrelib.interpret.scores.summaries import faithfulness_and_truth, over_methods
from genrelib.interpret.scores.verdicts import Verdict, judge

FIGURES = ["deletion", "insertion", "drop", "increase"]


def markdown(kept: Kept) -> str:
    """All tables: verdicts on all runs, and run by run; faithfulness and truth as rankings; test clips."""
    parts = ["### Which to believe", believed(kept)]
    for run, own in _by_run(judge(kept)).items():
        first = own[0]
        parts += [
            f"### {run}",
            f"{first.tracks} needles over {first.beds} beds; the run names {first.right} of them rightly; in "
            f"{first.decides} the window decides. By chance a peak lies in the window of {first.hit_chance:.3f} of "
            f"the tracks, {first.error_chance:.1f} s away; {first.clip_share_chance:.3f} of the clip is window.",
            _table(own),
        ]
    parts += ["### Do faithfulness and truth rank methods alike?", ranked(kept)]
    parts += ["### On test clips", on_clips(kept)]
    return "\n\n".join(parts)


def believed(kept: Kept) -> str:
    """A table: a row for each method, a column for each run, a verdict in each cell."""
    runs = _by_run(judge(kept))
    methods = list(dict.fromkeys(verdict.method for own in runs.values() for verdict in own))
    cells = {(verdict.run, verdict.method): verdict.believe for own in runs.values() for verdict in own}
    lines = [_line(["method", *map(short, runs)]), _rule(1 + len(runs))]
    return "\n".join(lines + [_line([method, *(cells.get((run, method), "") for run in runs)]) for method in methods])


def ranked(kept: Kept) -> str:
    """Kendall's tau of methods by each figure of faithfulness with that by the share in the window."""
    table = kept.table("needle")
    lines = [_line(["run", "methods", "beds", *FIGURES]), _rule(3 + len(FIGURES))]
    for run in dict.fromkeys(table.run):
        rankings = faithfulness_and_truth(table[table.run == run])
        if rankings:
            taus = {ranking.figure: _signed(ranking.tau) for ranking in rankings}
            counts = [str(rankings[0].methods), str(rankings[0].beds)]
            lines.append(_line([short(run), *counts, *(taus[figure] for figure in FIGURES)]))
    return "\n".join(lines)


def on_clips(kept: Kept) -> str:
    """Faithfulness of each method on test clips of each run, explained for what it answers."""
    table = kept.table("clips")
    columns = [*FIGURES, "agreement", "with_attention"]
    names = ["deletion", "insertion", "average drop", "increase", "agreement", "with attention"]
    lines = [_line(["run", "method", "clips", *names]), _rule(3 + len(names))]
    for run in dict.fromkeys(table.run):
        for row in over_methods(table[table.run == run], columns, "track").to_dict("records"):
            cells = [_signed(Interval(row[name], row[f"{name}_low"], row[f"{name}_high"])) for name in columns]
            lines.append(_line([short(run), row["method"], str(row["rows"]), *cells]))
    return "\n".join(lines)


def short(run: str) -> str:
    """A run's name for a table: its system's short name and its data."""
    data, _, _, system, _ = run.split("/")
    return f"{system} ({data})"


def _table(own: list[Verdict]) -> str:
    names = [
        "method",
        "peak in window",
        "of right",
        "of deciding",
        "share in window",
        "above edges",
        "s away",
        "faithful",
        "kept",
    ]
    lines = [_line(names), _rule(len(names))]
    for verdict in own:
        cells = [
            verdict.method,
            _signed(verdict.hit),
            _number(verdict.right_hit),
            _number(verdict.decides_hit),
            _signed(verdict.clip_share),
            _signed(verdict.beyond_change),
            f"{verdict.error:.1f}",
            _signed(verdict.faithful),
            _number(verdict.kept),
        ]
        lines.append(_line(cells))
    return "\n".join(lines)


def _by_run(all_verdicts: list[Verdict]) -> dict[str, list[Verdict]]:
    runs: dict[str, list[Verdict]] = {}
    for verdict in all_verdicts:
        runs.setdefault(verdict.run, []).append(verdict)
    return runs


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: int) -> str:
    return "|" + "---|" * columns


def _number(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.2f}"


def _signed(interval: Interval) -> str:
    """A value with its bounds, in brackets, where they are known."""
    if pd.isna(interval.value):
        return ""
    bounds = "" if np.isnan(interval.low) else f" ({interval.low:.2f} to {interval.high:.2f})"
    return f"{interval.value:.2f}{bounds}"
