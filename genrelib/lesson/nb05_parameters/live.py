"""Small taggers that learn while a class waits, and networks whose sense of time is disturbed."""

import copy
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import torch
from torch import Tensor, nn

from genrelib import evaluate, jukebox
from genrelib.datasets import Dataset
from genrelib.datasets.tagging import tagged
from genrelib.lesson.nb05_parameters.paper import PAPER
from genrelib.networks.network import Network
from genrelib.papers import choi2017
from genrelib.system import System

SMALL = {"widths": (16, 16, 16, 32, 32), "hidden": (32, 32)}  # k2c1 with a fifth of its weights
BLOCKS = 8  # of a clip, 3.6 s each
SEED = 5


def few_tagged(few: Dataset, genres: int) -> Dataset:
    """A few tracks of the jukebox, of its first genres, under their fifty tags. All thousand would take a while."""
    names = [tag for members in jukebox.TAGS.values() for tag in members]
    rows = {}
    for track in few.tracks.index[few.tracks.genre.isin(few.classes[:genres])]:
        genre, _, number = track.partition(".")
        true_tags = jukebox.tags(jukebox.piece(genre, int(number)))
        rows[track] = [tag in true_tags for tag in names]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=names).rename_axis("track")
    return replace(tagged(few, f"{few.name}-tags", table, jukebox.TAGS), sound_of=few.sound_of)


def small(network: type[Network]) -> System:
    """The paper's k2c1 with narrower layers, and this class for its network; it learns all the epochs it is given."""
    whole = PAPER.system("k2c1-0.1M")
    recipe = replace(choi2017.RECIPE, patience=None)
    return replace(whole, name="choi2017/small-k2c1", network=network, sizes=whole.sizes | SMALL, recipe=recipe)


def evened(network: nn.Module) -> nn.Module:
    """A copy of a network whose input normalisation treats all moments alike: each of its vectors becomes its mean."""
    network = copy.deepcopy(network)
    layer: Any = network.normalise
    with torch.no_grad():
        for vector in (layer.weight, layer.bias, layer.running_mean, layer.running_var):
            vector.fill_(float(vector.mean()))
    return network


def disturbed(features: Tensor) -> dict[str, Tensor]:
    """Features (clips, bands, frames) with their time in disorder: blocks in another order, or all of it backwards.

    Both hold the very same frames.
    """
    blocks = features.tensor_split(BLOCKS, dim=-1)
    order = np.random.default_rng(SEED).permutation(BLOCKS)
    return {
        f"{BLOCKS} blocks shuffled": torch.cat([blocks[number] for number in order], dim=-1),
        "backwards": features.flip(-1),
    }


def gain(
    change: str, truth: np.ndarray, before: np.ndarray, after: np.ndarray, tags: Sequence[str]
) -> dict[str, str | float]:
    """A row for `figures.gains`: the gain in mean AUC of one change, (tracks, tags) three times, over tracks."""
    row = evaluate.tag_gains(truth, before, after, tags).loc["all"]
    return {"change": change, "value": row.roc_auc, "low": row.roc_auc_low, "high": row.roc_auc_high}
