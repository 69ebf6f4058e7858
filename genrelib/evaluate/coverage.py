"""Coverage of the intervals: how often they hold what they should in samples that are drawn by rule.

`python -m genrelib.evaluate.coverage` prints the table of docs/results.md. The aim of a metric is its mean over samples
of the same size, known from many more of them; its limit is its value in one very large sample.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy

from genrelib.evaluate.calibration import calibrate, calibration_error
from genrelib.evaluate.comparison import paired
from genrelib.evaluate.decisions import accuracy
from genrelib.evaluate.intervals import Interval, gap_over_tracks, over_tracks
from genrelib.evaluate.tag_calibration import calibrate_tags, tag_calibration_error
from genrelib.evaluate.tags import AREAS, macro, pr_auc, roc_auc, tag_areas, tag_gains

PREVALENCE = tuple(np.geomspace(0.02, 0.5, 43))
DISTANCES = (0.5, 1.0, 1.5, 2.5, 0.0)  # of the scores with a tag from those without it, in deviations; by turns
SHARED = 0.3  # of the variance of truth and scores, by all tags of a track
KINDS = ("calibrated", "over-confident")  # probabilities
OVERCONFIDENT = 0.3  # temperature of answers that claim too much


@dataclass(frozen=True, eq=False)
class Sample:
    """Rows that two equally good systems answered: `truth`, two times `probability`, and the `groups` of rows."""

    truth: np.ndarray
    first: np.ndarray
    second: np.ndarray
    groups: np.ndarray


@dataclass(frozen=True)
class Tagged:
    """Tracks with tags; scores of each tag are normal, and probabilities are calibrated."""

    tracks: int
    prevalence: tuple[float, ...] = PREVALENCE

    @property
    def name(self) -> str:
        return f"{len(self.prevalence)} tags, {self.tracks} tracks"

    def draw(self, random: np.random.Generator, tracks: int) -> Sample:
        share = np.array(self.prevalence)
        count = len(share)
        distance = np.resize(DISTANCES, count)

        def latent() -> np.ndarray:
            common, own = random.normal(size=(tracks, 1)), random.normal(size=(tracks, count))
            return np.sqrt(SHARED) * common + np.sqrt(1 - SHARED) * own

        truth = latent() > scipy.special.ndtri(1 - share)
        prior = scipy.special.logit(share) - distance**2 / 2
        first, second = (scipy.special.expit(prior + distance * (truth * distance + latent())) for _ in range(2))
        return Sample(truth, first, second, np.arange(tracks))

    def values(self, sample: Sample) -> dict[str, np.ndarray]:
        """Value of each metric, (1,), or (tags,) for single tags; gains are 0."""
        areas = {"ROC-AUC": roc_auc(sample.truth, sample.first), "PR-AUC": pr_auc(sample.truth, sample.first)}
        zeros = np.zeros(len(self.prevalence))
        values: dict[str, np.ndarray] = {}
        for name, area in areas.items():
            values |= {f"{name}, single": area, f"{name}, macro": np.array([macro(area)])}
            values |= {f"gain in {name}, single": zeros, f"gain in {name}, macro": zeros[:1]}
        errors = [tag_calibration_error(sample.truth, claimed) for claimed in self._claims(sample)]
        return values | {
            f"calibration error, {kind}": np.array([error]) for kind, error in zip(KINDS, errors, strict=True)
        }

    def intervals(self, sample: Sample) -> dict[str, list[Interval]]:
        """Intervals of each metric, as many as `values` has."""
        tags = [str(tag) for tag in range(len(self.prevalence))]
        areas = tag_areas(sample.truth, sample.first, tags, {})
        gains = tag_gains(sample.truth, sample.first, sample.second, tags)
        intervals: dict[str, list[Interval]] = {}
        for area, name in zip(AREAS, ("ROC-AUC", "PR-AUC"), strict=True):
            single, gained = _rows(areas.per_tag, area), _rows(gains, area)
            intervals |= {f"{name}, single": single, f"{name}, macro": [areas.macro[f"{area}_macro"]]}
            intervals |= {f"gain in {name}, single": gained[:-1], f"gain in {name}, macro": gained[-1:]}
        for kind, claimed in zip(KINDS, self._claims(sample), strict=True):
            intervals[f"calibration error, {kind}"] = [gap_over_tracks(tag_calibration_error, sample.truth, claimed)]
        return intervals

    def _claims(self, sample: Sample) -> tuple[np.ndarray, np.ndarray]:
        return sample.first, calibrate_tags(sample.first, OVERCONFIDENT)


@dataclass(frozen=True)
class Classified:
    """Tracks of two genres, in one or several clips that are partly right or wrong together."""

    tracks: int
    right: float  # mean share
    clips: int = 1

    @property
    def name(self) -> str:
        clips = f" of {self.clips} clips" if self.clips > 1 else ""
        return f"genres, {self.tracks} tracks{clips}, {self.right:.0%} right"

    def draw(self, random: np.random.Generator, tracks: int) -> Sample:
        rows = tracks * self.clips
        track = np.arange(tracks).repeat(self.clips)
        mean = 2 * self.right - 1
        confidence = 0.5 + 0.5 * random.beta(2 * mean, 2 * (1 - mean), size=tracks)[track]
        truth = random.integers(2, size=rows)
        answered = []
        common = random.random(tracks)[track]
        for _ in range(2):
            own = np.where(random.random(rows) < 0.5, common, random.random(rows))
            answer = np.where(own < confidence, truth, 1 - truth)
            answered.append(np.where(np.arange(2) == answer[:, None], confidence[:, None], 1 - confidence[:, None]))
        return Sample(truth, answered[0], answered[1], track)

    def values(self, sample: Sample) -> dict[str, np.ndarray]:
        """Value of each metric, (1,); gains are 0."""
        values = {"accuracy": accuracy(sample.truth, sample.first), "gain in accuracy": 0.0}
        for kind, claimed in zip(KINDS, self._claims(sample), strict=True):
            values[f"calibration error, {kind}"] = calibration_error(sample.truth, claimed)
        return {name: np.array([value]) for name, value in values.items()}

    def intervals(self, sample: Sample) -> dict[str, list[Interval]]:
        """Intervals of each metric, one each."""
        truth, first, groups = sample.truth, sample.first, sample.groups
        intervals = {
            "accuracy": over_tracks(accuracy, truth, first, groups),
            "gain in accuracy": paired(accuracy, truth, first, sample.second, groups),
        }
        for kind, claimed in zip(KINDS, self._claims(sample), strict=True):
            intervals[f"calibration error, {kind}"] = gap_over_tracks(calibration_error, truth, claimed, groups)
        return {name: [interval] for name, interval in intervals.items()}

    def _claims(self, sample: Sample) -> tuple[np.ndarray, np.ndarray]:
        return sample.first, calibrate(sample.first, OVERCONFIDENT)


Case = Tagged | Classified
CASES: tuple[Case, ...] = (
    Tagged(130),
    Tagged(290),
    Classified(75, 0.7),
    Classified(290, 0.7),
    Classified(75, 0.97),
    Classified(75, 0.7, clips=10),
    Classified(75, 0.97, clips=10),
)


def measure(case: Case, repetitions: int = 400, draws: int = 4000, limit: int = 50_000, seed: int = 0) -> pd.DataFrame:
    """Shares of intervals, of `repetitions` samples, that hold what they should; one row per metric of the case.

    `covered`: those that hold the aim, measured in `draws` samples of the same size, mean over tags; `worst` of the
    tags; `limit`: those that hold the value of `limit` tracks; `width` of those with bounds, median; `unknown`: those
    without bounds, which count in no other column; `holds`: True if every one holds its own value.
    """
    random = np.random.default_rng(seed)
    aims: dict[str, list[np.ndarray]] = {}
    for _ in range(draws):
        for name, values in case.values(case.draw(random, case.tracks)).items():
            aims.setdefault(name, []).append(values)
    limits = case.values(case.draw(random, limit))
    drawn: dict[str, list[np.ndarray]] = {}
    for _ in range(repetitions):
        for name, intervals in case.intervals(case.draw(random, case.tracks)).items():
            drawn.setdefault(name, []).append(np.array([(one.low, one.value, one.high) for one in intervals]))
    rows = {name: _row(np.array(drawn[name]), np.nanmean(aims[name], axis=0), limits[name]) for name in drawn}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("metric").reset_index()


def markdown(case: Case, rows: pd.DataFrame) -> str:
    """Lines of a Markdown table."""
    shares = rows[["covered", "worst", "limit", "width", "unknown"]].map("{:.3f}".format)
    lines = pd.concat([rows.metric, shares], axis=1).itertuples(index=False)
    return "\n".join(f"| {case.name} | {' | '.join(line)} |" for line in lines)


def _row(intervals: np.ndarray, aim: np.ndarray, limit: np.ndarray) -> dict:
    """Row of `measure` from intervals (repetitions, tags, 3) of low, value and high, aim (tags,) and limit (tags,)."""
    low, value, high = np.moveaxis(intervals, 2, 0)
    known = np.isfinite(low)
    covered, covered_limit = (np.where(known, (low <= goal) & (goal <= high), np.nan) for goal in (aim, limit))
    return {
        "covered": np.nanmean(covered),
        "worst": np.nanmean(covered, axis=0).min(),
        "limit": np.nanmean(covered_limit),
        "width": np.nanmedian(high - low),
        "unknown": 1 - known.mean(),
        "holds": bool(((low <= value) & (value <= high))[known].all()),
    }


def _rows(table: pd.DataFrame, area: str) -> list[Interval]:
    columns = (table[area], table[f"{area}_low"], table[f"{area}_high"])
    return [Interval(*bounds) for bounds in zip(*columns, strict=True)]


if __name__ == "__main__":
    print("| samples | metric | holds the mean | worst tag | holds the limit | width | without bounds |")
    print("|---|---|---|---|---|---|---|")
    for case in CASES:
        print(markdown(case, measure(case)), flush=True)
