"""Two branches look at the same spectrogram at once: the left keeps frequency and gives up time, the right the reverse.

The convolutions are Schindler, Lidy & Rauber's, Comparing Shallow versus Deep Neural Network Architectures for
Automatic Music Genre Classification, 2016, in the sizes of Pandey, Hossain & Bayraktar; `parallel_lstm` lets an LSTM
read what they leave. The first number of a kernel or pool counts bands, the second frames.
"""

import math

import torch
from torch import Tensor, nn

from genrelib.networks.network import Network, Reading, deepest_convolution

Link = tuple[tuple[int, int], tuple[int, int]]  # kernel and pool of one convolution

SLOPE = 0.3  # of the leaky activation, section V


class Branches(nn.Module):
    """Two chains of convolution, leaky activation and maximum, side by side.

    (batch, bands, frames) -> left and right maps, each (batch, widths[-1], pooled bands, pooled frames).
    Source: Pandey et al., sections IV and IX-A.
    """

    def __init__(
        self,
        *,
        widths: tuple[int, ...],  # feature maps of the convolutions
        left: tuple[Link, ...],
        right: tuple[Link, ...],
        slopes: tuple[float, ...],  # of the activation below zero, one per convolution; 0 is a plain ReLU
    ):
        super().__init__()
        self.left = branch(widths, left, slopes)
        self.right = branch(widths, right, slopes)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        x = x.unsqueeze(1)
        return self.left(x), self.right(x)

    def last_convolutions(self) -> tuple[nn.Module, ...]:
        """The deepest convolution of each branch."""
        return deepest_convolution(self.left) + deepest_convolution(self.right)


class ParallelCnn(Network):
    """Both branches' maps are flattened and laid end to end; one hidden layer weighs them.

    Input (batch, bands, frames) of exactly the declared size; output (batch, classes) logits.
    Source: Pandey et al., sections IV (shallow: one convolution a branch) and IX-A (deep: four).
    """

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
        dropout: float,
        classes: int,
    ):
        super().__init__()
        self.branches = Branches(widths=widths, left=left, right=right, slopes=slopes)
        places = sum(math.prod(pooled(bands, frames, links)) for links in (left, right))
        self.project = nn.Linear(widths[-1] * places, hidden)
        # The deep network's code drops before it activates. That is the same: a dropout scales by zero or more, and a
        # leaky activation lets such a factor through.
        self.activate = nn.Sequential(nn.LeakyReLU(SLOPE), nn.Dropout(dropout))
        self.classify = nn.Linear(hidden, classes)
        self.apply(kaiming_initialise)

    def inspect(self, x: Tensor) -> Reading:
        maps = torch.cat([maps.flatten(1) for maps in self.branches(x)], dim=1)  # (batch, widths[-1] * places)
        return Reading(self.activate(self.project(maps)))  # (batch, hidden)

    def last_convolutions(self) -> tuple[nn.Module, ...]:
        return self.branches.last_convolutions()


def branch(widths: tuple[int, ...], links: tuple[Link, ...], slopes: tuple[float, ...]) -> nn.Sequential:
    """The convolutions of one branch; each keeps the size of its input and is then divided by its pool."""
    chain = zip((1, *widths[:-1]), widths, links, slopes, strict=True)
    blocks = []
    for inputs, outputs, (kernel, pool), slope in chain:
        convolution = nn.Conv2d(inputs, outputs, kernel)
        blocks.append(nn.Sequential(same_padding(kernel), convolution, nn.LeakyReLU(slope), nn.MaxPool2d(pool)))
    return nn.Sequential(*blocks)


def same_padding(kernel: tuple[int, int]) -> nn.ZeroPad2d:
    """Zeros that make a convolution keep its input's size; an even kernel has one more after the map than before.

    Torch's `padding="same"` adds the same zeros, but warns about every even kernel, and most kernels here are even.
    """
    bands, frames = kernel
    return nn.ZeroPad2d(((frames - 1) // 2, frames // 2, (bands - 1) // 2, bands // 2))


def pooled(bands: int, frames: int, links: tuple[Link, ...]) -> tuple[int, int]:
    """Bands and frames that are left of a map after the pools of a branch, each rounded down."""
    for _, (across, along) in links:
        bands, frames = bands // across, frames // along
    return bands, frames


def kaiming_initialise(module: nn.Module) -> None:
    """Normal weights of variance 2 / inputs and zero biases for `network.apply`; an LSTM is left as torch draws it.

    Source: Pandey et al., section V.
    """
    if isinstance(module, nn.Linear | nn.Conv2d):
        nn.init.kaiming_normal_(module.weight)
        nn.init.zeros_(module.bias)
