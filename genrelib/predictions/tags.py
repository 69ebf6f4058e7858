"""Tags that a run predicted for its test tracks: the rows behind its areas under curves, and mistakes to hear."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from genrelib.predictions.validation import validation_tracks
from genrelib.runs import Run
from genrelib.task.tables import probability_columns


@dataclass(frozen=True, eq=False)
class TagPredictions:
    """One row per track in order of name; probabilities are calibrated.

    `tracks` (n,) names; `truth` and `probability` (n, tags) as in `evaluate`; `starts` (n, tags) the second at which
    the clip begins in which each tag was most probable.
    """

    tags: tuple[str, ...]
    categories: Mapping[str, tuple[str, ...]]
    tracks: np.ndarray
    truth: np.ndarray
    probability: np.ndarray
    starts: np.ndarray

    @cached_property
    def positives(self) -> pd.Series:
        """Number of tracks that have each tag."""
        return pd.Series(self.truth.sum(axis=0), index=pd.Index(self.tags, name="tag"))

    def column(self, tag: str) -> tuple[np.ndarray, np.ndarray]:
        """Truth and probability (n,) of one tag."""
        place = self.tags.index(tag)
        return self.truth[:, place], self.probability[:, place]

    def false_alarms(self, tag: str, threshold: float) -> pd.DataFrame:
        """Tracks without the tag predicted to have it from `threshold` on, the most probable first.

        One row each, indexed by its name: track, start (s, where the tag is most probable), probability, and `tags`,
        the tags that are true of it.
        """
        truth, probability = self.column(tag)
        return self._rows(tag, ~truth & (probability >= threshold)).iloc[::-1]

    def misses(self, tag: str, threshold: float) -> pd.DataFrame:
        """Tracks with the tag that stay below `threshold`, the least probable first; columns as of `false_alarms`."""
        truth, probability = self.column(tag)
        return self._rows(tag, truth & (probability < threshold))

    def hits(self, tag: str, threshold: float) -> pd.DataFrame:
        """Tracks with the tag that reach `threshold`, the most probable first; columns as of `false_alarms`."""
        truth, probability = self.column(tag)
        return self._rows(tag, truth & (probability >= threshold)).iloc[::-1]

    def probabilities(self, track: str) -> dict[str, float]:
        """Each tag's probability in a track."""
        place = self.tracks.tolist().index(track)
        return dict(zip(self.tags, self.probability[place].tolist(), strict=True))

    def both(self, other: "TagPredictions") -> tuple["TagPredictions", "TagPredictions"]:
        """This and the other one, on the tracks and tags that both know; raises ValueError if there are none."""
        tracks = sorted(set(self.tracks) & set(other.tracks))
        tags = tuple(tag for tag in self.tags if tag in other.tags)
        if not tracks or not tags:
            raise ValueError("the two runs have no test track or no tag in common; choose one on the same data")
        return self._only(tracks, tags), other._only(tracks, tags)

    def _only(self, tracks: list[str], tags: tuple[str, ...]) -> "TagPredictions":
        known = {track: place for place, track in enumerate(self.tracks)}
        rows = [known[track] for track in tracks]
        columns = [self.tags.index(tag) for tag in tags]
        within = {name: tuple(tag for tag in own if tag in tags) for name, own in self.categories.items()}
        return replace(
            self,
            tags=tags,
            categories={name: own for name, own in within.items() if own},
            tracks=self.tracks[rows],
            truth=self.truth[np.ix_(rows, columns)],
            probability=self.probability[np.ix_(rows, columns)],
            starts=self.starts[np.ix_(rows, columns)],
        )

    def _rows(self, tag: str, chosen: np.ndarray) -> pd.DataFrame:
        column = self.tags.index(tag)
        places = np.flatnonzero(chosen)
        places = places[np.argsort(self.probability[places, column], kind="stable")]
        names = [", ".join(np.array(self.tags)[self.truth[place]]) for place in places]
        return pd.DataFrame(
            {
                "track": self.tracks[places],
                "start": self.starts[places, column],
                "probability": self.probability[places, column],
                "tags": names,
            },
            index=pd.Index(self.tracks[places], name="row"),
        )


def together(predictions: Sequence[TagPredictions]) -> list[TagPredictions]:
    """All of them, on the tracks and tags that all know, in the first one's order; raises ValueError as `both` does."""
    first, *others = predictions
    for other in others:
        first = first.both(other)[0]
    return [first, *(first.both(other)[1] for other in others)]


def of_test(run: Run) -> TagPredictions:
    """A run's answers to its test tracks, by the system's own summary."""
    return _predictions(run, run.tracks.sort_values("track"), run.predictions)


def of_validation(run: Run) -> TagPredictions:
    """A run's answers to its validation tracks (`validation_tracks`)."""
    return _predictions(run, validation_tracks(run), run.valid)


PARTS: dict[str, Callable[[Run], TagPredictions]] = {"test": of_test, "valid": of_validation}


def _predictions(run: Run, tracks: pd.DataFrame, clips: pd.DataFrame) -> TagPredictions:
    truth, raw = run.task.read(tracks, run.classes)
    columns = probability_columns(run.classes)
    surest = clips.reset_index(drop=True).groupby("track")[columns].idxmax().loc[tracks.track].to_numpy()
    return TagPredictions(
        tags=run.classes,
        categories={name: tuple(tags) for name, tags in run.categories.items()},
        tracks=tracks.track.to_numpy(str),
        truth=truth,
        probability=run.task.calibrate(raw, run.info["temperature"]),
        starts=clips.start.to_numpy(float)[surest],
    )
