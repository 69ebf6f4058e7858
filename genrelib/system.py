"""Declarations: a system, which is front end, network, clip length and recipe; and a study, which asks for several.

Everything here is data. A system is changed only by `dataclasses.replace`, built by `System.build`, and written into a
run by `describe`, which is how a checkpoint is later known to belong to today's declaration.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum, auto
from functools import partial
from typing import Any

import torch

from genrelib import evaluate
from genrelib.networks.counting import operations


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
    patience: int | None = None  # epochs without gain that are borne (`monitor` says of what); None: the last one stays
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


@dataclass(frozen=True)
class System:
    """A system of the catalogue: what it hears, what decides, how it learns, and what its paper says of it."""

    name: str  # "paper/short-name": catalogue key, results folder, address of its page
    row: str  # where the paper reports it: "Table 1, CRNN, 0.1M"
    clip: float  # seconds of audio per decision
    frontend: Callable  # waveform -> what the network reads; carries its sample rate
    network: Callable  # an nn.Module class or a function of networks.classical; called with `sizes` and classes
    sizes: dict[str, Any]
    recipe: Recipe | Adopted | None  # None: fitted in one call (scikit-learn)
    reported: dict[str, dict[str, float]] = field(default_factory=dict)  # data set -> metric -> the paper's figure
    parameters: int | None = None  # count the paper states, for `labels` classes; a test holds us within 2 % of it
    departs: str = ""  # where and why we differ from the paper; "" means nowhere we know
    labels: int = 10  # genres or tags that the paper tells apart
    # The clips' probabilities and their tracks' numbers -> the tracks', as in evaluate.summaries; None: the network is
    # step-wise and reads the whole track in one go, however long, and its last step answers.
    summary: Callable | None = evaluate.mean

    @property
    def adopted(self) -> bool:
        """True if the network is not trained here: its authors' weights are read."""
        return isinstance(self.recipe, Adopted)

    @property
    def remedy(self) -> str:
        """Words on how to get a network of the system."""
        if isinstance(self.recipe, Adopted):
            return f"`python -m genrelib adopt {self.name} FILE` reads its authors' weights, {self.recipe.url}"
        return f"`python -m genrelib train {self.name} --data NAME` trains one"

    def build(self, classes: int) -> Any:
        """A fresh network (nn.Module) or scikit-learn pipeline for `classes` labels, not trained.

        A network's kernels over two dimensions are channels-last, and where they lie so, maps follow: on a CPU it then
        trains 1.1 to 1.8 times as fast.
        """
        built = self.network(**self.sizes, classes=classes)
        return built.to(memory_format=torch.channels_last) if isinstance(built, torch.nn.Module) else built

    def count(self, classes: int) -> int | None:
        """Trainable parameters for `classes` labels; None for scikit-learn, which has none before it is fitted."""
        if self.recipe is None:
            return None
        return sum(weight.numel() for weight in self.build(classes).parameters() if weight.requires_grad)

    def operations(self, classes: int) -> int | None:
        """Floating-point operations of the forward pass over one clip; None for scikit-learn.

        Counted are the products of convolutions, linear and recurrent layers, a multiplication and its addition as
        two; not what costs little beside them, nor the front end. The count computes nothing: it is done on shapes.
        """
        if self.recipe is None:
            return None
        with torch.device("meta"):
            network = self.build(classes)
        return operations(network, self.frontend.shape(self.clip))


@dataclass(frozen=True)
class Study:
    """A table or figure of a paper as a set of runs: which systems, on what, measured how, and what the paper found.

    `procedure` says what of the figures is how they were got rather than the systems; `beside` and `stricter` are what
    is measured of that.
    """

    name: str  # "paper/table-or-figure"
    row: str  # as the paper calls it: "Table 2"
    systems: tuple[str, ...]  # names in the catalogue
    data: str  # name of the data set
    split: str  # name of its split
    metric: str  # of a run: "clip_accuracy", "track_accuracy", "roc_auc_macro"
    seeds: int  # runs per system
    reported: dict[str, float] = field(default_factory=dict)  # system -> the paper's figure
    order: tuple[tuple[str, ...], ...] = ()  # systems, best first, where the paper tells an order and no figures
    stand_ins: tuple[str, ...] = ()  # data sets that may be at hand in place of the paper's, the nearest first
    procedure: str = ""
    beside: tuple[str, ...] = ()  # metrics of the same runs that the published procedure would print
    stricter: tuple[str, ...] = ()  # splits that keep more apart than the study's: one seed of each row is run on them


def describe(value: Any) -> Any:
    """A declaration as what JSON can hold: equal declarations give equal descriptions, different ones different.

    A dataclass becomes an object with its `type`, an Enum member its name, a function or class its qualified name, a
    partial its function and arguments, a tuple a list.

    Raises TypeError for a value that has no name to be found again by, such as a lambda or an array.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, tuple | list):
        return [describe(item) for item in value]
    if isinstance(value, dict):
        return {str(key): describe(item) for key, item in value.items()}
    if isinstance(value, partial):
        return {
            "type": "partial",
            "function": describe(value.func),
            "positional": describe(value.args),
            "keywords": describe(value.keywords),
        }
    if is_dataclass(value) and not isinstance(value, type):
        return {"type": type(value).__name__} | {f.name: describe(getattr(value, f.name)) for f in fields(value)}
    name = getattr(value, "__qualname__", "<unnamed>")
    if "<" in name:
        raise TypeError(
            f"a declaration holds {value!r}, which has no name to be found again by; "
            "use a number, a tuple, a dataclass, or a function or class defined at the top of a module"
        )
    return f"{value.__module__}.{name}"
