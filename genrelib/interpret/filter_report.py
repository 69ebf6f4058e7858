"""Rows about a network's filters beside those of the same network untrained, and their sounds."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from genrelib import inference
from genrelib.frontends import FrontEnd
from genrelib.interpret.ascent import with_gradients
from genrelib.interpret.filter_sounds import filtered_noise, kernel_sounds
from genrelib.interpret.filters import Filters, first_weights, measure, response, spacing, stacks, tuning_curves
from genrelib.networks.network import Network

LOWEST = 40.0  # Hz of tones
TONES = 128  # equally far apart in Hz: of a random network the loudest tone is any of them
DEEPEST = 6  # maps that have three steps or more of a tone: further up nothing of it is left
SOUNDING = 40  # filters at most that are made to sound


def filter_rows(model: inference.Model, seed: int = 0) -> list[dict]:
    """A row for each layer, trained and untrained, that has places in Hz.

    run, weights ("trained" or "untrained"), layer, filters, `centre` and `bandwidth` (lists of the 10th, 50th and 90th
    percentile in Hz), and `mel`, `linear` and `widening` as in `Spacing`, None where undefined. [] of a network whose
    kernels are the same at every place of a spectrogram.

    Raises ValueError if the network has no gradients, or no first layer of samples or a spectrogram.
    """
    trained = with_gradients(model.network)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        untrained = model.system.build(len(model.run.classes))
    rows = []
    for name, network in (("trained", trained), ("untrained", untrained)):
        for layer, filters, lowest in _layers(network, model.system.frontend):
            even = spacing(filters, lowest, model.system.frontend.sample_rate / 2)
            rows.append(
                {
                    "run": model.run.name,
                    "weights": name,
                    "layer": layer,
                    "filters": len(filters.centres),
                    "centre": np.percentile(filters.centres, [10, 50, 90]).round(1).tolist(),
                    "bandwidth": np.percentile(filters.bandwidths, [10, 50, 90]).round(1).tolist(),
                    "mel": even.mel,
                    "linear": even.linear,
                    "widening": even.widening if np.isfinite(even.widening) else None,
                }
            )
    return rows


def filter_sound(model: inference.Model, seed: int = 0) -> np.ndarray:
    """Up to SOUNDING filters of the first layer in a row, (samples,) at the front end's rate, by rising centre.

    Raises ValueError as `filter_rows`, or if the front end's values determine no sound.
    """
    frontend = model.system.frontend
    chosen, _ = chosen_filters(model)
    if chosen.ndim == 2:
        return filtered_noise(chosen, frontend.sample_rate, seed)
    return kernel_sounds(frontend, chosen, seed)


def chosen_filters(model: inference.Model) -> tuple[Tensor, np.ndarray]:
    """Up to SOUNDING filters of the first layer by rising centre, and their centres in Hz, () where they have none.

    (filters, taps) of samples, else (filters, bands, frames). Raises ValueError as `filter_rows`.
    """
    frontend = model.system.frontend
    weights = first_weights(with_gradients(model.network), len(frontend.frequencies))
    filters = _measured(weights, frontend)
    order = np.arange(len(weights)) if filters is None else filters.order
    places = np.linspace(0, len(order) - 1, min(SOUNDING, len(order))).round().astype(int)
    return weights[order[places]], np.zeros(0) if filters is None else filters.centres[places]


def filter_pictures(model: inference.Model) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pictures of `chosen_filters`, (filters, rows, columns), Hz of the rows, () where they have none, and centres.

    Of samples the power that each filter lets through, in shares of its largest; else its weights.
    Raises ValueError as `filter_rows`.
    """
    chosen, centres = chosen_filters(model)
    frontend = model.system.frontend
    if chosen.ndim == 2:
        power, hz = response(chosen, frontend.sample_rate)
        return (power / power.max(axis=1, keepdims=True).clip(1e-12))[..., None], hz, centres
    hz = frontend.frequencies if chosen.shape[1] == len(frontend.frequencies) else np.zeros(0)
    return chosen.double().cpu().numpy(), hz, centres


def _layers(network: Network, frontend: FrontEnd) -> Iterator[tuple[str, Filters, float]]:
    """Name, filters and lowest possible centre of each layer that has places in Hz."""
    filters = _measured(first_weights(network, len(frontend.frequencies)), frontend)
    if filters is not None:
        yield "first weights", filters, 0.0
    tones = np.linspace(LOWEST, 0.98 * frontend.sample_rate / 2, TONES)
    for number, stack in enumerate(stacks(network)[:DEEPEST]):
        curves = tuning_curves(stack, frontend.sample_rate, tones)
        if stack and curves.any():
            yield f"maps {number + 1}, tones", measure(curves, tones), LOWEST


def _measured(weights: Tensor, frontend: FrontEnd) -> Filters | None:
    """Filters measured by what they let through; None of kernels that have no place of their own in Hz."""
    if weights.ndim == 2:
        return measure(*response(weights, frontend.sample_rate))
    if weights.shape[1] < len(frontend.frequencies):
        return None
    return measure(weights.clamp_min(0).square().sum(dim=2).double().numpy(), frontend.frequencies)
