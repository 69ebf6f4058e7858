"""From a track to the features of its clips, and to a picture of the whole."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from genrelib import audio
from genrelib.frontends.front_end import FrontEnd
from genrelib.frontends.scales import Reference


@dataclass(frozen=True, eq=False)
class Clips:
    """Features of a track's clips: `features` (clips, …), `starts` (clips,) and the clip length `seconds` in s.

    `padded`: the track was shorter than a clip, and silence follows it.
    """

    features: Tensor
    starts: np.ndarray
    seconds: float
    padded: bool


@dataclass(frozen=True, eq=False)
class Spectrogram:
    """A picture: `values` (bands, frames) float32 in `unit`, `frequencies` (bands,) in Hz, `times` (frames,) in s.

    Frequencies and times are those of the middle of each band and frame.
    """

    values: np.ndarray
    frequencies: np.ndarray
    times: np.ndarray
    frames_per_second: float
    unit: str


def clips(frontend: FrontEnd, waveform: np.ndarray, seconds: float, overlap: float = 0.5) -> Clips:
    """Features of the clips of a track, the last one ending with it; a shorter track is padded with silence.

    (samples,) at the front end's sample rate -> (clips, *frontend.shape(seconds)). Track-referenced features are
    computed of the whole track and then cut, all others of each clip.

    Raises AudioError if the waveform is empty or not finite.
    """
    length = max(1, round(seconds * frontend.sample_rate))
    padded = len(waveform) < length
    if frontend.reference is not Reference.TRACK:
        cut = torch.from_numpy(audio.clips(waveform, seconds, frontend.sample_rate, overlap))
        first = audio.starts(len(waveform), length, overlap) / frontend.sample_rate
        return Clips(frontend(cut), first, seconds, padded)
    whole = audio.clips(waveform, max(seconds, len(waveform) / frontend.sample_rate), frontend.sample_rate)
    features = frontend(torch.from_numpy(whole[:1]))[0]  # (bands, frames)
    frames = excerpt_frames(frontend, seconds)
    first = audio.starts(features.shape[-1], frames, overlap)
    cut = torch.stack([features[:, start : start + frames] for start in first])
    # A frame is longer than a sample, so that the last clip may seem to end after the track.
    latest = max(0.0, len(waveform) / frontend.sample_rate - seconds)
    return Clips(cut, np.minimum(first / frontend.frames_per_second, latest), seconds, padded)


def excerpt_frames(frontend: FrontEnd, seconds: float) -> int:
    """Length of the time axis of a clip's features; 1 where there is none."""
    return frontend.shape(seconds)[-1] if frontend.frames_per_second else 1


def spectrogram(frontend: FrontEnd, waveform: np.ndarray) -> Spectrogram:
    """Draw a whole track as a front end reads it: (samples,) at its sample rate -> Spectrogram.

    Samples and Statistics have no bands: for them a log-mel spectrogram of 128 bands in decibels below the maximum. The
    power spectrogram is shown in decibels.

    Raises AudioError if the waveform is empty or not finite.
    """
    drawn = frontend.drawn
    whole = audio.clips(waveform, len(waveform) / drawn.sample_rate, drawn.sample_rate)
    values = drawn(torch.from_numpy(whole[:1]))[0].numpy()
    return Spectrogram(values, drawn.frequencies, drawn.times(values.shape[1]), drawn.frames_per_second, drawn.unit)
