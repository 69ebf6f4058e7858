"""Layers of a network beside those that its training began with."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import torch

from genrelib import inference
from genrelib.frontends.mel_scale import slaney_mel
from genrelib.interpret.filters import Filters, first_weights, measure, response, spacing, stacks, tuning_curves
from genrelib.networks.network import Network

LOWEST = 40.0  # Hz of tones
TONES = 96  # equally far apart
PARTS = {
    "convolve": "convolution",
    "blocks": "convolution",
    "feedback": "feedback",
    "gru": "GRU",
    "cell": "GRU",
    "project": "fully connected",
    "classify": "answer",
}


def as_begun(model: inference.Model) -> inference.Model:
    """The model as it was before its training: the weights that its seed draws."""
    with torch.random.fork_rng():
        torch.manual_seed(model.run.seed)
        return replace(model, network=model.system.build(len(model.run.classes)).eval())


def likeness(model: inference.Model) -> pd.DataFrame:
    """Correlation of each layer's weights with those that its training began with: columns layer, correlation."""
    begun = dict(as_begun(model).network.named_parameters())  # type: ignore[attr-defined]
    number: Counter = Counter()
    rows = []
    for name, weights in model.network.named_parameters():  # type: ignore[attr-defined]
        if weights.ndim < 2:
            continue
        part = PARTS[name.partition(".")[0]]
        number[part] += 1
        pair = [values.detach().flatten().double().numpy() for values in (weights, begun[name])]
        rows.append({"layer": f"{part} {number[part]}", "correlation": float(np.corrcoef(*pair)[0, 1])})
    return pd.DataFrame(rows)


def tuned(network: Network, layer: int, sample_rate: int) -> Filters:
    """Filters of a SampleCNN by the tones that move its maps most, counted from 1; of 0 the first weights."""
    if layer == 0:
        return measure(*response(first_weights(network, 0), sample_rate))
    tones = np.linspace(LOWEST, 0.98 * sample_rate / 2, TONES)
    return measure(tuning_curves(stacks(network)[layer - 1], sample_rate, tones), tones)


def spacings(models: Mapping[str, inference.Model], chosen: Mapping[str, int]) -> pd.DataFrame:
    """Distances of filters' centres from equal steps in mel, as shares of the range: layers by name, models by name."""
    rate = next(iter(models.values())).system.frontend.sample_rate
    return pd.DataFrame(
        {
            name: {
                layer: spacing(tuned(model.network, number, rate), LOWEST if number else 0.0, rate / 2).mel  # type: ignore[arg-type]
                for layer, number in chosen.items()
            }
            for name, model in models.items()
        }
    )


def equal_in_mel(count: int, highest: float) -> np.ndarray:
    """Frequencies in Hz, (count,), in equal steps of mel from 0 to the highest."""
    grid = np.linspace(0, highest, 4096)
    place = (np.arange(count) + 0.5) / count
    return np.interp(place * slaney_mel(np.array([highest]))[0], slaney_mel(grid), grid)
