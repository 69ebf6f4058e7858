"""Acoustic fingerprints: bits that are nearly the same for one recording in two encodings, and not for two recordings.

A bit says if the difference of two neighbouring bands' levels rises or falls from one frame to the next; an encoder, a
low-pass, another level or an equaliser leave most of them as they are. Measured on 476 whole tracks of GTZAN: the 13
repetitions among them differ in 2 to 6 % of the bits, all other pairs in 46 % or more; the same song as mp3 of 128 and
32 kbit/s, as Opus, at 8 kHz, 40 ms late or 1 % faster in at most 1, 14, 15, 1, 23 and 24 %. A quarter of a second late
it is not found.
Source: J. Haitsma, T. Kalker, A highly robust audio fingerprinting system, ISMIR 2002; longer hops, other bands.
"""

from collections.abc import Iterator, Sequence

import numpy as np

RATE = 5512  # Hz
SECONDS = 15.0  # of a recording's beginning
SHORTEST = 5.0  # s: less has too few bits
BRIEFEST = 1.5  # s that two recordings overlap at a shift which landmarks propose
FRAME = 2048  # samples, 0.37 s
HOP = 512
STEP = 256  # samples between the frames of what is compared at any shift
BANDS = np.geomspace(300, 2000, 34)  # Hz: edges of 33 bands, all that an encoder keeps
QUIETEST = 1e-9  # power below which levels do not differ
ALIKE = 0.2  # mean distance of a frame's share of rising bits from a half, above which bands rise and fall together
SAME = 0.3  # share of the bits that differ, below which it is one recording
SHIFTS = (-1, 0, 1)  # hops that one may begin later than the other


def acoustic_fingerprint(waveform: np.ndarray) -> np.ndarray:
    """Fingerprint of the beginning of a waveform (samples,) at RATE: (frames,) uint32, a bit for each pair of bands.

    Empty for less than SHORTEST, and for sound without pitches, such as silence or a metronome.
    """
    if len(waveform) < SHORTEST * RATE:
        return np.zeros(0, dtype=np.uint32)
    levels = _levels(waveform[: round(SECONDS * RATE)], HOP)
    return _packed(np.diff(np.diff(levels, axis=1), axis=0) > 0)


def close_fingerprint(waveform: np.ndarray) -> np.ndarray:
    """Fingerprint of a whole waveform (samples,) at RATE, twice as many bits a second: (frames,) uint32, STEP apart.

    Two of them can be compared at any shift: it is off by half a STEP at most. Empty for what is shorter than two
    frames, and for sound without pitches.
    """
    if len(waveform) < 2 * FRAME:
        return np.zeros(0, dtype=np.uint32)
    rises = np.diff(_levels(waveform, STEP), axis=1)
    return _packed(rises[HOP // STEP :] > rises[: -(HOP // STEP)])


def shifted_difference(first: np.ndarray, second: np.ndarray, shift: int) -> float:
    """Share of the bits that differ where frame t of one fingerprint is frame t + shift of the other; 1 for no overlap.

    The smallest of the shifts within one frame.
    """
    return min(_overlap(first, second, near) for near in (shift - 1, shift, shift + 1))


def _overlap(first: np.ndarray, second: np.ndarray, shift: int) -> float:
    one, other = first[max(0, -shift) :], second[max(0, shift) :]
    count = min(len(one), len(other))
    if count * STEP < BRIEFEST * RATE:
        return 1.0
    return float(np.bitwise_count(one[:count] ^ other[:count]).sum() / (32 * count))


def _levels(waveform: np.ndarray, hop: int) -> np.ndarray:
    """Levels of the bands, (frames, bands)."""
    frames = np.lib.stride_tricks.sliding_window_view(waveform, FRAME)[::hop]
    power = np.abs(np.fft.rfft(frames * np.hanning(FRAME).astype(np.float32))) ** 2
    edges = np.searchsorted(np.fft.rfftfreq(FRAME, 1 / RATE), BANDS)
    return np.log(np.add.reduceat(power[:, : edges[-1]], edges[:-1], axis=1) + QUIETEST)


def _packed(rises: np.ndarray) -> np.ndarray:
    """A number for each frame (frames, 32); none if all bands rise and fall together."""
    if np.abs(rises.mean(axis=1) - 0.5).mean() > ALIKE:
        return np.zeros(0, dtype=np.uint32)
    return np.packbits(rises, axis=1).view(np.uint32)[:, 0]


def pairs(prints: Sequence[np.ndarray]) -> Iterator[tuple[int, int]]:
    """Pairs of places, the first before the second, whose fingerprints are of one recording; empty ones are of none.

    The time goes with the square of their number: two thousand take 3 s, ten thousand a minute and a half.
    """
    whole = [place for place, one in enumerate(prints) if len(one)]
    if not whole:
        return
    longest = max(len(prints[place]) for place in whole)
    lengths = np.array([len(prints[place]) for place in whole])
    table = np.stack([np.pad(prints[place], (0, longest - len(prints[place]))) for place in whole])
    for row, place in enumerate(whole[:-1]):
        others = table[row + 1 :]
        by_shift = [_differing(table[row], others, lengths[row], lengths[row + 1 :], shift) for shift in SHIFTS]
        differing = np.min(by_shift, axis=0)
        for near in np.flatnonzero(differing < SAME):
            yield place, whole[row + 1 + near]


def _differing(one: np.ndarray, others: np.ndarray, length: int, lengths: np.ndarray, shift: int) -> np.ndarray:
    """Share of the bits that differ from those of the others (rows, frames), as far as both last."""
    late, early = max(0, shift), max(0, -shift)
    count = len(one) - abs(shift)
    bits = np.bitwise_count(one[late : late + count] ^ others[:, early : early + count])
    common = np.minimum(length - late, lengths - early)
    bits[np.arange(count) >= common[:, None]] = 0
    return bits.sum(axis=1) / (32 * np.maximum(common, 1))
