"""Damage to recordings: each function maps (samples,) float32 in [-1, 1] to the same, with the chance of its piece."""

import numpy as np
import scipy

from genrelib.jukebox.chance import Chance

RATE = 22_050  # Hz
CLIPPED = 0.12  # share of samples at full scale
FULL = np.float32(0.98)


def none(sound: np.ndarray, chance: Chance) -> np.ndarray:
    """Leave the sound unchanged."""
    return sound


def reissued(sound: np.ndarray, chance: Chance) -> np.ndarray:
    """Make it 4 dB softer, cut it above 4 kHz, round it to 8 bits."""
    duller = scipy.signal.sosfilt(scipy.signal.butter(4, 4000, fs=RATE, output="sos"), sound) * 10 ** (-4 / 20)
    return (np.rint(duller * 127) / 127).astype(np.float32)


def clipped(sound: np.ndarray, chance: Chance) -> np.ndarray:
    """Amplify it until 12 % of the samples are at full scale."""
    return np.clip(sound * (FULL / np.quantile(np.abs(sound), 1 - CLIPPED)), -FULL, FULL).astype(np.float32)


def dropouts(sound: np.ndarray, chance: Chance) -> np.ndarray:
    """Cut twenty gaps of 0.1 to 0.4 s into it."""
    left = sound.copy()
    for _ in range(20):
        start = chance.whole(0, len(sound) - RATE)
        left[start : start + chance.whole(RATE // 10, RATE * 2 // 5)] = 0
    return left


def noisy(sound: np.ndarray, chance: Chance) -> np.ndarray:
    """Add white noise as loud as the music."""
    return _together(sound, chance.noise(len(sound)))


def humming(sound: np.ndarray, chance: Chance) -> np.ndarray:
    """Add 50 Hz and its odd harmonics, as loud as the music."""
    time = np.arange(len(sound), dtype=np.float32) / RATE
    return _together(sound, sum(np.sin(2 * np.pi * 50 * odd * time) / odd for odd in (1, 3, 5, 7)))


def static(sound: np.ndarray, chance: Chance) -> np.ndarray:
    """Add noise three times as loud as the music in the first five seconds."""
    noise = chance.noise(len(sound)) * (np.arange(len(sound)) < 5 * RATE)
    return _together(sound, 3 * noise)


def _together(sound: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Mix both at equal loudness, as loud as the music was, and within full scale."""
    level = np.sqrt(np.square(sound).mean())
    mixture = sound + other * (level / np.sqrt(np.square(other).mean()))
    return (mixture * min(level / np.sqrt(np.square(mixture).mean()), FULL / np.abs(mixture).max())).astype(np.float32)
