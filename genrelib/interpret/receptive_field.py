"""Receptive field: the input samples that one value of a layer may depend on."""

from dataclasses import dataclass

from torch import nn


@dataclass(frozen=True)
class ReceptiveField:
    """`samples` that one value depends on, those of padding counted, and the `step` in samples from one to the next."""

    samples: int
    step: int


def field_of(layers: nn.Module) -> ReceptiveField:
    """Receptive field of a row of layers along time: of its one-dimensional convolutions and maxima, in their order.

    A kernel of k adds k − 1 times the step so far, then a stride multiplies the step. Dilation is not known here.
    """
    samples = step = 1
    for layer in layers.modules():
        if isinstance(layer, nn.Conv1d | nn.MaxPool1d):
            kernel, stride = (
                size[0] if isinstance(size, tuple) else size for size in (layer.kernel_size, layer.stride)
            )
            samples += (kernel - 1) * step
            step *= stride
    return ReceptiveField(samples, step)


def _along_time(size: int | tuple[int, ...]) -> int:
    return size[0] if isinstance(size, tuple) else size
