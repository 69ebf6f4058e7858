"""Networks whose convolutions turn a spectrogram into a few steps that a recurrent layer reads."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from genrelib.networks.blocks import KERAS_NORM, FrameNorm, Standardise, keras_initialise
from genrelib.networks.network import Network, Reading
from genrelib.networks.timbre import Timbre


class Crnn(Network):
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
        self.normalise = FrameNorm(frames + 2 * padding, **KERAS_NORM)
        chain = zip((1, *widths[:-1]), widths, pools, strict=True)
        self.convolve = nn.Sequential(*[keras_block(*link, dropout) for link in chain])
        for across, _ in pools:
            bands //= across
        self.gru: Any = nn.GRU(widths[-1] * bands, hidden, num_layers=2, batch_first=True)
        self.classify = nn.Linear(hidden, classes)
        self.apply(keras_initialise)

    def inspect(self, x: Tensor) -> Reading:
        x = self.normalise(pad(x, (self.padding, self.padding)))  # (batch, bands, padded frames)
        maps = self.convolve(x.unsqueeze(1))  # (batch, widths[-1], 1, steps)
        _, hidden = self.gru(maps.flatten(1, 2).transpose(1, 2))  # (2, batch, hidden)
        return Reading(hidden[-1])  # (batch, hidden)


class BandCrnn(Crnn):
    """The same network with its input normalised per mel band, a scale and a shift for each.

    Input (batch, bands, frames); output (batch, classes) logits. The zeros before and after a clip count as sound here:
    they shift each band's statistics a little, and are not zeros any more when the convolutions read them.
    Source: the name of the first layer in the networks that Choi et al. released, "freq", taken at its word.
    """

    def __init__(self, *, bands: int, **sizes):
        super().__init__(bands=bands, **sizes)
        self.normalise = nn.BatchNorm1d(bands, **KERAS_NORM)


def keras_block(inputs: int, outputs: int, pool: tuple[int, int], dropout: float) -> nn.Sequential:
    """Convolution that keeps the size, normalisation, ELU, maximum, dropout."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel_size=3, padding=1),
        nn.BatchNorm2d(outputs, **KERAS_NORM),
        nn.ELU(),
        nn.MaxPool2d(pool),
        nn.Dropout(dropout),
    )


class AttentionCrnn(Network):
    """Convolutions read the spectrum, a GRU reads time, attention says which moments count; statistics stand beside.

    A few hundred songs teach the learned half the sound of their studios as much as the music, so half of what the
    classifier reads is fixed: how the sound is coloured and how it moves. In training an example loses one of the
    halves with probability `alone`, so that each must be able to decide by itself.

    Input (batch, bands, frames) in dB, any number of frames that the pools leave a step of; output (batch, classes)
    logits. A step of the attention lasts as many frames as the pools merge; it explains the learned half only.
    Convolution, recurrence, then one vector is the order of Choi et al. 2017; weights over steps instead of the last
    state are Irvin et al.'s, with a learned query.
    """

    attends = True

    def __init__(
        self,
        *,
        bands: int,
        widths: tuple[int, ...],  # feature maps of the convolutions
        pools: tuple[tuple[int, int], ...],  # bands, frames
        hidden: int,  # units of the GRU in each direction
        units: int,  # what the statistics are summed up in
        map_dropout: float,  # of whole feature maps
        state_dropout: float,  # before and after the GRU
        statistic_dropout: float,
        unit_dropout: float,
        alone: float,  # share of the training examples that keep one half only
        classes: int,
    ):
        super().__init__()
        self.standardise = Standardise(bands)
        self.timbre = Timbre(bands)
        chain = zip((1, *widths[:-1]), widths, pools, strict=True)
        self.convolve = nn.Sequential(*[pooled_block(*link, map_dropout) for link in chain])
        for across, _ in pools:
            bands //= across
        self.dropout = nn.Dropout(state_dropout)
        self.gru = nn.GRU(widths[-1] * bands, hidden, batch_first=True, bidirectional=True)
        self.score = nn.Linear(2 * hidden, 1)
        self.summarise = nn.Sequential(
            nn.BatchNorm1d(self.timbre.size, affine=False),
            nn.Dropout(statistic_dropout),
            nn.Linear(self.timbre.size, units, bias=False),
            nn.BatchNorm1d(units),
            nn.ReLU(),
            nn.Dropout(unit_dropout),
        )
        self.alone = alone
        self.classify = nn.Linear(2 * hidden + units, classes)

    def inspect(self, x: Tensor) -> Reading:
        scaled = self.standardise(x).unsqueeze(1).contiguous(memory_format=torch.channels_last)
        maps = self.convolve(scaled)  # (batch, widths[-1], pooled bands, steps)
        states, _ = self.gru(self.dropout(maps.flatten(1, 2).transpose(1, 2)))  # (batch, steps, 2 * hidden)
        weights = self.weigh(self.score(states).squeeze(-1).softmax(dim=1))  # (batch, steps)
        learned = self.dropout(torch.einsum("bsd,bs->bd", states, weights))  # (batch, 2 * hidden)
        measured = self.summarise(self.timbre(x))  # (batch, units)
        if self.training:
            learned, measured = self.part(learned, measured)
        return Reading(torch.cat([learned, measured], dim=1), weights)  # (batch, 2 * hidden + units)

    def part(self, learned: Tensor, measured: Tensor) -> tuple[Tensor, Tensor]:
        """Take one half from some examples and double the other, so that the logits keep their size."""
        chance = torch.rand(len(learned), 1, device=learned.device)
        deaf, blind = chance < self.alone / 2, chance >= 1 - self.alone / 2
        factor = 1.0 + (deaf | blind)
        return learned * ~deaf * factor, measured * ~blind * factor


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
