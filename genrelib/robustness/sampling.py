"""Test tracks of a run that are asked about: the same ones for all runs with the same test part."""

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from genrelib.datasets import Dataset
from genrelib.runs import Run


@dataclass(frozen=True, eq=False)
class Sample:
    """Tracks (n,) of a run's test part, and what is true of them: class numbers (n,) or booleans (n, tags)."""

    tracks: tuple[str, ...]
    truth: np.ndarray


def sample(run: Run, data: Dataset, most: int) -> Sample:
    """At most so many test tracks, by chance, of a run whose whole sound `data` has.

    A track's turn depends on its name alone: runs that share a test part share the sample, and a longer sample begins
    with a shorter one.

    Raises ValueError if none is there.
    """
    shortest = max(data.shortest, run.declaration["clip"])
    here = set(data.tracks.index[data.tracks.seconds >= shortest])
    table = run.tracks[run.tracks.track.isin(here)]
    if table.empty:
        raise ValueError(
            f"{run.name}: expected the sound of some of its {len(run.tracks)} test tracks, {shortest:g} s or longer, "
            f"got none in {data.name}; name its folder with --root DIR"
        )
    kept: pd.DataFrame = table.loc[table.track.map(_turn).sort_values().index[:most]]
    return Sample(tuple(kept.track), run.task.truth(kept, run.classes))


def _turn(track: str) -> str:
    """A number by chance that is always the same one of a track."""
    return hashlib.blake2b(track.encode(), digest_size=8).hexdigest()
