"""Parts of several networks: standardisation by the training features, normalisation, and the defaults of Keras."""

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

CLIPS = 32  # that are summed at a time, always the same: the sum's last bits depend on it
KERAS_NORM: dict[str, Any] = {
    "eps": 1e-3,
    "momentum": 0.01,
}  # Keras' momentum, 0.99, is the share of the old average; torch's, of the new


class Standardise(nn.Module):
    """Subtracts a mean and divides by a deviation, per band or (bands=1) one for all values.

    (batch, bands, frames) or, of waveforms and with one for all, (batch, samples) -> the same shape. Before `fit` it
    changes nothing. Mean and deviation are buffers: they travel with the weights.
    """

    def __init__(self, bands: int = 1):
        super().__init__()
        self.register_buffer("mean", torch.zeros(bands, 1))
        self.register_buffer("std", torch.ones(bands, 1))

    @torch.no_grad()
    def fit(self, features) -> None:
        """Take mean and deviation from the training features, shaped as in `forward`, summed in double precision.

        `features` is a tensor, or whatever else can be `split` into some clips at a time; that is done twice. A band
        that never changes is only centred: a deviation of zero becomes one.
        """
        mean = self.over_clips(features.split(CLIPS))
        variance = self.over_clips((x - mean).square() for x in features.split(CLIPS))
        self.mean.copy_(mean)
        self.std.copy_(torch.where(variance > 0, variance.sqrt(), 1.0))

    def over_clips(self, batches: Iterable[Tensor]) -> Tensor:
        """Mean over clips and frames, and over all bands where one number stands for all: -> the shape of `mean`."""
        total, count = 0.0, 0
        for x in batches:
            total = total + x.sum(dim=(0, -1), dtype=torch.float64)  # (bands,), of waveforms a single number
            count += len(x) * x.shape[-1]
        return (total / count).reshape(len(self.mean), -1).mean(dim=1, keepdim=True).float()

    def forward(self, x: Tensor) -> Tensor:
        return (x - self.mean) / self.std


def standardise(network: nn.Module, features) -> None:
    """Fit every Standardise of a network to features, as `Standardise.fit` takes them."""
    for layer in network.modules():
        if isinstance(layer, Standardise):
            layer.fit(features)


class FrameNorm(nn.BatchNorm1d):
    """Normalises each frame over batch and bands, with a scale and a shift per frame: (batch, bands, frames) -> same.

    Odd, since a frame means nothing by itself, and it ties the network to one length; but networks have been published
    with it. `nn.BatchNorm1d` as it is does the same for each band.
    """

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x.transpose(1, 2)).transpose(1, 2)


def keras_initialise(module: nn.Module) -> None:
    """Draw a layer's weights as Keras does by default; for `network.apply`, so once per layer.

    Convolutions and linear layers: Glorot uniform, biases zero. Recurrent layers: Glorot uniform from the input,
    orthogonal from the previous step, biases zero, but one for the LSTM's forget gate, so that it remembers at first.
    """
    if isinstance(module, nn.Linear | nn.Conv2d):
        nn.init.xavier_uniform_(module.weight)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    if isinstance(module, nn.RNN | nn.LSTM | nn.GRU):
        for name, weight in module.named_parameters():
            if name.startswith("weight_ih"):
                nn.init.xavier_uniform_(weight)
            elif name.startswith("weight_hh"):
                nn.init.orthogonal_(weight)
            else:
                nn.init.zeros_(weight)
    if isinstance(module, nn.LSTM):
        for layer in range(module.num_layers):
            forget = slice(module.hidden_size, 2 * module.hidden_size)  # torch's gates: input, forget, cell, output
            nn.init.ones_(module.get_parameter(f"bias_ih_l{layer}")[forget])
