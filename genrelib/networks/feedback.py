"""A network whose recurrent state turns its ears: what it has heard scales the maps of what it hears next."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from genrelib.networks.blocks import Standardise
from genrelib.networks.network import Network, Reading
from genrelib.networks.waveform import window_blocks, windows

SQUEEZE = 8  # maps per unit of a bottleneck


class FeedbackCrnn(Network):
    """A WindowCrnn in which the state after one window scales every map of the next, block by block.

    Input (batch, samples), any number from one window upwards; output (batch, steps, classes) logits, one per window.
    Every block but the first is followed by a scale in (0, 1) per map, the same for all of its length. Before the first
    window the state is zero, so the scale is what the feedback's biases make it.
    `feedback` is called with the units of the state and a block's maps: `one_layer` or `bottleneck`.
    Source: Kim & Nam 2019, section 2 and Figure 2, "TF-CRNN"; window and widths from the authors' later code.
    """

    def __init__(
        self,
        *,
        window: int,  # samples
        widths: tuple[int, ...],  # feature maps of the blocks
        dropout: float,
        hidden: int,
        feedback: Callable[[int, int], nn.Module],
        classes: int,
    ):
        super().__init__()
        self.window = window
        self.standardise = Standardise()
        self.blocks = window_blocks(widths)
        self.feedback = nn.ModuleList(feedback(hidden, maps) for maps in widths[1:])
        self.dropout = nn.Dropout(dropout)
        self.cell = nn.GRUCell(widths[-1], hidden)
        self.classify = nn.Linear(hidden, classes)

    def inspect(self, x: Tensor) -> Reading:
        free, fed = self.blocks[:2], self.blocks[2:]  # two blocks hear before any scale: more than half of the work
        hidden = x.new_zeros(len(x), self.cell.hidden_size)
        states, gates = [], []
        for part in windows(self.standardise(x), self.window):
            for maps in free(part).split(1, dim=1):  # (batch, 1, widths[1], length)
                scales = self.scales(hidden, len(states))
                maps = scaled(maps, scales[0])
                for block, scale in zip(fed, scales[1:], strict=True):
                    maps = scaled(block(maps), scale)
                hidden = self.cell(self.dropout(maps.amax(dim=(1, 3))), hidden)  # (batch, hidden)
                states.append(hidden)
                gates.append(scales)
        steps = tuple(torch.stack(block, dim=1) for block in zip(*gates, strict=True))
        return Reading(torch.stack(states, dim=1), gates=steps)  # (batch, steps, hidden)

    def scales(self, hidden: Tensor, step: int) -> list[Tensor]:
        """Scales of each fed block at a step, each (batch, maps); `interpret.feedback.fed` sets others."""
        return [scale(hidden) for scale in self.feedback]


def scaled(maps: Tensor, scale: Tensor) -> Tensor:
    """Every map times its scale: (batch, 1, maps, length), (batch, maps) -> as `maps`."""
    return maps * scale[:, None, :, None]


def one_layer(hidden: int, maps: int) -> nn.Sequential:
    """Scales by one linear layer: (batch, hidden) -> (batch, maps). Source: Kim & Nam 2019, section 2."""
    return nn.Sequential(nn.Linear(hidden, maps), nn.Sigmoid())


def bottleneck(hidden: int, maps: int) -> nn.Sequential:
    """Scales by two linear layers with an eighth of the maps between: (batch, hidden) -> (batch, maps).

    Source: the authors' later code.
    """
    squeezed = maps // SQUEEZE
    return nn.Sequential(nn.Linear(hidden, squeezed), nn.ReLU(), nn.Linear(squeezed, maps), nn.Sigmoid())
