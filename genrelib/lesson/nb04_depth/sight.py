"""Patterns drawn into a spectrogram, and the maps that they leave in each branch of the shallow network."""

from dataclasses import replace

import numpy as np
import torch

from genrelib.lesson.mode import SEED
from genrelib.lesson.nb04_depth.report import REPORT
from genrelib.networks.parallel import ParallelCnn

SIDE = 80  # bands, and frames
BEAT = 20  # frames from stroke to stroke
TONES = (24, 30, 36, 30)  # bands of a melody, one a beat
LEFT, RIGHT = "left", "right"


def pattern(name: str, higher: int = 0, later: int = 0) -> np.ndarray:
    """A picture (bands, frames) of one of PATTERNS, moved by so many bands and frames; what leaves comes in again."""
    picture = np.zeros((SIDE, SIDE), np.float32)
    PATTERNS[name](picture)
    return np.roll(picture, (higher, later), axis=(0, 1))


def _tone(picture: np.ndarray) -> None:
    picture[30:32] = 1


def _beat(picture: np.ndarray) -> None:
    for frame in range(8, SIDE, BEAT):
        picture[:, frame : frame + 2] = 1


def _stroke(picture: np.ndarray) -> None:
    picture[:, 28:30] = 1


def _melody(picture: np.ndarray) -> None:
    for beat, band in enumerate(TONES):
        picture[band : band + 2, beat * BEAT : (beat + 1) * BEAT] = 1


def _sweep(picture: np.ndarray) -> None:
    frames = np.arange(SIDE)
    picture[frames, frames] = 1


PATTERNS = {
    "a held tone": _tone,
    "a beat": _beat,
    "one stroke": _stroke,
    "a melody": _melody,
    "a rising tone": _sweep,
}


def networks() -> dict[str, ParallelCnn]:
    """The untrained shallow network as published, and with the two branches' pools exchanged."""
    whole = REPORT.system("shallow")
    (tall, along), (square, across) = whole.sizes["left"][0], whole.sizes["right"][0]
    exchanged = whole.sizes | {"left": ((tall, across),), "right": ((square, along),)}
    made = {}
    for name, sizes in (("as published", whole.sizes), ("pools exchanged", exchanged)):
        torch.manual_seed(SEED)
        made[name] = replace(whole, sizes=sizes).build(10).eval()
    return made


def maps(network: ParallelCnn, picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Maps of the left and the right branch, (kernels, bands, frames) each."""
    with torch.no_grad():
        left, right = network.branches(torch.from_numpy(np.ascontiguousarray(picture))[None])
    return left[0].numpy(), right[0].numpy()


def change(before: np.ndarray, after: np.ndarray) -> float:
    """Share of two maps that is not in both, in [0, 1]: 0 for equal maps, 1 for maps that share nothing."""
    total = np.abs(before).sum() + np.abs(after).sum()
    return float(np.abs(before - after).sum() / total) if total else 0.0


def changes(network: ParallelCnn, before: np.ndarray, after: np.ndarray) -> dict[str, float]:
    """Share of each branch's maps that changes from one picture to another."""
    pairs = zip((LEFT, RIGHT), maps(network, before), maps(network, after), strict=True)
    return {name: change(first, second) for name, first, second in pairs}


def field(kernel: tuple[int, int], pool: tuple[int, int]) -> tuple[int, int]:
    """Bands and frames of the picture that one value behind a kernel and its pool depends on."""
    bands, frames = (length + step - 1 for length, step in zip(kernel, pool, strict=True))
    return bands, frames
