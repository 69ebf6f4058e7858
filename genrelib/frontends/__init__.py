"""Front ends: immutable values that compute a network's features from a waveform.

`Samples`, `PowerSpectrogram`, `LogMel`, `HtkLogMel` and `Statistics` are frozen dataclasses: they compare, hash, print
and go to JSON by their fields. Each is called with waveforms (batch, samples) float32 at its `sample_rate`, computes on
their device, and has
- `shape(seconds)`: the shape of one clip's features, without the batch;
- `frames_per_second`: Hz of the time axis (the sample rate for Samples, 0 for Statistics, which have no time axis);
- `frequencies`: Hz of each row, low to high, empty where rows are not frequencies; `unit`: of the values;
- `quietest`: the value of silence, with which short features are filled up;
- `reference`: the reference of its values: none, the clip or the whole track;
- `drawn`: the front end that draws its picture for people.
`clips` is the one way from a track to the features of its clips, `spectrogram` the one way to a picture.
"""

from genrelib.frontends.excerpts import Clips, Spectrogram, clips, excerpt_frames, spectrogram
from genrelib.frontends.samples import Samples
from genrelib.frontends.scales import Decibels, Linear, NaturalLog, Reference, StretchedDecibels
from genrelib.frontends.spectra import GTZAN_LOGMEL, HtkLogMel, LogMel, PowerSpectrogram
from genrelib.frontends.statistics import Statistics

__all__ = [
    "GTZAN_LOGMEL",
    "Clips",
    "Decibels",
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
