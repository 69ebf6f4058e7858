"""Numbers that a listener would give words to: how fast, how loud, how bright, how long a sound is."""

from dataclasses import dataclass

import numpy as np

LEAST = 1.0  # s of sound that has a tempo
QUIET = 60.0  # dB below the loudest frame: what is quieter than this has no brightness of its own
FULL = 1e-6  # root mean square of silence: -120 dB


@dataclass(frozen=True)
class Descriptors:
    """Tempo (beats a minute), level (dB of full scale), brightness (Hz) and duration (s); NaN of what has none.

    `tempo` is a guess from onsets that is often half or twice the beat. `level` is the root mean square of the whole
    sound, a square wave of full scale being 0 dB. `brightness` is the mean spectral centroid of frames that sound.
    """

    tempo: float
    level: float
    brightness: float
    seconds: float


def describe(waveform: np.ndarray, sample_rate: int) -> Descriptors:
    """Describe a waveform (samples,), full scale ±1.

    Raises ValueError without a sample.
    Source: tempo as `librosa.feature.tempo`, the autocorrelation of onset strength; P. Grosche, M. Müller, F. Kurth,
    Cyclic tempogram, ICASSP 2010.
    """
    import librosa  # takes a second

    waveform = np.asarray(waveform, np.float32)
    if waveform.ndim != 1 or not len(waveform):
        raise ValueError(f"expected a waveform (samples,), got shape {waveform.shape}")
    seconds = len(waveform) / sample_rate
    root_mean_square = float(np.sqrt(np.mean(np.square(waveform, dtype=np.float64))))
    level = 20 * np.log10(max(root_mean_square, FULL))
    if root_mean_square <= FULL:
        return Descriptors(np.nan, level, np.nan, seconds)
    magnitude = np.abs(librosa.stft(waveform, n_fft=2048, hop_length=1024))
    centroid = librosa.feature.spectral_centroid(S=magnitude, sr=sample_rate)[0]
    energy = np.square(magnitude).sum(axis=0)
    sounding = energy > energy.max() * 10 ** (-QUIET / 10)
    return Descriptors(_tempo(waveform, sample_rate, seconds), level, float(centroid[sounding].mean()), seconds)


def _tempo(waveform: np.ndarray, sample_rate: int, seconds: float) -> float:
    import librosa

    strength = librosa.onset.onset_strength(y=waveform, sr=sample_rate)
    if seconds < LEAST or strength.max() <= 0:
        return np.nan
    return float(librosa.feature.tempo(onset_envelope=strength, sr=sample_rate)[0])
