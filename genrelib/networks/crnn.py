"""Networks whose convolutions turn a spectrogram into a few steps that a recurrent layer reads."""

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from genrelib.networks.blocks import KERAS_NORM, Standardise, keras_initialise


class Crnn(nn.Module):
    """Four convolutions pool the bands to one and the frames to a few steps; two GRU layers sum these up.

    Input (batch, bands, frames) of exactly the declared number of frames; output (batch, classes) logits. `padding`
    zeros come before and after the frames, so that the pools leave 15 steps of 1366 frames; without them it is 14.
    The first layer normalises each padded frame over batch and bands, with a scale and shift per frame: only so does
    the network have the number of parameters that its paper states.
    Source: Choi et al. 2017, section 2.4 and Table 1.
    """

    def __init__(
        self,
        *,
        bands: int,
        frames: int,
        padding: int,  # frames on each side
        widths: tuple[int, ...],  # feature maps of the convolutions
        pools: tuple[tuple[int, int], ...],  # bands, frames
        dropout: float,
        hidden: int,
        classes: int,
    ):
        super().__init__()
        self.padding = padding
        self.normalise = nn.BatchNorm1d(frames + 2 * padding, **KERAS_NORM)
        chain = zip((1, *widths[:-1]), widths, pools, strict=True)
        self.convolve = nn.Sequential(*[keras_block(*link, dropout) for link in chain])
        for across, _ in pools:
            bands //= across
        self.gru = nn.GRU(widths[-1] * bands, hidden, num_layers=2, batch_first=True)
        self.classify = nn.Linear(hidden, classes)
        self.apply(keras_initialise)

    def embed(self, x: Tensor) -> Tensor:
        x = pad(x, (self.padding, self.padding)).transpose(1, 2)  # (batch, frames, bands)
        maps = self.convolve(self.normalise(x).transpose(1, 2).unsqueeze(1))  # (batch, widths[-1], 1, steps)
        _, hidden = self.gru(maps.flatten(1, 2).transpose(1, 2))  # (2, batch, hidden)
        return hidden[-1]  # (batch, hidden)

    def forward(self, x: Tensor) -> Tensor:
        return self.classify(self.embed(x))  # (batch, classes)


def keras_block(inputs: int, outputs: int, pool: tuple[int, int], dropout: float) -> nn.Sequential:
    """Convolution that keeps the size, normalisation, ELU, maximum, dropout."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel_size=3, padding=1),
        nn.BatchNorm2d(outputs, **KERAS_NORM),
        nn.ELU(),
        nn.MaxPool2d(pool),
        nn.Dropout(dropout),
    )


class AttentionCrnn(nn.Module):
    """Convolutions read the spectrum, a bidirectional GRU reads time, learned attention says which moments count.

    Input (batch, bands, frames), any number of frames that the pools leave a step of; output (batch, classes) logits.
    A step of the attention lasts as many frames as the pools merge. Convolution, recurrence, then one vector is the
    order of Choi et al. 2017; weights over steps instead of the last state are Irvin et al.'s, with a learned query.
    """

    def __init__(
        self,
        *,
        bands: int,
        widths: tuple[int, ...],  # feature maps of the convolutions
        pools: tuple[tuple[int, int], ...],  # bands, frames
        hidden: int,  # units in each direction
        map_dropout: float,  # of whole feature maps
        state_dropout: float,  # before and after the GRU
        classes: int,
    ):
        super().__init__()
        self.standardise = Standardise(bands)
        chain = zip((1, *widths[:-1]), widths, pools, strict=True)
        blocks = nn.Sequential(*[pooled_block(*link, map_dropout) for link in chain])
        self.convolve = blocks.to(memory_format=torch.channels_last)  # twice as fast on a CPU
        for across, _ in pools:
            bands //= across
        self.dropout = nn.Dropout(state_dropout)
        self.gru = nn.GRU(widths[-1] * bands, hidden, batch_first=True, bidirectional=True)
        self.score = nn.Linear(2 * hidden, 1)
        self.classify = nn.Linear(2 * hidden, classes)

    def embed(self, x: Tensor) -> Tensor:
        states, weights = self.read(x)
        return self.dropout(torch.einsum("bsd,bs->bd", states, weights))  # (batch, 2 * hidden)

    def forward(self, x: Tensor) -> Tensor:
        return self.classify(self.embed(x))  # (batch, classes)

    def attention(self, x: Tensor) -> Tensor:
        """Weight of each step, (batch, steps), summing to one over steps."""
        return self.read(x)[1]

    def read(self, x: Tensor) -> tuple[Tensor, Tensor]:
        x = self.standardise(x).unsqueeze(1).contiguous(memory_format=torch.channels_last)
        maps = self.convolve(x)  # (batch, widths[-1], pooled bands, steps)
        states, _ = self.gru(self.dropout(maps.flatten(1, 2).transpose(1, 2)))  # (batch, steps, 2 * hidden)
        return states, self.score(states).squeeze(-1).softmax(dim=1)  # (batch, steps)


def pooled_block(inputs: int, outputs: int, pool: tuple[int, int], dropout: float) -> nn.Sequential:
    """Convolution that keeps the size, maximum, normalisation, ReLU, dropout of whole maps.

    The maximum comes first because it leaves less to normalise.
    """
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel_size=3, padding=1, bias=False),
        nn.MaxPool2d(pool),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
        nn.Dropout2d(dropout),
    )
