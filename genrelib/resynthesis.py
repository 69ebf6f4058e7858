"""Parts of a recording made audible: its short-time spectrum times a mask, back to sound with its own phases.

    region = box(seconds=(3.0, 5.5), hz=(80.0, 250.0))
    kept = only(waveform, sample_rate, region)
    rest = everything_but(waveform, sample_rate, region)    # kept + rest is the waveform, within rounding
    part, gain = levelled(kept, waveform, sample_rate)      # as loud as the whole, for ears

A mask is a function of axes, (bins,) Hz and (frames,) s, to shares in [0, 1] of shape (bins, frames): a box, a map on a
grid of its own, or what a map holds to be most important. Waveforms are mono, (samples,) float32, of half a second or
more; results have the same length. Long ones are worked on in blocks, so that memory does not grow with them.
"""

from collections.abc import Callable

import numpy as np
import torch
from scipy.ndimage import gaussian_filter, map_coordinates, median_filter  # type: ignore[attr-defined]

Mask = Callable[[np.ndarray, np.ndarray], np.ndarray]
Weigh = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]  # spectrum, Hz, s -> shares

WINDOW = 0.093  # s, to the nearest power of two in samples: 2048 at 22,050 Hz
SHORTEST = 0.5  # s
BLOCK = 30.0  # s that are worked on at once
CONTEXT = 64  # frames on both sides of a block: more than a window and half of a median
MEDIAN = 31  # frames, or bins, whose median tells a line of the spectrum
FADE = 0.02  # s over which a box begins and ends
SKIRT = 2.0  # bins over which a box begins and ends in Hz
SOUNDING = 0.01  # share of the loudest moment's amplitude, -40 dB, from which a moment sounds
MOMENT = 0.05  # s
FULL = 0.98  # largest sample of what is made louder
MOST_GAIN = 10.0  # 20 dB: a trace of sound stays one


def only(waveform: np.ndarray, sample_rate: int, mask: Mask) -> np.ndarray:
    """Keep of a waveform only what a mask lets through, at its own level.

    Raises ValueError for a waveform that is not mono, not finite, or shorter than SHORTEST.
    """
    return _weighted(waveform, sample_rate, lambda spectrum, hz, seconds: mask(hz, seconds))


def everything_but(waveform: np.ndarray, sample_rate: int, mask: Mask) -> np.ndarray:
    """Keep of a waveform all that a mask takes away, at its own level: with `only` it adds up to the waveform.

    Raises ValueError as `only` does.
    """
    return _weighted(waveform, sample_rate, lambda spectrum, hz, seconds: 1 - mask(hz, seconds))


def harmonic(waveform: np.ndarray, sample_rate: int) -> np.ndarray:
    """Keep what lasts in pitch: voices, strings, chords; with `percussive` it adds up to the waveform.

    Raises ValueError as `only` does.
    Source: D. Fitzgerald, Harmonic/percussive separation using median filtering, DAFx 2010; librosa's hpss agrees.
    """
    return _weighted(waveform, sample_rate, lambda spectrum, hz, seconds: lasting(np.abs(spectrum)))


def percussive(waveform: np.ndarray, sample_rate: int) -> np.ndarray:
    """Keep what is short and broad: drums, plucks, consonants; with `harmonic` it adds up to the waveform.

    Raises ValueError as `only` does. Source: as of `harmonic`.
    """
    return _weighted(waveform, sample_rate, lambda spectrum, hz, seconds: 1 - lasting(np.abs(spectrum)))


def lasting(level: np.ndarray) -> np.ndarray:
    """Share of each place of a magnitude spectrum (bins, frames) that lasts in pitch, one half of silence."""
    along, across = _median(level) ** 2, _median(level.T).T ** 2
    total = along + across
    return np.where(total > 0, along / np.where(total > 0, total, 1), 0.5)


def _median(level: np.ndarray) -> np.ndarray:
    """Median of each place and its neighbours in its row, MEDIAN together; at its ends a row is mirrored.

    All rows are one long line, each with its mirrored ends: scipy's filter of lines is ten times as fast as its filter
    of planes, and gives the same.
    """
    half = MEDIAN // 2
    rows = np.pad(level, ((0, 0), (half, half)), mode="symmetric")
    return median_filter(rows.ravel(), MEDIAN).reshape(rows.shape)[:, half:-half]


def box(seconds: tuple[float, float], hz: tuple[float, float] = (0.0, np.inf)) -> Mask:
    """Mask of a rectangle; at its edges it is one half, and it begins and ends over FADE s and SKIRT bins."""

    def mask(bins: np.ndarray, times: np.ndarray) -> np.ndarray:
        skirt = SKIRT * (bins[1] - bins[0])
        return _between(bins, hz, skirt)[:, None] * _between(times, seconds, FADE)

    return mask


def grid(values: np.ndarray, hz: np.ndarray, seconds: np.ndarray) -> Mask:
    """Mask of a map (rows, frames) in [0, 1] with axes of its own, straight lines between; its edges go on for ever.

    Raises ValueError if the axes do not fit or do not rise.
    """
    expected = (len(hz), len(seconds))
    if values.shape != expected or np.any(np.diff(hz) <= 0) or np.any(np.diff(seconds) <= 0):
        raise ValueError(f"map: expected shape {expected} over rising Hz and seconds, got {values.shape}")

    def mask(bins: np.ndarray, times: np.ndarray) -> np.ndarray:
        rows = np.interp(bins, hz, np.arange(len(hz)))
        columns = np.interp(times, seconds, np.arange(len(seconds)))
        places = np.meshgrid(rows, columns, indexing="ij")
        return map_coordinates(np.asarray(values, np.float32), places, order=1, mode="nearest")

    return mask


def moments(values: np.ndarray, seconds: np.ndarray) -> Mask:
    """Mask of a curve (frames,) in [0, 1] at these seconds, the same for all Hz: attention, or a map of samples."""
    return lambda bins, times: np.broadcast_to(np.interp(times, seconds, values), (len(bins), len(times)))


def salient(waveform: np.ndarray, sample_rate: int, importance: Mask, share: float) -> Mask:
    """Mask of the most important places of a waveform, which hold this share of its energy, about: its edges are soft.

    `importance` may have any scale, and is compared with itself only. Places alike in importance stay together, so
    that a map that is even keeps all.

    Raises ValueError for a share outside ]0, 1], and as `only` does.
    """
    if not 0 < share <= 1:
        raise ValueError(f"share: expected a share of the energy above 0, up to 1, got {share:g}")
    _check(waveform, sample_rate)
    power = np.abs(_spectrum(waveform, _n_fft(sample_rate))) ** 2
    hz, seconds = _axes(power, sample_rate, 0)
    weight = importance(hz, seconds)
    order = np.argsort(-weight, axis=None, kind="stable")
    energy = np.cumsum(power.ravel()[order], dtype=float)
    least = weight.ravel()[order[np.searchsorted(energy, share * energy[-1])]]
    kept = (weight >= least).astype(np.float32)
    return grid(gaussian_filter(kept, sigma=1.0, mode="nearest"), hz, seconds)


def levelled(part: np.ndarray, waveform: np.ndarray, sample_rate: int) -> tuple[np.ndarray, float]:
    """A part as loud as the waveform that it is of, and the gain in dB that this took.

    Both have the same root mean square over the moments that sound. The gain stays below MOST_GAIN, and the largest
    sample below FULL; silence stays silence.
    """
    loudness = _loudness(part, sample_rate)
    if loudness == 0:
        return part, 0.0
    gain = min(_loudness(waveform, sample_rate) / loudness, FULL / float(np.abs(part).max()), MOST_GAIN)
    return (gain * part).astype(np.float32), float(20 * np.log10(gain)) if gain > 0 else 0.0


def _loudness(waveform: np.ndarray, sample_rate: int) -> float:
    """Root mean square over the moments that sound, 0 of silence."""
    size = round(MOMENT * sample_rate)
    firsts = np.arange(0, len(waveform), size)
    counts = np.minimum(size, len(waveform) - firsts)
    power = np.add.reduceat(waveform.astype(float) ** 2, firsts) / counts
    return float(np.sqrt(power[power >= SOUNDING**2 * power.max()].mean()))


def _weighted(waveform: np.ndarray, sample_rate: int, weigh: Weigh) -> np.ndarray:
    _check(waveform, sample_rate)
    n_fft = _n_fft(sample_rate)
    hop = n_fft // 4
    context = CONTEXT * hop
    block = hop * round(BLOCK * sample_rate / hop)
    result = np.empty(len(waveform), np.float32)
    for first in range(0, len(waveform), block):
        begin = max(0, first - context)  # a whole number of hops, so that frames lie where they lie in the whole
        piece = waveform[begin : first + block + context]
        spectrum = _spectrum(piece, n_fft)
        weights = weigh(spectrum, *_axes(spectrum, sample_rate, begin)).astype(np.float32)
        sound = _sound(spectrum * weights, n_fft, len(piece))
        result[first : first + block] = sound[first - begin :][:block]
    return result


# By torch, which has no compiler to wait for at the first click, as librosa's inverse has.
def _spectrum(waveform: np.ndarray, n_fft: int) -> np.ndarray:
    samples = torch.from_numpy(np.ascontiguousarray(waveform, np.float32))
    window = torch.hann_window(n_fft)
    return torch.stft(samples, n_fft, n_fft // 4, window=window, pad_mode="constant", return_complex=True).numpy()


def _sound(spectrum: np.ndarray, n_fft: int, samples: int) -> np.ndarray:
    window = torch.hann_window(n_fft)
    return torch.istft(torch.from_numpy(spectrum), n_fft, n_fft // 4, window=window, length=samples).numpy()


def _axes(spectrum: np.ndarray, sample_rate: int, begin: int) -> tuple[np.ndarray, np.ndarray]:
    n_fft = _n_fft(sample_rate)
    hz = np.arange(len(spectrum)) * sample_rate / n_fft
    return hz, (begin + n_fft // 4 * np.arange(spectrum.shape[1])) / sample_rate


def _n_fft(sample_rate: int) -> int:
    return 2 ** round(np.log2(WINDOW * sample_rate))


def _between(values: np.ndarray, ends: tuple[float, float], skirt: float) -> np.ndarray:
    """1 between the ends, 0 beyond, and half a cosine's way across each of them."""
    inside = np.minimum(values - ends[0], ends[1] - values) / skirt
    return 0.5 + 0.5 * np.sin(np.pi * np.clip(inside, -0.5, 0.5))


def _check(waveform: np.ndarray, sample_rate: int) -> None:
    if waveform.ndim != 1 or not np.isfinite(waveform).all():
        raise ValueError(f"waveform: expected finite samples of shape (samples,), got {waveform.shape}; mix it to mono")
    if len(waveform) < round(SHORTEST * sample_rate):
        seconds = len(waveform) / sample_rate
        raise ValueError(f"waveform: expected {SHORTEST:g} s or more, got {seconds:.2f} s; take a longer stretch")
