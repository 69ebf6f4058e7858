"""Acoustic fingerprints of files, computed once: the next reading of a folder takes them from the user's home."""

from collections.abc import Iterable

import numpy as np
from joblib import Parallel, delayed
from tqdm import tqdm

from genrelib import audio
from genrelib.audio import AudioError
from genrelib.datasets.acoustic import RATE, SECONDS, acoustic_fingerprint
from genrelib.datasets.remembered import identity, recall, remember
from genrelib.terminal import is_watched

KIND = "fingerprint"
SETTLE = 256  # files between two writings: what an interruption loses


def fingerprints(paths: Iterable[str]) -> list[np.ndarray]:
    """Fingerprint of each file, (frames,) uint32; empty for what cannot be compared or decoded.

    Decodes files that are new or changed, in threads, with a progress bar.
    """
    names = {path: identity(path) for path in paths}
    kept = {name: np.frombuffer(bits, dtype="<u4") for name, bits in recall(KIND).items()}
    missing = [path for path, name in names.items() if name not in kept]
    bar = tqdm(total=len(missing), desc="Comparing recordings", unit="file", disable=not (missing and is_watched()))
    with bar, Parallel(n_jobs=-1, prefer="threads") as several:
        for first in range(0, len(missing), SETTLE):
            batch = missing[first : first + SETTLE]
            made = {
                names[path]: bits for path, bits in zip(batch, several(map(delayed(_computed), batch)), strict=True)
            }
            remember(KIND, {name: bits.astype("<u4").tobytes() for name, bits in made.items()})
            kept |= made
            bar.update(len(batch))
    return [kept[name] for name in names.values()]


def _computed(path: str) -> np.ndarray:
    try:
        return acoustic_fingerprint(audio.load(path, RATE, SECONDS).waveform)
    except AudioError:  # whoever uses the whole file will say so
        return np.zeros(0, dtype=np.uint32)
