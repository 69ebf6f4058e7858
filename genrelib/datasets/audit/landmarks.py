"""Landmarks of a recording: pairs of spectral peaks, which encoders, gain and equalisers leave where they are.

A landmark is the frequency of a peak, the distance in frequency to one of the next peaks, and the time between them.
Two tracks that share many at one distance in time hold one recording; a few they share by chance. So landmarks propose
pairs, whatever the shift and however many tracks, and the bits of `acoustic` decide.
Source: A. Wang, An industrial-strength audio search algorithm, ISMIR 2003; coarser, with fewer peaks.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import scipy

from genrelib.datasets.acoustic import STEP

FRAME = 1024  # samples at RATE, 0.19 s; the hop is STEP
LOWEST, HIGHEST = 8, 480  # bins: 43 to 2,580 Hz
AROUND = (9, 25)  # frames and bins in which a peak is the highest
SECOND = 21  # frames
MOST = 15  # peaks of a second, the highest ones
NEXT = 5  # peaks that each one is paired with
FARTHEST = 64  # frames from a peak to the next, 3 s
WIDEST = 256  # bins
QUIETEST = 1e-6
LEAST = 4  # landmarks that two tracks share at one shift before their bits are compared
COMMON = 100  # tracks with a landmark, above which it tells nothing
HELD = 3_000_000  # landmarks in memory; of more tracks each gives a share, the same of all
SHIFTS = 1 << 17  # twice the largest time

Marks = np.ndarray  # (landmarks, 2) uint32: what it is, and the frame


def find_landmarks(waveform: np.ndarray) -> Marks:
    """Landmarks of a waveform (samples,) at RATE, in order of time: (landmarks, 2) uint32, name and frame."""
    if len(waveform) < FRAME:
        return np.zeros((0, 2), np.uint32)
    frames = np.lib.stride_tricks.sliding_window_view(waveform, FRAME)[::STEP]
    spectrum = np.abs(np.fft.rfft(frames * np.hanning(FRAME).astype(np.float32)))[:, LOWEST:HIGHEST]
    levels = np.maximum(spectrum, QUIETEST).astype(np.float32)
    time, bins = np.nonzero((levels == scipy.ndimage.maximum_filter(levels, AROUND)) & (levels > 10 * QUIETEST))
    kept = _highest(levels[time, bins], time // SECOND)
    time, bins = time[kept], bins[kept]
    named = [_paired(time, bins, after) for after in range(1, NEXT + 1)]
    return np.concatenate(named).astype(np.uint32)


def meetings(marks: Sequence[Marks]) -> Iterator[tuple[int, int, int]]:
    """Places of two tracks that may hold one recording, the first before the second, and how many frames it is later.

    The shift is that of the second track: the first's frame t is the second's t + shift. A pair may come several times.
    """
    names, times, owners = _together(marks)
    _, group, size = np.unique(names, return_inverse=True, return_counts=True)
    usual = size[group] <= COMMON
    names, times, owners = names[usual], times[usual], owners[usual]
    meeting = []
    for step in range(1, COMMON):
        first = np.flatnonzero((names[:-step] == names[step:]) & (owners[:-step] != owners[step:]))
        pair = owners[first] * len(marks) + owners[first + step]
        meeting.append(pair * SHIFTS + times[first + step] - times[first] + SHIFTS // 2)
    meetings_at, count = np.unique(np.concatenate(meeting), return_counts=True)
    beside = np.append((np.diff(meetings_at) == 1) * count[1:], 0)  # a shift between two frames is counted at both
    for place in meetings_at[count + beside >= LEAST]:
        pair, shift = divmod(int(place), SHIFTS)
        yield *divmod(pair, len(marks)), shift - SHIFTS // 2


def _highest(level: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Places of the MOST highest peaks of each second, in order; seconds ascend."""
    order = np.lexsort((-level, second))
    rank = np.arange(len(order)) - np.searchsorted(second, second[order])
    return np.sort(order[rank < MOST])


def _paired(time: np.ndarray, bins: np.ndarray, after: int) -> np.ndarray:
    later, wider = time[after:] - time[:-after], bins[after:] - bins[:-after]
    near = (later > 0) & (later < FARTHEST) & (np.abs(wider) < WIDEST)
    names = (bins[:-after] * 2 * WIDEST + wider + WIDEST) * FARTHEST + later
    return np.stack([names, time[:-after]], axis=1)[near]


def _together(marks: Sequence[Marks]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Name, frame and place of the track of each landmark of all tracks, in order of names, then of tracks."""
    share = -(-sum(map(len, marks)) // HELD)
    thin = [one[one[:, 0] % share == 0] if share > 1 else one for one in marks]
    owners = np.repeat(np.arange(len(marks)), [len(one) for one in thin])
    names, times = np.concatenate([np.zeros((0, 2), np.uint32), *thin]).T.astype(np.int64)
    order = np.lexsort((owners, names))
    return names[order], times[order], owners[order]
