"""The needle: 10 genres x 30 tracks x 30 s whose genre sounds in one window of 1 to 3 s only. Synthetic.

`window_start` and `window_end` (s) are its bounds. Number n has the same bed, window and loudness in every genre: a
listener can tell the genres apart by this window only.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from genrelib import audio, jukebox
from genrelib.datasets.dataset import Dataset
from genrelib.datasets.dealing import divide
from genrelib.datasets.groups import artist_groups
from genrelib.datasets.jukebox import FACTS, LAYOUT, refuse_root
from genrelib.datasets.splits import TrackSplit

SYNTHETIC = True
HOLDS = (
    f"10 genres x {jukebox.NEEDLES} tracks x 30 s, synthetic, whose genre sounds for 1 to 3 s only, at a known place"
)

__all__ = ["FACTS", "HOLDS", "LAYOUT", "read"]


class Needles(Dataset):
    """Tracks rendered on demand, some 0.2 s each."""

    def waveform(self, track: str, sample_rate: int | None) -> np.ndarray:
        """Render the whole track, (samples,) float32 mono at `sample_rate`; None is 22,050 Hz."""
        genre, number = track.split(".")
        sound = jukebox.render_needle(jukebox.compose_needle(genre, int(number)))
        return audio.resample(sound, jukebox.SAMPLE_RATE, sample_rate or jukebox.SAMPLE_RATE)


def read(root: Path | None = None) -> Dataset:
    """Declare all tracks of the needle.

    Raises ValueError if a root is named: there is nothing to read.
    """
    refuse_root("jukebox-needle", root)
    rows = []
    for genre in jukebox.GENRES:
        for number in range(jukebox.NEEDLES):
            needle = jukebox.compose_needle(genre, number)
            rows.append(
                (f"{genre}.{number:05d}", genre, needle.piece.artist.name, needle.start, needle.end, str(number))
            )
    tracks = pd.DataFrame(rows, columns=["track", "genre", "artist", "window_start", "window_end", "bed"])
    tracks = tracks.set_index("track").assign(path=None, start=0.0, seconds=jukebox.SECONDS, fault="", title="")
    return Needles(
        name="jukebox-needle",
        classes=jukebox.GENRES,
        tracks=tracks,
        fingerprint=jukebox.fingerprint(),
        rules={
            "track": TrackSplit(
                "Beds, and so windows; an artist may be on both sides.", divide(tracks.bed, tracks.genre)
            ),
            "artist": TrackSplit(
                "Artists; the same bed is on both sides under other genres.",
                divide(artist_groups(tracks.artist), tracks.genre),
            ),
        },
        known=tuple(tracks.index),
        shortest=jukebox.SECONDS,
        **FACTS,
    )
