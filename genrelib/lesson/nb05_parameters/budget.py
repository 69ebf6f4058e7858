"""Weights of the paper's networks, counted by the part that they are in."""

from dataclasses import replace

import pandas as pd
import torch

from genrelib.lesson.nb05_parameters.paper import PAPER
from genrelib.papers import choi2017
from genrelib.system import System

TOLERANCE = 0.02  # section 2.5
PARTS = {  # the name of a layer in our networks -> what a figure calls it
    "normalise": "normalisation of the input",
    "convolve": "convolutions",
    "connect": "connected layers",
    "gru": "GRU",
    "classify": "output",
}


def part_sizes(system: System) -> pd.Series:
    """Trained weights in each part of a network, for the paper's fifty tags."""
    with torch.device("meta"):  # weights are counted, not made
        network = system.build(choi2017.LABELS)
    sizes = dict.fromkeys(PARTS.values(), 0)
    for name, weight in network.named_parameters():
        sizes[PARTS[name.partition(".")[0]]] += weight.numel()
    return pd.Series(sizes, name="weights")


def narrowed(first: int, second: int) -> System:
    """A k2c1 with `first` maps in three convolutions, `second` in two and in both connected layers."""
    whole = PAPER.system("k2c1-0.25M")
    sizes = whole.sizes | {"widths": (first,) * 3 + (second,) * 2, "hidden": (second,) * 2}
    return replace(whole, name="choi2017/k2c1-of-my-own", sizes=sizes)


def with_kernel(size: str, frames: int) -> System:
    """A k1c2 whose kernels are so many frames long; the paper says 4."""
    whole = PAPER.system(f"k1c2-{size}")
    return replace(whole, sizes=whole.sizes | {"kernels": ((1, frames),) * 4})


def column(frames: int) -> pd.DataFrame:
    """The column of k1c2 in Table 1, counted for kernels of so many frames: stated, counted, deviation, convolutions.

    `deviation` is a share of the stated size, `convolutions` the share of the weights that are in them.
    """
    rows = {}
    for size, stated in choi2017.COUNT.items():
        sizes = part_sizes(with_kernel(size, frames))
        counted = int(sizes.sum())
        rows[size] = (stated, counted, counted / stated - 1, sizes["convolutions"] / counted)
    return pd.DataFrame.from_dict(
        rows, orient="index", columns=["stated", "counted", "deviation", "convolutions"]
    ).rename_axis("size")
