"""Words on where a number comes from: nothing on a page stands without it."""

from collections.abc import Iterable, Mapping, Sequence

from genrelib import datasets, papers
from genrelib.datasets.splits import leaks
from genrelib.edits import Chain
from genrelib.inference import Prediction
from genrelib.numerals import percent
from genrelib.plots import GENRE_COLORS, difference
from genrelib.predictions.neighbours import Neighbour
from genrelib.runs import Run
from genrelib.task import TAGS

KNOWN = {
    "train": "learned from this very track",
    "valid": "was chosen and calibrated on tracks of which this is one",
}  # what a network knows of a track by the part of its split
MEANING = {  # what the first figure of a run says, and of how many test tracks
    "genres": "{} of {} test tracks right.",
    "tags": "A track with a tag is ranked above one without in {} of the pairs, mean over tags and {} test tracks.",
}
RUNS = (
    "Type to search: a paper, a data set, “attends”, “synthetic”, “your run”. A *run* is one system trained on one "
    "data set; the share is what it got right of test tracks (tags: ROC-AUC). *Split*: how training and test are kept "
    "apart; `filtered` and `artist` are strict, `clip` leaks. *Seed*: number of the random start. *house*: our own, "
    "others are papers'. *Shipped run*: measured by us; *your run*: trained on this computer. *Attends*: it can show "
    "which moments count. *Synthetic*: it learned from music composed by rule. *Partial*: its training was cut short."
)  # help at a list of runs
NAMED = ("system", "data", "split", "seed")  # in this order, until two runs can be told apart


def entry(run: Run) -> str:
    """A line of a list of runs, whose marks are found by typing them."""
    music = "synthetic" if datasets.is_synthetic(run.data) else "real music"
    system = papers.CATALOG.get(run.system)
    attends = ["attends"] if system is not None and system.attends else []
    labels = f"{len(run.classes)} {run.task.name}"
    if run.adopted:
        parts = [run.system, labels, *attends, f"adopted, trained by its authors on {run.data}"]
        return " · ".join(parts)
    first = percent(run.metrics[run.task.headline[0]]["value"])
    data = f"{run.data} ({labels}, {music}), split {run.split}, seed {run.seed}"
    kind = f"partial, {run.provenance}" if run.partial else run.provenance
    return " · ".join([run.system, first, *attends, data, kind])


def names(chosen: Sequence[Run]) -> list[str]:
    """The shortest names that tell the runs apart, the system's first."""
    for count in range(1, len(NAMED) + 1):
        sentences = [", ".join(str(getattr(run, part)) for part in NAMED[:count]) for run in chosen]
        if len(set(sentences)) == len(chosen):
            return sentences
    return [f"{name} ({run.provenance})" for name, run in zip(sentences, chosen, strict=True)]


def bounds(estimate: Mapping) -> str:
    """The interval of a metric, "" where it has none."""
    return "" if estimate["low"] is None else f"{percent(estimate['low'])} to {percent(estimate['high'])}"


def record(run: Run) -> str:
    """Words on how good the run is, on what, and whose it is."""
    if run.adopted:
        return (
            f"Adopted, neither trained nor measured here: {run.adopted['provenance']}. Licence: "
            f"{run.adopted['licence']}."
        )
    estimate, tracks = run.metrics[run.task.headline[0]], run.info["tracks"]["test"]
    interval = bounds(estimate) and f" ({bounds(estimate)})"
    meaning = MEANING[run.task.name].format(percent(estimate["value"]) + interval, tracks)
    return (
        f"{meaning} Trained on {run.data}, seed {run.seed}, {run.provenance}. "
        f"Split {run.split} keeps apart: {run.info['keeps_apart']}"
    )


def tested(run: Run) -> str:
    """The first figure of a run and its interval, "" of an adopted one."""
    if run.adopted:
        return ""
    estimate = run.metrics[run.task.headline[0]]
    interval = bounds(estimate) and f" ({bounds(estimate)})"
    return f"{percent(estimate['value'])}{interval} of {run.info['tracks']['test']}"


def source(run: Run) -> str:
    """Words on whose number it is: where it was measured, on which data and split."""
    kind = "adopted" if run.adopted else run.provenance
    return f"{'partial, ' if run.partial else ''}{kind}, {run.data}, {run.split}"


def calibration(chosen: Sequence[Run]) -> str:
    """Words on which of the probabilities are calibrated."""
    raw = [run.system for run in chosen if run.adopted]
    if not raw:
        return "calibrated on validation tracks"
    return "as the network gives them, not calibrated" if len(raw) == len(chosen) else f"{raw[0]}'s not calibrated"


def cautions(run: Run) -> list[str]:
    """Limits of a run's counted answers, one sentence each."""
    sentences = []
    if run.untested and run.task != TAGS:
        sentences.append(f"Not tested: no test track is {_list(run.untested, 'or')}; all figures are without it.")
    if run.left_out:
        sentences.append(f"{len(run.left_out)} tracks too short for this system were neither learned nor tested.")
    if run.partial:
        sentences.append(f"This is a partial run: {run.partial}. The system can do better than this.")
    if datasets.is_synthetic(run.data):
        sentences.append("This music is synthetic, composed by rule: what is confused here says little of real music.")
    if leaks(run.split):
        sentences.append(
            "This split leaks: clips of one track are in training and in test, so it makes too few mistakes."
        )
    return sentences


def caveats(run: Run, prediction: Prediction, synthetic: bool, part: str) -> list[str]:
    """Remarks that a listener needs before believing the answer, one sentence each.

    `synthetic`: the sound is the jukebox's; `part`: where it lies in the run's split, "" nowhere.
    """
    sentences = []
    if part in KNOWN:
        sentences.append(f"This network {KNOWN[part]}: so a right answer here is no evidence that it works.")
    if synthetic != datasets.is_synthetic(run.data):
        learned, sound = ("real music", "synthetic") if synthetic else ("synthetic music only", "not")
        sentences.append(f"This network learned from {learned} and this sound is {sound}: the answer is a guess.")
    if run.partial:
        sentences.append(f"This is a partial run: {run.partial}. It hears worse than the system can.")
    missing = [genre for genre in GENRE_COLORS if genre not in run.classes]
    if run.task == TAGS:
        sentences.append("Each tag is judged by itself: probabilities do not sum to 100 %.")
    elif missing and set(run.classes) <= set(GENRE_COLORS):
        sentences.append(
            f"This network was trained on {_list(run.classes, 'and')} only: it cannot answer {_list(missing, 'or')}."
        )
    elif missing:
        sentences.append(f"This network must answer one of {_list(run.classes, 'or')}, whatever it hears.")
    if prediction.padded:
        sentences.append(
            f"The sound lasts {prediction.seconds:.1f} s, this system decides on {run.declaration['clip']:g} s: the "
            "rest is silence, which it never heard in training."
        )
    return sentences


def same(near: Sequence[Neighbour], least: float) -> list[str]:
    """A remark where the nearest training track is perhaps the very sound: nearer than any held-out track, `least`."""
    if not near or near[0].distance >= least:
        return []
    return [f"This may be {near[0].track}, which the network learned from: then a right answer is no evidence."]


def tagged(asked: Mapping[str, Run]) -> dict[str, dict[str, list[str]]]:
    """Tags of each category, {} where there are none, of those of the runs that are taggers, by name."""
    return {name: run.categories for name, run in asked.items() if run.task == TAGS}


def loss(row: Mapping) -> str:
    """Words on what an edit does to a run on many tracks, of a row of `robustness`."""
    metric = {"accuracy": "accuracy"}.get(row["metric"], "mean ROC-AUC")
    interval = ""
    if row["change_low"] is not None:
        interval = f" (95 %: {difference(row['change_low'])} to {difference(row['change_high'])})"
    change = "unknown" if row["change"] is None else f"{difference(row['change'])} points{interval}"
    return (
        f"On {row['tracks']} test tracks of {row['data']}, {row['split']}: {Chain.parse(row['edit']).words}: {metric} "
        f"{change}, {percent(row['kept'])} of the answers stay."
    )


def shared(predictions: Iterable[Prediction]) -> list[str]:
    """Remarks of all predictions, on the sound itself: others are on one network and this sound."""
    remarks = [prediction.remarks for prediction in predictions]
    return [remark for remark in dict.fromkeys(remarks[0]) if all(remark in others for others in remarks)]


def headline(prediction: Prediction) -> str:
    """The answer in a few words."""
    if not prediction.top(1):
        return "nothing to judge"
    label, probability = prediction.top(1)[0]
    return f"{label} {percent(probability)}"


def _list(words: Sequence[str], last: str) -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else words[0]
