"""Recipes: the ways in which a system comes by what it knows, each a kind of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import ClassVar


class Monitor(Enum):
    """A figure of the validation part that chooses the epoch to keep, and ends a training that gains no more."""

    SCORE = auto()  # accuracy for genres, mean ROC-AUC for tags; more is better
    LOSS = auto()  # less is better


@dataclass(frozen=True)
class Recipe:
    """The way to train a network, beyond what it is.

    `optimizer` is called as `optimizer(parameters, lr=learning_rate)`. An entry of `augment` is called as
    `augment(features, targets, generator)` and returns both, the targets being class probabilities (batch, classes).
    """

    optimizer: Callable  # parameters, lr -> torch.optim.Optimizer
    learning_rate: float
    batch: int  # clips per step
    epochs: int  # at most
    clip_norm: float | None = None  # global norm the gradient is cut to
    patience: int | None = None  # epochs without gain allowed (`monitor` says of what); None: the last one stays
    monitor: Monitor = Monitor.SCORE
    stages: int = 1  # times that patience may run out: all but the last go on from the best weights at a lower rate
    stage_factor: float = 0.2  # on the learning rate, from stage to stage
    l1: float = 0.0  # factor on the sum of all absolute weights, biases spared, in what is minimised
    augment: tuple[Callable, ...] = ()  # applied to training batches in this order
    schedule: Callable[[float], float] | None = None  # progress in [0, 1] -> factor on the learning rate
    average: float | None = None  # decay per step of a moving average of the weights, which is what is kept
    crop: float | None = None  # seconds of the excerpts drawn from anywhere in a track each epoch; None: the grid
    standardise: tuple[str, ...] = ("train",)  # parts whose mean and deviation the first layer takes; more of them leak
    overlap: float = 0.0  # of neighbouring clips on the training grid, in [0, 1)
    limit: int | None = None  # the first clips of each track that are used; None uses all
    draw: int | None = None  # clips of each track that are used, drawn from its grid once and for all seeds; None: all
    watch: int = 1  # epochs from one look at the validation part to the next; the last epoch is always looked at
    label_smoothing: float = 0.0  # share of the target spread over all classes
    repeatable: ClassVar[bool] = False  # another seed gives another network


@dataclass(frozen=True)
class FittedAtOnce:
    """The way of scikit-learn's systems: one call over all clips of the training part, without epochs or chance."""

    epochs: ClassVar[int] = 0
    overlap: ClassVar[float] = 0.0  # the clips are those of the plain grid, all of them
    limit: ClassVar[None] = None
    draw: ClassVar[None] = None
    crop: ClassVar[None] = None
    repeatable: ClassVar[bool] = True  # another seed gives the same


@dataclass(frozen=True)
class Adopted:
    """In place of a recipe: others trained the network and released its weights, which `adopt` reads.

    `read` takes the content of the file and gives weights by the names of the system's network.
    """

    provenance: str  # whose weights, from which data, how good by whose account: a sentence without its full stop
    licence: str
    url: str  # of the file
    sha256: str  # of its content, in hexadecimal digits
    read: Callable[[bytes], dict]
    data: str  # name of the data set that they learned from
    tags: tuple[str, ...]  # in the order of the outputs
    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of tags; {} where their data have none
