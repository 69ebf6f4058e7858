"""What runs say of a study, in blunt sentences computed from them: does the published order hold, which differences are
larger than their intervals, what was procedure, and what cannot be said.

Only finished runs decide anything: rows that were cut short differ in how far they got.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations

from genrelib.runs import Run
from genrelib.studies.difference import compare
from genrelib.studies.seeds import SeedRuns, chosen
from genrelib.system import Study

FEW = 6  # names that a sentence lists at most


def finding(study: Study, found: Iterable[Run], data: str, split: str) -> list[str]:
    """Sentences on a study's rows on a data set and split; [] if none was run there.

    `found` are all runs: of a system without a suffix that a departure is compared with, too.
    """
    here = [run for run in found if (run.data, run.split) == (data, split) and study.metric in run.metrics]
    everything = chosen(here)
    rows = {name: everything[name] for name in study.systems if name in everything}
    if not rows:
        return []
    finished = {name: row for name, row in rows.items() if not row.partial}
    said = [_order(study, rows, finished), _best(study, finished)]
    said += [_departure(study, name, everything) for name in finished if "@" in name]
    said += [_paper(study, finished, data, split), *_unsaid(study, rows, finished, data)]
    return [sentence for sentence in said if sentence]


def price(study: Study, found: Iterable[Run], data: str, split: str) -> list[str]:
    """Sentences on what of a study's figures is procedure: what is known of the paper, and what it is worth here.

    Where the study names stricter splits, that is the figure on `split` beside those on all others that were run.
    """
    if not study.procedure:
        return []
    found = [run for run in found if run.data == data and study.metric in run.metrics]
    splits = dict.fromkeys((split, *study.stricter, *sorted({run.split for run in found})))
    by_split = {name: chosen(run for run in found if run.split == name) for name in splits}
    worth = []
    for name in study.systems:
        if name in by_split[split]:
            rows = {other: by_split[other][name] for other in splits if name in by_split[other]}
            worth += [_on_splits(study, rows)] if study.stricter and len(rows) > 1 else []
            worth += _beside(study, by_split[split][name])
    if not worth and (study.beside or study.stricter):
        worth = [f"What that is worth was not measured on {data}."]
    return [f"Procedure: {study.procedure}", *worth]


def pairs(study: Study) -> list[tuple[str, str]]:
    """Systems of which the paper has the first above the second, by its figures or in its words."""
    figures = study.reported
    told = [(a, b) for a in study.systems for b in study.systems if figures.get(a, 0.0) > figures.get(b, 1.0)]
    return told + [pair for chain in study.order for pair in combinations(chain, 2)]


def _order(study: Study, rows: Mapping[str, SeedRuns], finished: Mapping[str, SeedRuns]) -> str:
    told = pairs(study)
    if not told:
        return ""
    known = [(a, b) for a, b in told if a in finished and b in finished]
    if not known:
        return (
            f"Whether the published order holds cannot be said: no two of its rows are finished.{_so_far(study, rows)}"
        )
    gains = {(a, b): compare(finished[b], finished[a], study.metric) for a, b in known}
    apart = [pair for pair in known if gains[pair].apart]
    reversed_ = [pair for pair in apart if gains[pair].gain.value < 0]
    count = (
        f"of {len(told)} pairs that the paper puts in order, {len(known)} are finished here, {len(apart)} can be told"
    )
    tau = f"Kendall's tau over the finished ones is {_tau(study, known, finished):+.2f}"
    if reversed_:
        named = "; ".join(f"{b} is above {a} by {-gains[a, b]}" for a, b in reversed_[:FEW])
        more = f"; and {len(reversed_) - FEW} more" if len(reversed_) > FEW else ""
        against = f"{len(reversed_)} stand reversed: {named}{more}"
        return f"The published order does not hold: {count} apart, and {against}. {tau}."
    if not apart:
        return f"Whether the published order holds cannot be told: {count} apart. {tau}."
    whole = "" if len(apart) == len(told) else " as far as it can be told"
    return f"The published order holds{whole}: {count} apart, none reversed. {tau}."


def _so_far(study: Study, rows: Mapping[str, SeedRuns]) -> str:
    begun = [(a, b) for a, b in pairs(study) if a in rows and b in rows]
    if not begun:
        return ""
    tau = _tau(study, begun, rows)
    return f" As far as the rows got, Kendall's tau is {tau:+.2f} over {len(begun)} pairs, which decides nothing."


def _tau(study: Study, known: list[tuple[str, str]], rows: Mapping[str, SeedRuns]) -> float:
    """Kendall's: pairs in the paper's order less those against it, as a share of all, ties counting for neither."""
    values = {name: row.estimate(study.metric).value for name, row in rows.items()}
    signs = [(values[a] > values[b]) - (values[a] < values[b]) for a, b in known]
    return sum(signs) / len(signs)


def _best(study: Study, finished: Mapping[str, SeedRuns]) -> str:
    if len(finished) < 2:
        return ""
    best = max(finished, key=lambda name: finished[name].estimate(study.metric).value)
    below, level = [], []
    for name in finished:
        if name != best:
            gain = compare(finished[name], finished[best], study.metric)
            (below if gain.apart else level).append(name)
    said = f"Best here is {best}, {_figure(finished[best], study.metric)}"
    said += f"; more than its interval above {_some(below)}" if below else ""
    return said + (f"; not to be told from {_some(level)}." if level else ".")


def _departure(study: Study, name: str, everything: Mapping[str, SeedRuns]) -> str:
    plain = everything.get(name.split("@")[0])
    if plain is None or plain.partial:
        return ""
    gain = compare(plain, everything[name], study.metric)
    verdict = "larger than its interval" if gain.apart else "not to be told from nothing"
    return f"{name} against {plain.system}: {gain}, {verdict}."


def _paper(study: Study, finished: Mapping[str, SeedRuns], data: str, split: str) -> str:
    compared = [name for name in finished if name in study.reported]
    if not compared:
        return ""
    if (data, split) != (study.data, study.split):
        return (
            f"The paper's figures are of {study.data}, {study.split}, these of {data}, {split}: the order can be "
            "compared, the figures cannot."
        )
    beyond, within = [], []
    for name in compared:
        estimate, reported = finished[name].estimate(study.metric), study.reported[name]
        inside = not (estimate.low > reported or estimate.high < reported)
        (within if inside else beyond).append(f"{name} by {estimate.value - reported:+.3f}")
    said = f"Further from the paper's figure than the interval: {', '.join(beyond)}." if beyond else ""
    return f"{said} Within it: {', '.join(within)}.".strip() if within else said


def _unsaid(study: Study, rows: Mapping[str, SeedRuns], finished: Mapping[str, SeedRuns], data: str) -> list[str]:
    cut, missing = [name for name in rows if name not in finished], [name for name in study.systems if name not in rows]
    once = [name for name, row in finished.items() if len(row.runs) == 1]
    said = []
    if cut:
        said.append(f"Nothing is said of what was cut short: {_some(cut)}.")
    if missing:
        said.append(f"Not run: {_some(missing)}.")
    if once:
        whose = "every finished row" if len(once) == len(finished) else _some(once)
        said.append(f"One seed of {whose}: the interval is over test tracks and knows nothing of another training.")
    if "jukebox" in data:
        said.append("The jukebox is synthetic: nothing of this is about real music.")
    return said


def _on_splits(study: Study, rows: Mapping[str, SeedRuns]) -> str:
    figures = ", ".join(f"{_figure(row, study.metric)} on {split}" for split, row in rows.items())
    return f"{next(iter(rows.values())).system}: {figures}."


def _beside(study: Study, row: SeedRuns) -> list[str]:
    metrics = [metric for metric in study.beside if row.has(metric)]
    if not metrics:
        return []
    figures = ", ".join(f"{metric} {row.estimate(metric).value:.3f}" for metric in metrics)
    printed = f"; the paper prints {study.reported[row.system]:.3f}" if row.system in study.reported else ""
    return [f"{row.system}: {study.metric} {_figure(row, study.metric)}, {figures}{printed}."]


def _figure(row: SeedRuns, metric: str) -> str:
    return f"{row.estimate(metric).value:.3f}" + (" (cut short)" if row.partial else "")


def _some(names: list[str]) -> str:
    return ", ".join(names[:FEW]) + (f" and {len(names) - FEW} more" if len(names) > FEW else "")
