"""Sounds of notebook 04: one clip of a song, and all fifteen that a network votes with."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pandas as pd

from genrelib import audio, evaluate, playback, quiz
from genrelib.clips.cutting import drawn, grid
from genrelib.datasets import Dataset
from genrelib.lesson.nb04_depth.report import REPORT
from genrelib.lesson.sounds import RATE

SONGS = 5
SEED = "04"
WHOLE = REPORT.system("shallow")
ALL = 15  # clips of a song, as in the report
KINDS = {"one clip": 1, "its fifteen clips": ALL}


def choose(tracks: pd.DataFrame) -> pd.DataFrame:
    """Songs to guess by one clip, then the same by fifteen: indexed by a sound's name; track, truth, kind.

    `tracks`, indexed by track, have a genre.
    """
    rows = pd.DataFrame({"track": tracks.index, "truth": tracks.genre.to_numpy()}, index=tracks.index)
    chosen = quiz.choose_clips(rows, set(rows.track), SONGS, SEED)
    both = pd.concat([chosen.assign(kind=kind) for kind in KINDS])
    names = [f"song {number}, {kind}" for kind in KINDS for number in range(1, len(chosen) + 1)]
    return both.set_axis(names)


def players(sounds: pd.DataFrame, data: Dataset) -> dict[str, Callable[[], bytes]]:
    """Player of each sound, its clips one after the other, and nothing that shows the genre."""
    return {
        name: partial(_player, data, track, KINDS[kind], name)
        for name, track, kind in zip(sounds.index, sounds.track, sounds.kind, strict=True)
    }


def by_kind(guesses: Mapping[str, str], sounds: pd.DataFrame) -> pd.DataFrame:
    """Shares of the guessed sounds that are guessed right, by kind: columns as `plots.accuracy`; no row without any."""
    own = sounds[[name in guesses for name in sounds.index]]
    own = own.assign(right=[guesses[name] == truth for name, truth in zip(own.index, own.truth, strict=True)])
    rows = []
    for kind, part in own.groupby("kind", sort=False):
        share = evaluate.share_over_tracks(part.right.to_numpy())
        rows.append({"system": f"you, {kind} of {len(part)} songs"} | vars(share))
    return pd.DataFrame(rows, columns=["system", "value", "low", "high"])


def _player(data: Dataset, track: str, count: int, title: str) -> bytes:
    waveform = data.waveform(track, RATE)
    length = round(WHOLE.clip * RATE)
    firsts = drawn(track, grid(len(waveform), length, 0.0), ALL)
    middle = (len(firsts) - count) // 2
    clips = [waveform[first : first + length] for first in firsts[middle : middle + count]]
    return playback.payload(audio.whole(np.concatenate(clips), RATE), WHOLE.frontend, {}, title)
