"""What one system gains over another on the same data: by how much, and whether that is more than chance."""

from dataclasses import dataclass

import numpy as np

from genrelib import evaluate
from genrelib.evaluate import Interval
from genrelib.runs import Run
from genrelib.studies.seeds import SeedRuns
from genrelib.task import GENRES

OF_CLIPS = ("clip_accuracy",)  # metrics over clips; all others are over tracks
SAMPLES = 1000  # bootstraps of shares, which cost nothing
TAG_SAMPLES = 200  # of areas under curves


@dataclass(frozen=True)
class Difference:
    """What the second gains over the first, with its interval."""

    gain: Interval

    @property
    def apart(self) -> bool:
        """Whether the interval leaves 0 out; a gain without bounds is not apart."""
        return self.gain.low > 0 or self.gain.high < 0

    def __neg__(self) -> "Difference":
        return Difference(Interval(-self.gain.value, -self.gain.high, -self.gain.low))

    def __str__(self) -> str:
        bounds = "" if np.isnan(self.gain.low) else f" ({self.gain.low:+.3f} to {self.gain.high:+.3f})"
        return f"{self.gain.value:+.3f}{bounds}"


def compare(first: SeedRuns, second: SeedRuns, metric: str) -> Difference:
    """Compare two systems that were measured on the same data set and split.

    With several seeds in common, Student's interval of the mean difference over them; where both kept what they
    answered, a paired bootstrap over test tracks; of both the wider, since another training and other tracks both
    count. With neither, the distance of the two intervals.
    """
    value = second.estimate(metric).value - first.estimate(metric).value
    by_seed = [{run.seed: run for run in each.runs} for each in (first, second)]
    common = sorted(by_seed[0].keys() & by_seed[1].keys())
    bounds = []
    if len(common) > 1:
        bounds.append(
            evaluate.over_seeds(
                [_value(by_seed[1][seed], metric) - _value(by_seed[0][seed], metric) for seed in common]
            )
        )
    answered = [seed for seed in common if all(each[seed].has_answers for each in by_seed)]
    if answered:
        bounds.append(_paired(*(each[answered[0]] for each in by_seed), metric))
    bounds = [found for found in bounds if np.isfinite(found.low)]
    if not bounds:
        one, other = first.estimate(metric), second.estimate(metric)
        return Difference(Interval(value, other.low - one.high, other.high - one.low))
    widest = max(bounds, key=lambda found: found.high - found.low)
    return Difference(Interval(value, value + widest.low - widest.value, value + widest.high - widest.value))


def _value(run: Run, metric: str) -> float:
    return run.metrics[metric]["value"]


def _paired(first: Run, second: Run, metric: str) -> Interval:
    """Bootstrap over the test tracks that both answered; NaN where these are fewer than two."""
    key = ["track", "start"] if metric in OF_CLIPS else ["track"]
    tables = [run.predictions if metric in OF_CLIPS else run.tracks for run in (first, second)]
    both = tables[0][key].merge(tables[1][key], on=key)
    if both.empty:
        return Interval(np.nan, np.nan, np.nan)
    one, other = (both.merge(table, on=key, how="left") for table in tables)
    truth, said = first.task.read(one, first.classes)
    _, reply = second.task.read(other, first.classes)
    groups = both.track.to_numpy(str)
    if first.task == GENRES:  # right or wrong is all that counts, and is counted fast
        right, correct = said.argmax(axis=1) == truth, reply.argmax(axis=1) == truth
        return evaluate.paired(_share, truth, right, correct, groups, SAMPLES)
    return evaluate.paired(_area, truth, said, reply, groups, TAG_SAMPLES)


def _share(truth: np.ndarray, right: np.ndarray) -> float:
    return right.mean()


def _area(truth: np.ndarray, probability: np.ndarray) -> float:
    return evaluate.macro(evaluate.roc_auc(truth, probability))
