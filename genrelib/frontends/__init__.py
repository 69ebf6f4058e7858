"""Front ends: immutable values that compute a network's features from a waveform.

`FrontEnd` is their contract; `Samples`, `PowerSpectrogram`, `LogMel`, `HtkLogMel` and `Statistics` fulfil it.
`clips` is the one way from a track to the features of its clips, `spectrogram` the one way to a picture.
"""

from genrelib.frontends.excerpts import Clips, Spectrogram, clips, excerpt_frames, spectrogram
from genrelib.frontends.front_end import FrontEnd
from genrelib.frontends.samples import Samples
from genrelib.frontends.scales import Decibels, Linear, NaturalLog, Reference, StretchedDecibels
from genrelib.frontends.spectra import GTZAN_LOGMEL, HtkLogMel, LogMel, PowerSpectrogram
from genrelib.frontends.statistics import Statistics

__all__ = [
    "GTZAN_LOGMEL",
    "Clips",
    "Decibels",
    "FrontEnd",
    "HtkLogMel",
    "Linear",
    "LogMel",
    "NaturalLog",
    "PowerSpectrogram",
    "Reference",
    "Samples",
    "Spectrogram",
    "Statistics",
    "StretchedDecibels",
    "clips",
    "excerpt_frames",
    "spectrogram",
]
