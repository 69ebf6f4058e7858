"""Filters that a network learned: its first weights, the tones that its layers prefer, and the spacing of these.

A filter is measured by its response over frequencies, (filters, frequencies): where it peaks, and how wide it is.
"""

from dataclasses import dataclass

import numpy as np
import torch
from scipy import stats
from torch import Tensor, nn

from genrelib.frontends.mel_scale import slaney_mel
from genrelib.networks.network import Network

N_FFT = 1024  # of a filter's response: filters are short, zeros follow
CONTENT = {nn.LSTM: slice(2, 3), nn.GRU: slice(2, 3), nn.RNN: slice(0, 1)}  # the part of the gates that is new content
PERIODS = 2187  # samples of a tone, 3 ** 7


@dataclass(frozen=True, eq=False)
class Filters:
    """Centre and equivalent rectangular bandwidth of each filter in Hz, (filters,), by rising centre; `order` sorts."""

    centres: np.ndarray
    bandwidths: np.ndarray
    order: np.ndarray


@dataclass(frozen=True)
class Spacing:
    """Distance of filters' centres from equal steps in mel and in Hz, as shares of the range in [0, 1].

    0: spaced so; centres that all lie at one end are 0.5 away. `widening` is the rank correlation of bandwidth with
    centre: mel bands widen, equal ones do not. The centres' own rank correlation with mel bands says nothing, since two
    sorted lists have a rank correlation of one.
    """

    mel: float
    linear: float
    widening: float


def first_weights(network: Network, bands: int) -> Tensor:
    """Weights of the layer that meets the input: (filters, taps) of samples, else (filters, bands, frames).

    Of a recurrent layer the part that writes new content, a frame long. A kernel may have fewer bands than the input.
    `bands` is 0 for samples.

    Raises ValueError if the first layer is none of these.
    """
    for layer in network.modules():
        if isinstance(layer, nn.Conv1d) and layer.in_channels == 1:
            return layer.weight.detach()[:, 0]
        if isinstance(layer, nn.Conv2d) and layer.in_channels == 1:
            return layer.weight.detach()[:, 0]
        if isinstance(layer, nn.RNNBase) and layer.input_size == bands:
            parts = layer.get_parameter("weight_ih_l0").detach().unflatten(0, (-1, layer.hidden_size))
            return parts[CONTENT[type(layer)]].flatten(0, 1)[..., None]
        if isinstance(layer, nn.Linear) and bands and layer.in_features % bands == 0:
            return layer.weight.detach().unflatten(1, (bands, -1))
        if isinstance(layer, nn.Conv1d | nn.Conv2d | nn.RNNBase | nn.Linear):
            break
    raise ValueError(
        f"expected a first layer that reads samples or a spectrogram, got none in {type(network).__name__}; choose "
        "another system"
    )


def response(taps: Tensor, sample_rate: int) -> tuple[np.ndarray, np.ndarray]:
    """Power that filters (filters, taps) let through, (filters, frequencies), and these frequencies in Hz."""
    power = torch.fft.rfft(taps.double(), n=max(N_FFT, taps.shape[1])).abs().square()
    count = max(N_FFT, taps.shape[1])
    return power.numpy(), np.fft.rfftfreq(count, 1 / sample_rate)


def tuning_curves(layers: nn.Module, sample_rate: int, frequencies: np.ndarray) -> np.ndarray:
    """Mean activation above rest of maps while a tone sounds, (maps, frequencies), none negative.

    `layers` read standardised samples (batch, 1, samples) and give maps (batch, maps, steps). A tone is as loud as the
    training clips are on average, rest is silence.
    """
    time = torch.arange(PERIODS) / sample_rate
    tones = torch.sin(2 * torch.pi * torch.from_numpy(frequencies).float()[:, None] * time)
    samples = torch.cat([torch.zeros(1, PERIODS), tones * 2**0.5])
    layers.eval()
    with torch.inference_mode():
        mean = layers(samples[:, None]).mean(dim=-1)  # (1 + frequencies, maps)
    return (mean[1:] - mean[0]).clamp_min(0).T.double().numpy()


def measure(power: np.ndarray, frequencies: np.ndarray) -> Filters:
    """Measure filters by their power (filters, frequencies); those that let nothing through are left out.

    The bandwidth is that of a rectangle as high as the peak which lets as much through.
    """
    alive = power.max(axis=1) > 0
    power = power[alive]
    peaks = power.argmax(axis=1)
    widths = np.gradient(frequencies)
    bandwidths = (power * widths).sum(axis=1) / power.max(axis=1)
    order = np.argsort(frequencies[peaks], kind="stable")
    return Filters(frequencies[peaks][order], bandwidths[order], np.flatnonzero(alive)[order])


def spacing(filters: Filters, lowest: float, highest: float) -> Spacing:
    """Compare the centres of filters with as many equal steps from `lowest` to `highest`, in Hz."""
    count = len(filters.centres)
    place = (np.arange(count) + 0.5) / count
    ends = slaney_mel(np.array([lowest, highest]))
    mel = (slaney_mel(filters.centres) - ends[0]) / (ends[1] - ends[0])
    linear = (filters.centres - lowest) / (highest - lowest)
    same = len(set(filters.centres)) < 2 or len(set(filters.bandwidths)) < 2
    widening = float("nan") if same else float(stats.spearmanr(filters.centres, filters.bandwidths).statistic)
    return Spacing(float(np.abs(mel - place).mean()), float(np.abs(linear - place).mean()), widening)


def stacks(network: Network) -> list[nn.Module]:
    """Beginnings of a network of samples, each up to its next rectified maps; [] of one without a row of them."""
    row = getattr(network, "convolve", None)
    if not isinstance(row, nn.Sequential) or not isinstance(row[0], nn.Conv1d):
        return []
    return [row[: place + 1] for place, part in enumerate(row) if isinstance(part, nn.ReLU | nn.Sequential)]
