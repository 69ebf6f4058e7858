"""The gain of one system over another on the same data, with its interval."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from genrelib import evaluate
from genrelib.evaluate import Interval
from genrelib.runs import Run
from genrelib.studies.seeds import SeedRuns
from genrelib.task import GENRES

OF_CLIPS = ("clip_accuracy",)  # metrics over clips; all others are over tracks


@dataclass(frozen=True)
class Difference:
    """Gain of the second system over the first, with its interval."""

    gain: Interval

    @property
    def apart(self) -> bool:
        """True if the interval excludes 0; a gain without bounds is not apart."""
        return self.gain.low > 0 or self.gain.high < 0

    def __neg__(self) -> "Difference":
        return Difference(Interval(-self.gain.value, -self.gain.high, -self.gain.low))

    def __str__(self) -> str:
        bounds = "" if np.isnan(self.gain.low) else f" ({self.gain.low:+.3f} to {self.gain.high:+.3f})"
        return f"{self.gain.value:+.3f}{bounds}"


def compare(first: SeedRuns, second: SeedRuns, metric: str) -> Difference:
    """Compare two systems that were measured on the same data set and split.

    With several seeds in common, the interval is Student's of the mean difference over them; where both kept their
    predictions, that of leaving out test tracks; the wider one where there are both, since another training and other
    tracks both count. Where there is neither, it is the distance of the two intervals.
    """
    estimates = [first.estimate(metric), second.estimate(metric)]
    value = estimates[1].value - estimates[0].value
    pairs = _pairs_by_seed(first, second)
    intervals = []
    if len(pairs) > 1:
        intervals.append(evaluate.over_seeds([_value(new, metric) - _value(old, metric) for old, new in pairs], -1))
    predicted = [pair for pair in pairs if all(run.has_answers for run in pair)]
    if predicted:
        intervals.append(_paired(*predicted[0], metric))
    gain = widest(value, intervals)
    if gain is None:
        gain = Interval(value, estimates[1].low - estimates[0].high, estimates[1].high - estimates[0].low)
    return Difference(gain)


def widest(value: float, intervals: Iterable[Interval]) -> Interval | None:
    """The widest of these intervals of a difference, moved to `value` and cut to [-1, 1]; None if none has bounds."""
    known = [interval for interval in intervals if np.isfinite(interval.low)]
    if not known:
        return None
    chosen = max(known, key=lambda interval: interval.high - interval.low)
    bounds = np.clip([value + chosen.low - chosen.value, value + chosen.high - chosen.value], -1, 1)
    return Interval(value, *bounds.tolist())


def _pairs_by_seed(first: SeedRuns, second: SeedRuns) -> list[tuple[Run, Run]]:
    """Runs of both systems with the same seed, in order of the seed."""
    first_runs = {run.seed: run for run in first.runs}
    second_runs = {run.seed: run for run in second.runs}
    return [(first_runs[seed], second_runs[seed]) for seed in sorted(first_runs.keys() & second_runs.keys())]


def _value(run: Run, metric: str) -> float:
    return run.metrics[metric]["value"]


def _paired(first: Run, second: Run, metric: str) -> Interval:
    """Jackknife over the test tracks that both predicted; NaN where these are fewer than two."""
    key = ["track", "start"] if metric in OF_CLIPS else ["track"]
    tables = [run.predictions if metric in OF_CLIPS else run.tracks for run in (first, second)]
    both = tables[0][key].merge(tables[1][key], on=key)
    if both.empty:
        return Interval(np.nan, np.nan, np.nan)
    tables = [both.merge(table, on=key, how="left") for table in tables]
    truth, first_probabilities = first.task.read(tables[0], first.classes)
    _, second_probabilities = second.task.read(tables[1], first.classes)
    groups = both.track.to_numpy(str)
    if first.task == GENRES:  # right or wrong is all that counts, and is counted fast
        first_right = first_probabilities.argmax(axis=1) == truth
        second_right = second_probabilities.argmax(axis=1) == truth
        return evaluate.paired(_share, truth, first_right, second_right, groups)
    gains = evaluate.tag_gains(truth, first_probabilities, second_probabilities, first.classes, groups).loc["all"]
    return Interval(*gains[["roc_auc", "roc_auc_low", "roc_auc_high"]])


def _share(truth: np.ndarray, right: np.ndarray) -> float:
    return right.mean()
