"""The mixing desk: equaliser and room, compression, saturation, hiss, and a limiter."""

import numpy as np
import scipy

from genrelib.jukebox.chance import Chance
from genrelib.jukebox.mix import BANDS, Mix

BLOCK = 147  # samples, 1 / 150 s at 22,050 Hz: compressors look this often
QUIET = 10**-2  # of the loudest block: below, an instrument rests
WIDTH = 0.7  # octaves of an equaliser's band
POINTS = 512  # where the response is computed; between them it is straight
REACH = 12  # blocks before and after a peak that a limiter lowers with it


def loudness(sound: np.ndarray) -> float:
    """Root mean square of an instrument while it plays."""
    power = _blocks(sound, np.mean)
    playing = power > power.max() * QUIET**2
    return float(np.sqrt(power[playing].mean())) if playing.any() else 1.0


def recorded(band: np.ndarray, mix: Mix, sample_rate: int, chance: Chance) -> np.ndarray:
    """Mix a band as on an artist's record, (samples,) float32; the room's last echoes fall on the beginning."""
    room = np.zeros(len(band), np.float32)
    length = int(mix.room * sample_rate)
    decay = 10 ** (-3 * np.arange(length, dtype=np.float32) / length)
    room[:length] = chance.noise(length) * decay
    room *= np.float32(mix.wet / np.sqrt(np.square(room).sum()))
    room[0] += 1 - mix.wet
    sound = scipy.fft.irfft(
        scipy.fft.rfft(band) * scipy.fft.rfft(room) * _response(mix, len(band), sample_rate), len(band)
    )
    sound = _compressed(sound / loudness(sound), mix.squash)
    # 0.2: the music's peaks, some 14 dB above its loudness, reach the curve's knee.
    sound = np.tanh(sound * np.float32(0.2 * (0.05 + mix.drive))) / np.float32(0.2 * (0.05 + mix.drive))
    # Last of all, as on a disc or tape: saturation must not bring back what the medium cannot hold.
    sound = scipy.signal.sosfilt(_treble_cut(mix.high_cut, sample_rate), sound).astype(np.float32)
    sound += chance.noise(len(sound)) * np.float32(10 ** (-mix.hiss / 20) * np.sqrt(3))
    sound[_clicks(len(sound), mix.crackle / sample_rate, chance)] += np.float32(1.5)
    return sound


def levelled(sound: np.ndarray, decibels: float, crest: float) -> np.ndarray:
    """Set the root mean square (dB of full scale) and the crest factor, peak over root mean square (dB).

    Peaks are limited smoothly, none is cut off.
    """
    for _ in range(3):
        sound = sound / np.sqrt(np.square(sound).mean(dtype=np.float64)).astype(np.float32)
        sound = _limited(sound, np.float32(10 ** (crest / 20)))
    sound = sound * np.float32(10 ** ((decibels + crest) / 20) / np.abs(sound).max())
    return sound.astype(np.float32)


def _response(mix: Mix, samples: int, sample_rate: int) -> np.ndarray:
    """Factor by frequency of the equaliser: low cut of second order, tilt, bands."""
    grid = np.geomspace(15, sample_rate / 2, POINTS)
    octaves = np.log2(grid / 800)
    decibels = mix.tilt * octaves
    for center, gain in zip(BANDS, mix.bands, strict=True):
        decibels = decibels + gain * np.exp(-0.5 * (np.log2(grid / center) / WIDTH) ** 2)
    decibels -= 10 * np.log10(1 + (mix.low_cut / grid) ** 4)
    frequencies = scipy.fft.rfftfreq(samples, 1 / sample_rate)
    return np.interp(frequencies, grid, 10 ** (decibels / 20)).astype(np.float32)


def _treble_cut(edge: float, sample_rate: int) -> np.ndarray:
    """Second-order sections of a low-pass; an edge near half the sample rate cuts almost nothing."""
    return scipy.signal.butter(4, min(edge, 0.49 * sample_rate), fs=sample_rate, output="sos").astype(np.float32)


def _compressed(sound: np.ndarray, share: float) -> np.ndarray:
    """Take away a share of the loudness changes above the mean, in dB."""
    power = scipy.ndimage.uniform_filter1d(_blocks(sound, np.mean), 9)
    gain = np.maximum(power, 0.3) ** (-share / 2)
    return sound * _drawn_out(gain, len(sound))


def _limited(sound: np.ndarray, ceiling: np.float32) -> np.ndarray:
    peak = np.sqrt(scipy.ndimage.maximum_filter1d(_blocks(sound, np.max), REACH))
    gain = scipy.ndimage.uniform_filter1d(np.minimum(1, ceiling / np.maximum(peak, 1e-6)), REACH // 2)
    return np.clip(sound * _drawn_out(gain, len(sound)), -ceiling, ceiling)


def _blocks(sound: np.ndarray, summary) -> np.ndarray:
    return summary(np.square(np.pad(sound, (0, -len(sound) % BLOCK))).reshape(-1, BLOCK), axis=1)


def _drawn_out(gain: np.ndarray, samples: int) -> np.ndarray:
    """Interpolate a gain per block to every sample."""
    centers = np.arange(len(gain)) * BLOCK + BLOCK / 2
    return np.interp(np.arange(samples), centers, gain).astype(np.float32)


def _clicks(samples: int, probability: float, chance: Chance) -> list[int]:
    return [chance.whole(0, samples - 1) for _ in range(int(samples * probability))]
