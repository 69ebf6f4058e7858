"""Hand-made descriptors of timbre, harmony and loudness, summarised over time."""

import warnings
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from genrelib.frontends.scales import Reference
from genrelib.frontends.spectra import LogMel
from genrelib.frontends.threads import map_rows

# Descriptor and its number of dimensions, 74 in all.
DESCRIPTORS = {
    "chroma_cens": 12,
    "chroma_cqt": 12,
    "chroma_stft": 12,
    "mfcc": 20,
    "rms": 1,
    "spectral_bandwidth": 1,
    "spectral_centroid": 1,
    "spectral_contrast": 7,
    "spectral_rolloff": 1,
    "tonnetz": 6,
    "zero_crossing_rate": 1,
}
SUMMARIES = ("mean", "std", "skew", "kurtosis", "median", "min", "max")
N_FFT = 2048  # samples
HOP_LENGTH = 512  # samples
SEMITONES = {"bins_per_octave": 12, "n_octaves": 7}  # from C1; librosa's chroma now expects 36 bins unless told
SHORTEST = 1.0  # s: the constant-Q filter of C1 alone lasts half a second


@dataclass(frozen=True)
class Statistics:
    """Seven statistics over time of 74 descriptors: (batch, samples) -> (batch, 518), in the order of `columns`.

    Computed by librosa on the CPU, whatever the device of the input; shorter input is padded with zeros to one second.
    A statistic that silence leaves undefined is zero.
    Source: Defferrard, Benzi, Vandergheynst & Bresson, FMA: a dataset for music analysis, ISMIR 2017.
    """

    sample_rate: int = 22_050

    unit = ""
    reference = Reference.NONE
    frames_per_second = 0.0
    quietest = 0.0  # what silence leaves undefined

    def __call__(self, waveform: Tensor) -> Tensor:
        return map_rows(self._features, waveform.detach().cpu().float()).to(waveform.device)

    def _features(self, waveform: Tensor) -> Tensor:
        return torch.from_numpy(np.stack([self._summarise(samples) for samples in waveform.numpy()]))

    def shape(self, seconds: float) -> tuple[int]:
        return (len(self.columns),)

    @property
    def columns(self) -> tuple[str, ...]:
        """Name of each value, such as mfcc_mean_01."""
        return tuple(
            f"{name}_{summary}_{number:02d}"
            for name, dimensions in DESCRIPTORS.items()
            for summary in SUMMARIES
            for number in range(1, dimensions + 1)
        )

    @property
    def frequencies(self) -> np.ndarray:
        return np.zeros(0)

    @property
    def drawn(self) -> LogMel:
        return LogMel(self.sample_rate, N_FFT, HOP_LENGTH, n_mels=128, reference=Reference.TRACK)

    def _summarise(self, samples: np.ndarray) -> np.ndarray:
        from scipy import stats

        described = self._describe(samples)
        with warnings.catch_warnings(), np.errstate(invalid="ignore"):
            warnings.simplefilter("ignore", RuntimeWarning)  # the skew of a constant is undefined, hence nan_to_num
            parts = [
                summary(described[name], axis=1)
                for name in DESCRIPTORS
                for summary in (np.mean, np.std, stats.skew, stats.kurtosis, np.median, np.min, np.max)
            ]
        return np.nan_to_num(np.concatenate(parts), posinf=0.0, neginf=0.0).astype(np.float32)

    def _describe(self, samples: np.ndarray) -> dict[str, np.ndarray]:
        """Each descriptor over time, (dimensions, frames)."""
        import librosa
        from librosa import feature

        sound = np.pad(samples, (0, max(0, round(SHORTEST * self.sample_rate) - len(samples))))
        rate = self.sample_rate
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Trying to estimate tuning from empty frequency set")
            warnings.filterwarnings("ignore", message="n_fft=.* is too large")
            magnitude = np.abs(librosa.stft(sound, n_fft=N_FFT, hop_length=HOP_LENGTH))
            constant_q = np.abs(
                librosa.cqt(sound, sr=rate, hop_length=HOP_LENGTH, bins_per_octave=12, n_bins=84, tuning=None)
            )
            harmony = feature.chroma_cens(C=constant_q, **SEMITONES)
            mel = feature.melspectrogram(S=magnitude**2, sr=rate)
            return {
                "chroma_cens": harmony,
                "chroma_cqt": feature.chroma_cqt(C=constant_q, **SEMITONES),
                "chroma_stft": feature.chroma_stft(S=magnitude**2, sr=rate, n_chroma=12),
                "mfcc": feature.mfcc(S=librosa.power_to_db(mel), n_mfcc=20),
                "rms": feature.rms(S=magnitude, frame_length=N_FFT),
                "spectral_bandwidth": feature.spectral_bandwidth(S=magnitude, sr=rate),
                "spectral_centroid": feature.spectral_centroid(S=magnitude, sr=rate),
                "spectral_contrast": feature.spectral_contrast(S=magnitude, sr=rate, n_bands=6),
                "spectral_rolloff": feature.spectral_rolloff(S=magnitude, sr=rate),
                "tonnetz": feature.tonnetz(chroma=harmony),
                "zero_crossing_rate": feature.zero_crossing_rate(sound, frame_length=N_FFT, hop_length=HOP_LENGTH),
            }
