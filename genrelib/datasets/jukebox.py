"""The embedded set: 10 genres x 100 tracks x 30 s of music composed by rule. Synthetic; needs no file and no network.

Columns beyond those of every data set: `true_genre` (the genre of the music, whatever the label), `tempo` (BPM),
`meter` (beats per bar), `swing` (share of a pair that its first note takes), `key`, `mode`, `era`, and `source`, the
same for exact and reissued repetitions of one recording. `genrelib.jukebox` has the notes.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from genrelib import audio, jukebox
from genrelib.datasets.dataset import Dataset
from genrelib.datasets.dealing import divide
from genrelib.datasets.groups import artist_groups
from genrelib.datasets.splits import ClipSplit, Split, TrackSplit

SYNTHETIC = True
HOLDS = "10 genres x 100 tracks x 30 s of synthetic music, made here, with everything true of it known"
LAYOUT = "no files: rendered when asked for"
FACTS: dict[str, Any] = {
    "licence": "MIT, as the code; the samples are those of TimGM6mb.sf2, which pretty_midi installs",
    "citation": "Genre Explorer, the jukebox: synthetic music composed by rule",
    "url": "",
}


class Jukebox(Dataset):
    """Tracks rendered on demand, some 0.1 s each."""

    def waveform(self, track: str, sample_rate: int | None) -> np.ndarray:
        """Render the whole track, (samples,) float32 mono at `sample_rate`; None is 22,050 Hz."""
        genre, number = track.split(".")
        sound = jukebox.render(jukebox.piece(genre, int(number)))
        return audio.resample(sound, jukebox.SAMPLE_RATE, sample_rate or jukebox.SAMPLE_RATE)


def read(root: Path | None = None) -> Dataset:
    """Declare all 1000 tracks.

    Raises ValueError if a root is named: there is nothing to read.
    """
    refuse_root("jukebox", root)
    tracks = _tracks()
    return Jukebox(
        name="jukebox",
        classes=jukebox.GENRES,
        tracks=tracks,
        fingerprint=jukebox.fingerprint(),
        rules=_splits(tracks),
        known=tuple(tracks.index),
        shortest=jukebox.SECONDS,
        **FACTS,
    )


def refuse_root(name: str, root: Path | None) -> None:
    """Refuse a root: raises ValueError if one is named."""
    if root is not None:
        raise ValueError(f"{name}: expected no root, got {root}; it is made by this package, leave --root out")


def _tracks() -> pd.DataFrame:
    filed = [jukebox.piece(genre, number) for genre in jukebox.GENRES for number in range(jukebox.TRACKS)]
    rows = [
        {
            "track": piece.track,
            "path": None,
            "genre": piece.label,
            "artist": piece.artist.name,
            "title": piece.title,
            "start": 0.0,
            "seconds": jukebox.SECONDS,
            "fault": piece.fault.sentence if piece.fault else "",
            "true_genre": piece.genre,
            "tempo": piece.tempo,
            "meter": piece.meter,
            "swing": piece.swing,
            "key": piece.key,
            "mode": piece.mode,
            "era": piece.artist.era,
            "source": f"{piece.genre}.{piece.number:05d}",
        }
        for piece in filed
    ]
    return pd.DataFrame(rows).set_index("track")


def _splits(tracks: pd.DataFrame) -> dict[str, Split]:
    by_artist = divide(artist_groups(tracks.artist), tracks.genre)
    return {
        "track": TrackSplit(
            "Tracks, repetitions included; an artist may be on both sides.",
            divide(tracks.source, tracks.genre),
            apart=("recording",),
        ),
        "artist": TrackSplit("Artists, and so repetitions.", by_artist, apart=("recording", "artist")),
        "filtered": TrackSplit(
            "Artists, the tracks with a planted fault left out.",
            by_artist.where(tracks.fault == "", ""),
            apart=("recording", "artist"),
        ),
        "clip": ClipSplit(),
    }
