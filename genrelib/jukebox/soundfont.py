"""The General MIDI SoundFont (TimGM6mb) that pretty_midi installs, and notes played on it."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from multiprocessing.util import Finalize
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import numpy as np

from genrelib.jukebox.piece import Event
from genrelib.jukebox.tuning import in_tune

FILE = "TimGM6mb.sf2"
QUALITY = 4  # interpolation between samples
TICKS = 5000  # per quarter note, at 120 a minute: a tick is 0.1 ms
PER_SECOND = 2 * TICKS


@cache
def path() -> Path:
    """Path of the SoundFont; pretty_midi itself is not imported.

    Raises ValueError if it is not there.
    """
    package = find_spec("pretty_midi")
    file = Path(package.origin).with_name(FILE) if package and package.origin else Path(FILE)
    if not file.is_file():
        raise ValueError(f"jukebox: expected {FILE} in the package pretty_midi, got none; install pretty_midi again")
    return file


def play(events: Sequence[Event], program: int, drums: bool, seconds: float, sample_rate: int) -> np.ndarray:
    """Play events on one instrument: (round(seconds * sample_rate),) float32 mono; times from the beginning."""
    from symusic import Note, Score, Synthesizer, Tempo, Track  # not needed where pieces are only read

    times = np.array([(event.start, event.length) for event in events])
    ticks = np.rint(np.maximum(times, 0) * PER_SECOND).astype(np.int32)
    pitches = np.array([event.pitch for event in events], np.int8)
    velocities = np.array([event.velocity for event in events], np.int8)
    track = Track("", program, drums)
    track.notes = Note.from_numpy(ticks[:, 0].copy(), np.maximum(ticks[:, 1], 1), pitches, velocities)
    score = Score(TICKS)
    score.tracks.append(track)
    score.tempos.append(Tempo(0, 120.0))
    # A stereo SoundFont's two sides are averaged by the synthesiser. One that has played other instruments before plays
    # some notes otherwise, so each instrument has a fresh one, which takes a millisecond.
    sound = Synthesizer(_tuned(), sample_rate, QUALITY).render(score, False)[0]
    samples = round(seconds * sample_rate)
    return np.pad(sound[:samples], (0, max(0, samples - len(sound))))


@cache
def _tuned() -> Path:
    """Path of the SoundFont in tune, in a folder that goes when the process that made it ends."""
    folder = Path(mkdtemp(prefix="jukebox-"))
    # At the end of a worker process, too, where atexit does nothing; but not of a fork, which shares the folder.
    Finalize(None, rmtree, (folder, True), exitpriority=0)
    file = folder / FILE
    file.write_bytes(in_tune(path().read_bytes()))
    return file
