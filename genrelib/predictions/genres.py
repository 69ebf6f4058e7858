"""Genres that a run predicted for each test track or clip: the tables behind its confusions, and over time."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from genrelib import evaluate
from genrelib.inference import Prediction
from genrelib.predictions.validation import validation_tracks
from genrelib.runs import Run
from genrelib.task.tables import probability_columns


@dataclass(frozen=True, eq=False)
class GenrePredictions:
    """One row per test track or clip, the most confident answer first; probabilities are calibrated.

    `table`, indexed by a name that links can carry: track, start (s, where to listen), truth, answer, `confidence` (of
    the answer) and `credence` (what the truth was given), in [0, 1]. `truth` (rows,) and `probability` (rows, classes)
    are the same rows as `evaluate` takes them.
    """

    labels: tuple[str, ...]
    table: pd.DataFrame
    truth: np.ndarray
    probability: np.ndarray

    @cached_property
    def counts(self) -> np.ndarray:
        """Confusions (classes, classes), rows are the truth."""
        return evaluate.confusion(self.truth, self.probability)

    @property
    def mistakes(self) -> pd.DataFrame:
        """The rows answered wrongly."""
        return self.table[self.table.truth != self.table.answer]

    def cell(self, truth: str, answer: str) -> pd.DataFrame:
        """The rows of one cell of the matrix."""
        return self.table[(self.table.truth == truth) & (self.table.answer == answer)]

    def probabilities(self, row: str) -> dict[str, float]:
        """Each label's probability in the row of that name."""
        return dict(zip(self.labels, self.probability[self.table.index.get_loc(row)].tolist(), strict=True))

    def both(self, other: "GenrePredictions") -> tuple["GenrePredictions", "GenrePredictions"]:
        """This and the other one, on the rows that both have, in this one's order of rows and labels.

        Raises ValueError if they answer other labels, have no row in common, or differ in what is true of one.
        """
        if set(self.labels) != set(other.labels):
            raise ValueError(
                f"expected two runs on the same labels, got {', '.join(self.labels)} and {', '.join(other.labels)}"
            )
        common = self.table.index[self.table.index.isin(other.table.index)]
        if common.empty:
            raise ValueError("the two runs have no row in common; choose one on the same data whose clips are as long")
        mine, theirs = self._only(common, self.labels), other._only(common, self.labels)
        differ = common[mine.truth != theirs.truth]
        if len(differ):
            raise ValueError(f"the two runs differ in what is true of {len(differ)} rows, such as {differ[0]}")
        return mine, theirs

    def _only(self, rows: pd.Index, labels: tuple[str, ...]) -> "GenrePredictions":
        places = self.table.index.get_indexer(rows)
        columns = np.array([self.labels.index(label) for label in labels])
        truth = np.array([labels.index(label) for label in self.labels])[self.truth[places]]
        return GenrePredictions(labels, self.table.iloc[places], truth, self.probability[np.ix_(places, columns)])

    def cells(self) -> list[tuple[str, str, int]]:
        """Every (truth, answer, count): the confusions first, then the right answers, each the most frequent first."""
        counted = [(*pair, count) for pair, count in np.ndenumerate(self.counts)]
        counted.sort(key=lambda cell: (cell[0] == cell[1], -cell[2]))
        return [(self.labels[truth], self.labels[answer], int(count)) for truth, answer, count in counted]


def of_tracks(run: Run) -> GenrePredictions:
    """A run's answers to whole tracks; each starts with the clip in which its answer was surest."""
    return _whole(run, run.tracks, run.predictions)


def of_validation(run: Run) -> GenrePredictions:
    """A run's answers to its validation tracks, as `of_tracks`; they are summaries of clips (`validation_tracks`)."""
    return _whole(run, validation_tracks(run), run.valid)


def of_clips(run: Run) -> GenrePredictions:
    """A run's answers to single clips."""
    names = [f"{track}@{start:.2f}" for track, start in zip(run.predictions.track, run.predictions.start, strict=True)]
    return _answers(run, run.predictions, run.predictions.start, names, run.info["temperature_clip"])


LEVELS: dict[str, Callable[[Run], GenrePredictions]] = {"track": of_tracks, "clip": of_clips}


def over_time(run: Run, track: str) -> Prediction:
    """The prediction of a test or validation track by the run's files: no network is asked, so there is no attention.

    Raises ValueError for a track that is neither.
    """
    tested = bool((run.tracks.track == track).any())
    whole = run.tracks if tested else validation_tracks(run)
    whole = whole[whole.track == track]
    if whole.empty:
        raise ValueError(f"expected a test or validation track of {run.name}, got {track}: no answer to it was kept")
    clips = run.predictions if tested else run.valid
    clips = clips[clips.track == track].sort_values("start")
    task = run.task
    starts = clips.start.to_numpy(float)
    ends = starts + run.declaration["clip"]
    return Prediction(
        labels=run.classes,
        starts=starts,
        ends=ends,
        clips=task.calibrate(task.read(clips, run.classes)[1], run.info["temperature_clip"]),
        track=task.calibrate(task.read(whole, run.classes)[1], run.info["temperature"])[0],
        attention=None,
        padded=False,
        seconds=float(ends[-1]),
    )


def _whole(run: Run, tracks: pd.DataFrame, clips: pd.DataFrame) -> GenrePredictions:
    names = probability_columns(run.classes)
    answer = tracks.set_index("track")[names].to_numpy().argmax(axis=1)
    place = dict(zip(tracks.track, answer, strict=True))
    sure = clips[names].to_numpy()[np.arange(len(clips)), clips.track.map(place)]
    surest = clips.assign(sure=sure).sort_values("sure").groupby("track").start.last()
    return _answers(run, tracks, tracks.track.map(surest), tracks.track, run.info["temperature"])


def _answers(run: Run, rows: pd.DataFrame, starts, names, temperature: float) -> GenrePredictions:
    truth, raw = run.task.read(rows, run.classes)
    probability = evaluate.calibrate(raw, temperature)
    row = np.arange(len(rows))
    answer = raw.argmax(axis=1)
    table = pd.DataFrame(
        {
            "track": rows.track.to_numpy(),
            "start": np.asarray(starts, float),
            "truth": rows.truth.to_numpy(),
            "answer": np.array(run.classes)[answer],
            "confidence": probability[row, answer],
            "credence": probability[row, truth],
        },
        index=pd.Index(names, name="row"),
    )
    order = np.lexsort((table.index, -table.confidence))
    return GenrePredictions(run.classes, table.iloc[order], truth[order], probability[order])
