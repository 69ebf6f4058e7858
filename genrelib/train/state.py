"""State of a training, to end as an uninterrupted one: weights, average, optimiser, random generators."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import torch

from genrelib import runs
from genrelib.system_errors import explained
from genrelib.train.average import MovingAverage

COLUMNS = {"epoch", "train_loss", "valid_loss", "learning_rate", "seconds", "clips_per_second"}  # of the history


@dataclass(eq=False)
class State:
    """Training's state after `len(history)` epochs and `len(losses)` steps of the next.

    `best` holds the weights of the best epoch so far. Stage, schedule and patience are read off the history and need
    no state. All chance comes from the generator, dropout's from torch's own.
    """

    network: torch.nn.Module
    average: MovingAverage | None
    optimizer: torch.optim.Optimizer
    generator: torch.Generator
    made_for: dict  # declaration, recipe and data, as JSON values: state of anything else is refused
    best: dict[str, torch.Tensor] = field(default_factory=dict)
    history: list[dict] = field(default_factory=list)
    losses: list[torch.Tensor] = field(default_factory=list)  # of the epoch under way, one per step
    opening: torch.Tensor | None = None  # state of the generator when that epoch began

    @property
    def judged(self) -> torch.nn.Module:
        """The network that is validated and kept: the average where there is one."""
        return self.average.module if self.average else self.network

    def restart(self, optimizer: torch.optim.Optimizer) -> None:
        """Begin a new stage: from the best weights so far, with an optimiser that remembers nothing."""
        self.network.load_state_dict(self.best)
        self.judged.load_state_dict(self.best)
        self.optimizer = optimizer

    def end_epoch(self, row: dict) -> None:
        """Add an epoch's row to the history; the next epoch's losses begin."""
        self.history.append(row)
        self.losses = []

    def keep_best(self) -> None:
        """Hold what is judged now as the best weights so far."""
        self.best = {name: value.detach().clone() for name, value in self.judged.state_dict().items()}

    @contextmanager
    def drawing(self) -> Iterator[torch.Generator]:
        """The generator for what an epoch draws before its first step, drawn alike when it is gone on with midway."""
        here = self.generator.get_state()
        if not self.losses:
            self.opening = here
        self.generator.set_state(self.opening)
        yield self.generator
        if self.losses:
            self.generator.set_state(here)

    def save(self, folder: Path) -> None:
        """Replace what the folder holds of this training.

        Raises ValueError if it cannot be written, as on a full disk; what was there before stays.
        """
        tensors = _below("network", self.network.state_dict()) | _below("best", self.best)
        tensors |= _below("average", self.average.state_dict()) if self.average else {}
        for number, values in self.optimizer.state_dict()["state"].items():
            tensors |= _below(f"optimizer.{number}", values)
        tensors |= {"random.torch": torch.get_rng_state(), "random.generator": self.generator.get_state()}
        if torch.cuda.is_available():
            tensors["random.cuda"] = torch.cuda.get_rng_state()
        if self.losses:
            tensors |= _below("under_way", {"losses": torch.stack(self.losses), "opening": self.opening})
        try:
            runs.save_state(folder, on_host(tensors), {"history": self.history, "made_for": self.made_for})
        except OSError as reason:
            raise ValueError(
                f"{folder}: expected to keep the training's state, got {explained(reason)}; what was kept before "
                "stands, the same command with --resume then goes on from there"
            ) from reason

    def restore(self, folder: Path) -> None:
        """Take over what an earlier training left in the folder, if it left anything.

        Raises ValueError if that was a training of another system, recipe or data, or on another kind of device, whose
        chance cannot be gone on with here.
        """
        saved = runs.load_state(folder)
        if saved is None:
            return
        try:
            self._take_over(folder, *saved)
        except (AttributeError, IndexError, KeyError, RuntimeError, TypeError) as reason:
            raise runs.RunError(
                f"{folder / 'state.safetensors'}: expected the state of a training, got one that lacks or has too much "
                f"({' '.join(str(reason).split())[:80]}); delete it and train without --resume"
            ) from reason

    def _take_over(self, folder: Path, tensors: dict, info: dict) -> None:
        then = info["made_for"]
        changed = [part for part in self.made_for if then.get(part) != self.made_for[part]]
        if changed:
            raise ValueError(
                f"{folder}: expected the state of the same training, got one with another {' and '.join(changed)}; "
                "train without --resume, or delete state.safetensors there"
            )
        numbered = [row["epoch"] for row in info["history"] if row.keys() >= COLUMNS]
        if numbered != list(range(1, len(info["history"]) + 1)):
            raise KeyError("epochs")
        groups = {"best": {}, "under_way": {}}
        for name, value in tensors.items():
            group, _, rest = name.partition(".")
            groups.setdefault(group, {})[rest] = value
        here = self.generator.get_state()
        if groups["random"]["generator"].shape != here.shape:
            raise ValueError(
                f"{folder}: expected the state of a training on the same kind of device, CPU or GPU, got another's; "
                "go on there, or train without --resume"
            )
        self.network.load_state_dict(groups["network"])
        if self.average:
            self.average.load_state_dict(groups["average"])
        optimizer = self.optimizer.state_dict()
        for name, value in groups.get("optimizer", {}).items():
            number, key = name.split(".", 1)
            optimizer["state"].setdefault(int(number), {})[key] = value
        self.optimizer.load_state_dict(optimizer)
        torch.set_rng_state(groups["random"]["torch"])
        if torch.cuda.is_available() and "cuda" in groups["random"]:
            torch.cuda.set_rng_state(groups["random"]["cuda"])
        self.generator.set_state(groups["random"]["generator"])
        self.best, self.history = groups["best"], info["history"]
        device = next(self.network.parameters()).device
        self.losses = list(groups["under_way"].get("losses", torch.zeros(0)).to(device))
        self.opening = groups["under_way"].get("opening")


def on_host(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Contiguous copies in main memory; a GPU's come in one transfer per dtype, for each of which the host waits."""
    copies = {name: value.detach().clone().contiguous() for name, value in tensors.items() if not value.is_cuda}
    for dtype in {value.dtype for value in tensors.values() if value.is_cuda}:
        group = {name: value.detach() for name, value in tensors.items() if value.is_cuda and value.dtype == dtype}
        landed = torch.cat([value.reshape(-1) for value in group.values()]).cpu()
        parts = landed.split([value.numel() for value in group.values()])
        copies |= {name: part.view(group[name].shape) for name, part in zip(group, parts, strict=True)}
    return copies


def _below(group: str, tensors: dict) -> dict[str, torch.Tensor]:
    return {f"{group}.{name}": value for name, value in tensors.items() if value is not None}
