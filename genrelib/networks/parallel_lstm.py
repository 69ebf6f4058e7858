"""An LSTM reads what two parallel branches of convolutions leave of a clip: over its time, or over the mini-batch."""

import math

import torch
from torch import Tensor, nn

from genrelib.networks.network import Network, Reading
from genrelib.networks.parallel import SLOPE, Branches, Link, kaiming_initialise, pooled


class ParallelLstm(Network):
    """The branches' maps as a sequence in time, and an LSTM that decides by its last state.

    The right branch keeps time and sets the steps. The left one has given most of it up: each of its few columns stands
    beside all the steps that it covers. With two `directions` one LSTM reads forwards and one backwards, and the
    decision is by what each holds at its end.
    Input (batch, bands, frames) of exactly the declared size; output (batch, classes) logits.
    Source: Pandey et al., section IX-B, which does not say what the LSTM is to run over; section X for two directions.
    """

    def __init__(
        self,
        *,
        bands: int,
        frames: int,
        widths: tuple[int, ...],  # feature maps of the convolutions
        left: tuple[Link, ...],
        right: tuple[Link, ...],
        slopes: tuple[float, ...],
        hidden: int,  # units in each direction
        layers: int,
        dropout: float,  # on what a layer hands upwards
        directions: int,  # 1 or 2
        classes: int,
    ):
        super().__init__()
        self.branches = Branches(widths=widths, left=left, right=right, slopes=slopes)
        inputs = widths[-1] * sum(pooled(bands, frames, links)[0] for links in (left, right))
        self.directions = directions
        self.lstm = nn.LSTM(inputs, hidden, layers, batch_first=True, dropout=dropout, bidirectional=directions == 2)
        self.activate = nn.LeakyReLU(SLOPE)
        self.classify = nn.Linear(directions * hidden, classes)
        self.apply(kaiming_initialise)

    def inspect(self, x: Tensor) -> Reading:
        _, (hidden, _) = self.lstm(self.steps(x))  # (layers * directions, batch, hidden)
        top = hidden[-self.directions :].transpose(0, 1).flatten(1)  # (batch, directions * hidden)
        return Reading(self.activate(top))

    def steps(self, x: Tensor) -> Tensor:
        """Input of the LSTM, (batch, steps, inputs)."""
        left, right = self.branches(x)  # (batch, widths[-1], bands, few), (batch, widths[-1], few, steps)
        left = left.repeat_interleave(right.shape[-1] // left.shape[-1], dim=-1)  # (batch, widths[-1], bands, steps)
        return torch.cat([left.flatten(1, 2), right.flatten(1, 2)], dim=1).transpose(1, 2)

    def last_convolutions(self) -> tuple[nn.Module, ...]:
        return self.branches.last_convolutions()


class LstmOverBatch(Network):
    """The same branches before an LSTM that takes the mini-batch for a sequence: the mistake that was published.

    `nn.LSTM` reads a matrix as ONE sequence without a batch, so the clip in row n is decided with the state that rows
    0 to n - 1 left behind, and the answer to a clip depends on who shares its batch and in what order. Where a test set
    is sorted by genre, that state says much about the genre. Alone in its batch, a clip meets the initial state.
    Input (batch, bands, frames) of exactly the declared size; output (batch, classes) logits.
    Source: Pandey et al., Figure 9 and their code.
    """

    reads_batch = True  # answers depend on the other clips of the batch: measuring must say how it made batches

    def __init__(
        self,
        *,
        bands: int,
        frames: int,
        widths: tuple[int, ...],
        left: tuple[Link, ...],
        right: tuple[Link, ...],
        slopes: tuple[float, ...],
        hidden: int,
        layers: int,
        dropout: float,
        classes: int,
    ):
        super().__init__()
        self.branches = Branches(widths=widths, left=left, right=right, slopes=slopes)
        places = sum(math.prod(pooled(bands, frames, links)) for links in (left, right))
        self.lstm = nn.LSTM(widths[-1] * places, hidden, layers, dropout=dropout)
        self.activate = nn.LeakyReLU(SLOPE)
        self.classify = nn.Linear(hidden, classes)
        self.apply(kaiming_initialise)

    def inspect(self, x: Tensor) -> Reading:
        maps = torch.cat([maps.flatten(1) for maps in self.branches(x)], dim=1)  # (batch, widths[-1] * places)
        states, _ = self.lstm(maps)  # (batch, hidden): the batch is read as time
        return Reading(self.activate(states))

    def last_convolutions(self) -> tuple[nn.Module, ...]:
        return self.branches.last_convolutions()
