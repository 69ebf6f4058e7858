"""A file or bytes become a waveform: mono, float32, at any sample rate.

Conventions: waveforms are (samples,) float32, full scale ±1; times are in seconds, rates in Hz. Several channels are
averaged with equal weight, unless they cancel one another: then the loudest is read alone. Whatever is wrong with a
source is one `AudioError` that says what was expected, what came and what to do; no other exception leaves `load` for a
bad file. All sound of a source is read, or a sentence among the recording's `remarks` says what was not.
"""

from genrelib.audio.condition import Condition, centred
from genrelib.audio.cutting import clips, starts
from genrelib.audio.descriptors import Descriptors, describe
from genrelib.audio.errors import AudioError
from genrelib.audio.isolated import prepare
from genrelib.audio.loading import load, load_upload
from genrelib.audio.recording import Recording, whole
from genrelib.audio.resampling import resample

__all__ = [
    "AudioError",
    "Condition",
    "Descriptors",
    "Recording",
    "centred",
    "clips",
    "describe",
    "load",
    "load_upload",
    "prepare",
    "resample",
    "starts",
    "whole",
]
