"""Networks whose convolutions keep the size of a map, so that what shrinks a clip are the pools alone."""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from genrelib.networks.blocks import KERAS_NORM, FrameNorm, keras_initialise
from genrelib.networks.network import Network, Reading


class PooledCnn(Network):
    """Convolutions and pools shrink 29 s to a single instant; fully connected layers, if any, weigh what is left there.

    Input (batch, bands, frames) of exactly the declared size; output (batch, classes) logits. What such a network
    hears is the shape of its kernels: one band high, they follow each band through time and leave it to the connected
    layers to join the bands; as high as the map, the first one joins all bands at once; three high, the bands are
    joined little by little, and nothing may be left to connect. A kernel as high as its map leaves a single band; any
    other is padded with zeros, an even one with one more after than before.
    Source: Choi et al. 2017, sections 2.1 to 2.3 and Table 1.
    """

    def __init__(
        self,
        *,
        bands: int,
        frames: int,
        widths: tuple[int, ...],  # feature maps of the convolutions
        kernels: tuple[tuple[int, int], ...],  # bands, frames
        pools: tuple[tuple[int, int], ...],  # bands, frames
        hidden: tuple[int, ...],  # units of the fully connected layers
        classes: int,
    ):
        super().__init__()
        self.normalise: nn.BatchNorm1d = FrameNorm(frames, **KERAS_NORM)
        blocks = []
        for inputs, outputs, kernel, pool in zip((1, *widths[:-1]), widths, kernels, pools, strict=True):
            whole = kernel[0] == bands
            blocks.append(block(inputs, outputs, kernel, pool, whole))
            bands, frames = (1 if whole else bands) // pool[0], frames // pool[1]
        self.convolve = nn.Sequential(*blocks)
        units = (widths[-1] * bands * frames, *hidden)
        self.connect = nn.Sequential(*[connected(*link) for link in pairwise(units)])
        self.classify = nn.Linear(units[-1], classes)
        self.apply(keras_initialise)

    def inspect(self, x: Tensor) -> Reading:
        maps = self.convolve(self.normalise(x).unsqueeze(1))  # (batch, widths[-1], pooled bands, pooled frames)
        return Reading(self.connect(maps.flatten(1)))  # (batch, hidden[-1] or all of the maps)


class BandPooledCnn(PooledCnn):
    """The same network with its input normalised per mel band, a scale and a shift for each.

    Input (batch, bands, frames); output (batch, classes) logits.
    Source: the name of the first layer in the networks that Choi et al. released, "freq", taken at its word.
    """

    def __init__(self, *, bands: int, **sizes):
        super().__init__(bands=bands, **sizes)
        self.normalise = nn.BatchNorm1d(bands, **KERAS_NORM)


class WholeBands(nn.Conv2d):
    """A convolution whose kernels are as high as its maps: (batch, maps, bands, frames) -> (batch, maps, 1, frames).

    It goes over time alone, in one dimension, and bands are its maps. Written in two dimensions, it took an H200 eight
    times as long in bfloat16 as in float32, and a CPU 2.7 times as long as this.
    """

    def forward(self, x: Tensor) -> Tensor:
        maps = functional.conv1d(x.flatten(1, 2), self.weight.flatten(1, 2), self.bias).unsqueeze(2)
        return maps.contiguous(memory_format=torch.channels_last)


def block(inputs: int, outputs: int, kernel: tuple[int, int], pool: tuple[int, int], whole: bool) -> nn.Sequential:
    """Zeros around, convolution, normalisation, ELU, maximum; no zeros above a kernel that spans the `whole` height."""
    above = 0 if whole else kernel[0] // 2  # bands, and as many below
    before, after = (kernel[1] - 1) // 2, kernel[1] // 2
    convolution = WholeBands if whole and kernel[0] > 1 else nn.Conv2d
    return nn.Sequential(
        nn.ZeroPad2d((before, after, above, above)),
        convolution(inputs, outputs, kernel),
        nn.BatchNorm2d(outputs, **KERAS_NORM),
        nn.ELU(),
        nn.MaxPool2d(pool),
    )


def connected(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(inputs, outputs), nn.BatchNorm1d(outputs, **KERAS_NORM), nn.ELU())
