"""Figures of notebook 01 that knobs redraw."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import torch
from torch import Tensor

from genrelib import interpret, plots
from genrelib.datasets import Dataset
from genrelib.frontends import PowerSpectrogram
from genrelib.lesson.dealing import dealt
from genrelib.lesson.results import value_at

SPAN = 60  # dB below the loudest that a picture shows
KEPT_APART = {"clip": "nothing, a song's clips go to both sides", "track": "songs", "artist": "artists"}


def window_and_hop(clip: np.ndarray, sample_rate: int, window: int, hop: float) -> go.Figure:
    """Spectrogram of a clip with a window of so many samples, and a hop that is a share of the window."""
    frontend = PowerSpectrogram(sample_rate, window, max(1, round(window * hop)))
    values = frontend.drawn(torch.from_numpy(clip)[None])[0].numpy()
    bands, frames = values.shape
    values = np.maximum(values - values.max(), -SPAN)
    title = (
        f"{frames} frames of {bands} bands: each hears {1000 * window / sample_rate:.0f} ms, "
        f"bands lie {sample_rate / window:.1f} Hz apart"
    )
    return plots.spectrogram(values, frontend.times(frames), frontend.frequencies, "dB", title)


def split_figure(data: Dataset, genre: str, table: pd.DataFrame, split: str) -> go.Figure:
    """Parts of a genre's clips under a split, with the accuracy of the LSTM with attention on it."""
    accuracy = value_at(table, "lstm-attention", split)
    result = f"<br>LSTM with attention: {accuracy.value:.1%} of the test clips" if accuracy else ""
    title = f"kept apart: {KEPT_APART[split]}{result}"
    return plots.parts(dealt(data, genre, split), title)


def attention_figure(features: Tensor, times: np.ndarray, query, clip: int) -> go.Figure:
    """Attention of a network over all clips (clips, bands, frames), and over the one of that number."""
    weights = interpret.weights(query, features)
    return plots.attention(weights, times, weights[clip])
