"""Declarations: a system, which is front end, network, clip length and recipe; and a study, which asks for several.

Everything here is data. A system is changed only by `dataclasses.replace`, built by `System.build`, and written into a
run by `describe`, which is how a checkpoint is later known to belong to today's declaration.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import partial
from typing import Any

import torch

from genrelib import evaluate
from genrelib.frontends import FrontEnd
from genrelib.networks.counting import operations
from genrelib.recipe import Adopted, FittedAtOnce, Recipe


@dataclass(frozen=True)
class System:
    """A system of the catalogue: what it hears, what decides, how it learns, and what its paper says of it."""

    name: str  # "paper/short-name": catalogue key, results folder, address of its page
    row: str  # where the paper reports it: "Table 1, CRNN, 0.1M"
    clip: float  # seconds of audio per decision
    frontend: FrontEnd  # waveform -> what the network reads; carries its sample rate
    network: Callable  # an nn.Module class or a function of networks.classical; called with `sizes` and classes
    sizes: dict[str, Any]
    recipe: Recipe | FittedAtOnce | Adopted
    reported: dict[str, dict[str, float]] = field(default_factory=dict)  # data set -> metric -> the paper's figure
    parameters: int | None = None  # count the paper states, for `labels` classes; a test holds us within 2 % of it
    departs: str = ""  # where and why we differ from the paper; "" means nowhere we know
    labels: int = 10  # genres or tags that the paper tells apart
    # The clips' probabilities and their tracks' numbers -> the tracks', as in evaluate.summaries; None: the network is
    # step-wise and reads the whole track in one go, however long, and its last step answers.
    summary: Callable | None = evaluate.mean

    @property
    def is_network(self) -> bool:
        """True for an nn.Module, False for a pipeline of scikit-learn."""
        return not isinstance(self.recipe, FittedAtOnce)

    @property
    def attends(self) -> bool:
        """True if the network weighs the moments of a clip, and can show how."""
        return getattr(self.network, "attends", False)

    @property
    def adopted(self) -> bool:
        """True if the network is not trained here: its authors' weights are read."""
        return isinstance(self.recipe, Adopted)

    @property
    def training(self) -> Recipe | FittedAtOnce:
        """The way in which the system is trained. Raises ValueError if it is adopted, and not trained here."""
        if isinstance(self.recipe, Adopted):
            raise ValueError(f"{self.name} is not trained here: {self.remedy}")
        return self.recipe

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
        """Trainable parameters for `classes` labels; None for scikit-learn, which has none before it is fitted.

        They are counted, not made.
        """
        if not self.is_network:
            return None
        return sum(weight.numel() for weight in self._shapes(classes).parameters() if weight.requires_grad)

    def operations(self, classes: int) -> int | None:
        """Floating-point operations of the forward pass over one clip; None for scikit-learn.

        Counted are the products of convolutions, linear and recurrent layers, a multiplication and its addition as
        two; not what costs little beside them, nor the front end. The count computes nothing: it is done on shapes.
        """
        if not self.is_network:
            return None
        return operations(self._shapes(classes), self.frontend.shape(self.clip))

    def _shapes(self, classes: int) -> torch.nn.Module:
        """A network without numbers."""
        with torch.device("meta"):
            return self.network(**self.sizes, classes=classes)


class Against(Enum):
    """Quantity that a figure draws its metric against."""

    PARAMETERS = "parameters"
    SECONDS = "seconds of training on 2,500 clips"
    CLIP = "seconds of a clip"


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
    against: Against | None = None  # where the paper's figure, or ours of its table, draws the metric against something
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
