"""Sentences about a study, computed from its runs: order, best system, departures, the paper's values, procedure.

`verdicts` decides; here each verdict gets its sentence. `SENTENCES` has all of them.
"""

from collections.abc import Iterable, Mapping

from genrelib import datasets
from genrelib.runs import Run
from genrelib.studies import verdicts
from genrelib.studies.difference import compare
from genrelib.studies.seeds import SeedRuns, chosen
from genrelib.studies.verdicts import Order
from genrelib.system import Study

FEW = 6  # names that a sentence lists at most
SENTENCES = {
    Order.UNFINISHED: "The published order cannot be checked: no two of its systems have a finished run.",
    Order.REVERSED: "The published order does not hold: {count}, {reversed} of them reversed: {pairs}. {tau}.",
    Order.OPEN: "The published order can be neither confirmed nor rejected: {count}. {tau}.",
    Order.PARTLY: "The published order holds where systems differ clearly: {count}, none of them reversed. {tau}.",
    Order.HOLDS: "The published order holds: {count}, none of them reversed. {tau}.",
    "count": "of {published} pairs that the paper puts in order, {finished} are finished here, {clear} with a clear "
    "difference",
    "tau": "Kendall's tau over the finished ones is {tau:+.2f}",
    "so far": "With unfinished runs, Kendall's tau is {tau:+.2f} over {pairs} pairs, which decides nothing.",
    "best": "Best here is {system}, {value}",
    "below": "; clearly better than {systems}",
    "level": "; no clear difference from {systems}",
    "departure": "{system} against {plain}: {gain}, {verdict}.",
    "clear": "a clear difference (the interval excludes 0)",
    "unclear": "no clear difference (the interval includes 0)",
    "elsewhere": "The paper measured on {data}, {split}, these runs on {own_data}, {own_split}: compare the order, "
    "not the values.",
    "outside": "The paper's value lies outside our interval: {systems}.",
    "inside": "The paper's value lies inside our interval: {systems}.",
    "cut": "Not counted, because cut short: {systems}.",
    "missing": "Not run: {systems}.",
    "once": "Only one seed of {systems}: the interval covers the choice of test tracks, not another training.",
    "every row": "every finished row",
    "synthetic": "The jukebox is synthetic music: these results say nothing about real music.",
    "procedure": "Procedure: {procedure}",
    "unmeasured": "The effect of this was not measured on {data}.",
    "on splits": "{system}: {values}.",
    "beside": "{system}: {metric} {value}, {others}{printed}.",
    "printed": "; the paper prints {value:.3f}",
}


def finding(study: Study, all_runs: Iterable[Run], data: str, split: str) -> list[str]:
    """Sentences about a study's rows on a data set and split; [] if none was run there.

    `all_runs` include those of the plain system with which a departure is compared.
    """
    here = [run for run in all_runs if (run.data, run.split) == (data, split) and study.metric in run.metrics]
    everything = chosen(here)
    rows = {name: everything[name] for name in study.systems if name in everything}
    if not rows:
        return []
    finished = {name: row for name, row in rows.items() if not row.partial}
    return [
        *_order(study, rows, finished),
        *_best(study, finished),
        *(sentence for name in finished if "@" in name for sentence in _departure(study, name, everything)),
        *_against_paper(study, finished, data, split),
        *_limits(study, rows, finished, data),
    ]


def price(study: Study, all_runs: Iterable[Run], data: str, split: str) -> list[str]:
    """Sentences about the part of a study's values that is procedure: the paper's procedure, and its effect here.

    Where the study names stricter splits, the effect is the value on `split` beside those on all other splits.
    """
    if not study.procedure:
        return []
    all_runs = [run for run in all_runs if run.data == data and study.metric in run.metrics]
    splits = dict.fromkeys((split, *study.stricter, *sorted({run.split for run in all_runs})))
    by_split = {name: chosen(run for run in all_runs if run.split == name) for name in splits}
    effects = []
    for name in study.systems:
        if name in by_split[split]:
            rows = {other: by_split[other][name] for other in splits if name in by_split[other]}
            effects += [_on_splits(study, rows)] if study.stricter and len(rows) > 1 else []
            effects += _beside(study, by_split[split][name])
    if not effects and (study.beside or study.stricter):
        effects = [SENTENCES["unmeasured"].format(data=data)]
    return [SENTENCES["procedure"].format(procedure=study.procedure), *effects]


def _order(study: Study, rows: Mapping[str, SeedRuns], finished: Mapping[str, SeedRuns]) -> list[str]:
    order = verdicts.order(study, finished)
    if order is None:
        return []
    if order.verdict is Order.UNFINISHED:
        return [" ".join([SENTENCES[Order.UNFINISHED], *_so_far(study, rows)])]
    count = SENTENCES["count"].format(
        published=len(order.published), finished=len(order.finished), clear=len(order.gains)
    )
    tau = SENTENCES["tau"].format(tau=verdicts.tau(study, order.finished, finished))
    pairs = [f"{b} is above {a} by {-gain}" for (a, b), gain in order.reversed.items()]
    return [
        SENTENCES[order.verdict].format(count=count, tau=tau, reversed=len(pairs), pairs=_some(pairs, "; ", "; and"))
    ]


def _so_far(study: Study, rows: Mapping[str, SeedRuns]) -> list[str]:
    pairs = verdicts.pairs_among(study, rows)
    return [SENTENCES["so far"].format(tau=verdicts.tau(study, pairs, rows), pairs=len(pairs))] if pairs else []


def _best(study: Study, finished: Mapping[str, SeedRuns]) -> list[str]:
    best = verdicts.best(study, finished)
    if best is None:
        return []
    sentence = SENTENCES["best"].format(system=best.system, value=_value(finished[best.system], study.metric))
    sentence += SENTENCES["below"].format(systems=_some(best.below)) if best.below else ""
    sentence += SENTENCES["level"].format(systems=_some(best.level)) if best.level else ""
    return [f"{sentence}."]


def _departure(study: Study, name: str, everything: Mapping[str, SeedRuns]) -> list[str]:
    plain = everything.get(name.split("@")[0])
    if plain is None or plain.partial:
        return []
    gain = compare(plain, everything[name], study.metric)
    verdict = SENTENCES["clear" if gain.apart else "unclear"]
    return [SENTENCES["departure"].format(system=name, plain=plain.system, gain=gain, verdict=verdict)]


def _against_paper(study: Study, finished: Mapping[str, SeedRuns], data: str, split: str) -> list[str]:
    reported = {name: study.reported[name] for name in finished if name in study.reported}
    if not reported:
        return []
    if (data, split) != (study.data, study.split):
        return [SENTENCES["elsewhere"].format(data=study.data, split=study.split, own_data=data, own_split=split)]
    systems: dict[str, list[str]] = {"outside": [], "inside": []}
    for name, value in reported.items():
        estimate = finished[name].estimate(study.metric)
        outside = estimate.low > value or estimate.high < value
        systems["outside" if outside else "inside"].append(f"{name} by {estimate.value - value:+.3f}")
    return [SENTENCES[place].format(systems=", ".join(names)) for place, names in systems.items() if names]


def _limits(study: Study, rows: Mapping[str, SeedRuns], finished: Mapping[str, SeedRuns], data: str) -> list[str]:
    """Sentences about what these rows cannot show."""
    once = [name for name, row in finished.items() if len(row.runs) == 1]
    systems = {
        "cut": _some([name for name in rows if name not in finished]),
        "missing": _some([name for name in study.systems if name not in rows]),
        "once": SENTENCES["every row"] if len(once) == len(finished) and once else _some(once),
    }
    sentences = [SENTENCES[limit].format(systems=names) for limit, names in systems.items() if names]
    return sentences + ([SENTENCES["synthetic"]] if datasets.is_synthetic(data) else [])


def _on_splits(study: Study, rows: Mapping[str, SeedRuns]) -> str:
    values = ", ".join(f"{_value(row, study.metric)} on {split}" for split, row in rows.items())
    return SENTENCES["on splits"].format(system=next(iter(rows.values())).system, values=values)


def _beside(study: Study, row: SeedRuns) -> list[str]:
    others = ", ".join(f"{metric} {row.estimate(metric).value:.3f}" for metric in study.beside if row.has(metric))
    if not others:
        return []
    reported = study.reported.get(row.system)
    printed = "" if reported is None else SENTENCES["printed"].format(value=reported)
    value = _value(row, study.metric)
    return [
        SENTENCES["beside"].format(system=row.system, metric=study.metric, value=value, others=others, printed=printed)
    ]


def _value(row: SeedRuns, metric: str) -> str:
    return f"{row.estimate(metric).value:.3f}" + (" (cut short)" if row.partial else "")


def _some(names: list[str] | tuple[str, ...], separator: str = ", ", last: str = " and") -> str:
    more = f"{last} {len(names) - FEW} more" if len(names) > FEW else ""
    return separator.join(names[:FEW]) + more
