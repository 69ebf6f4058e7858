"""A network asked about music of another kind than it learned from."""

from collections.abc import Callable, Iterable

import numpy as np

from genrelib import audio, evaluate, inference
from genrelib.datasets import Dataset, playback_source
from genrelib.runs import Run

SAMPLE_RATE = 22_050  # Hz: no system reads more
CASES = 3  # of a pair of networks that are kept to be heard
SURE = 0.5  # probability from which on an answer is a case

Progress = Callable[[Iterable], Iterable]


def beside_native(foreign: Run, native: Run, data: Dataset, most: int, progress: Progress = iter) -> dict:
    """Ask two networks about test tracks of the one that learned from this kind of music, and compare them.

    At most so many tracks of each genre that both networks know, the first ones whose whole sound is here. As JSON has
    it: shares that are right with their 95 % intervals (`evaluate.over_tracks`), what is lost (`evaluate.share_gain`,
    of the same tracks), how sure the foreign network is where it is wrong, the genres that it names, and cases to hear:
    right and sure.

    Raises ValueError if none of the tracks is here, or the networks share no genre.
    """
    whole = data.tracks.index[data.tracks.seconds >= data.shortest]  # of others a copy may hold a part only
    shared = [genre for genre in native.classes if genre in foreign.classes]
    table = native.tracks[native.tracks.track.isin(whole) & native.tracks.truth.isin(shared)]
    table = table.groupby("truth").head(most)
    if table.empty:
        raise ValueError(
            f"{data.name}: expected test tracks of {native.name} whose genre {foreign.name} knows, got none; "
            "name the folder of the music, or another pair of runs"
        )
    models = [inference.load(run) for run in (foreign, native)]
    answers: list[list[tuple[str, float]]] = []
    for track in progress(list(table.track)):
        recording = audio.whole(data.waveform(track, SAMPLE_RATE), SAMPLE_RATE)
        answers.append([inference.predict(model, recording).top(1)[0] for model in models])
    truth = table.truth.to_numpy()
    labels = np.array([[label for label, _ in pair] for pair in answers])
    sure = np.array([[share for _, share in pair] for pair in answers])
    right = labels == truth[:, None]
    named, counts = np.unique(labels[:, 0], return_counts=True)
    order = np.argsort(-sure[:, 0])
    return {
        "foreign": foreign.linked,
        "native": native.linked,
        "music": playback_source.home_of(data.name),
        "tracks": len(table),
        "genres": table.truth.nunique(),
        "foreign_right": interval(evaluate.share_over_tracks(right[:, 0])),
        "native_right": interval(evaluate.share_over_tracks(right[:, 1])),
        "lost": interval(evaluate.share_gain(right[:, 1], right[:, 0])),
        "sure_when_wrong": round(float(sure[~right[:, 0], 0].mean()), 4) if not right[:, 0].all() else None,
        "named": {str(name): int(count) for name, count in zip(named, counts, strict=True)},
        "cases": [
            {"track": table.track.iloc[row], "label": str(truth[row]), "sure": round(float(sure[row, 0]), 4)}
            for row in order
            if right[row, 0] and sure[row, 0] >= SURE
        ][:CASES],
    }


def interval(measured: evaluate.Interval) -> list[float | None]:
    """Value and bounds as JSON has them: None where a bound is unknown."""
    return [
        round(float(value), 4) if np.isfinite(value) else None
        for value in (measured.value, measured.low, measured.high)
    ]
