"""A run as values: what training hands over, and what lies on disk, read when it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from genrelib.runs.tables import check_tracks, read_embeddings, read_history, read_predictions
from genrelib.task import GENRES, TASKS, Task

# Names in declarations of older runs, and what they are called since a module got another name.
RENAMED = {"genrelib.networks.queried.LearnedQueryLstm": "genrelib.networks.learned_query_lstm.LearnedQueryLstm"}


@dataclass(frozen=True, eq=False)
class Result:
    """Results of a training, to be kept; `weights` are float tensors by name, for scikit-learn systems arrays.

    A network that is adopted has weights only: what is None is not kept.
    """

    info: dict
    history: pd.DataFrame | None
    predictions: pd.DataFrame | None
    tracks: pd.DataFrame | None
    valid: pd.DataFrame | None
    embeddings: dict[str, np.ndarray] | None
    weights: Mapping


@dataclass(frozen=True, eq=False)
class Run:
    """A run on disk. `provenance` is "shipped run" or "your run"; `info` is its run.json, checked.

    Tables and arrays are read when they are asked for; a broken one raises RunError, which names its file.
    """

    folder: Path
    provenance: str
    info: dict

    @property
    def system(self) -> str:
        return self.info["system"]

    @property
    def data(self) -> str:
        return self.info["data"]

    @property
    def split(self) -> str:
        return self.info["split"]

    @property
    def seed(self) -> int:
        return self.info["seed"]

    @property
    def classes(self) -> tuple[str, ...]:
        return tuple(self.info["classes"])

    @property
    def task(self) -> Task:
        """Task of the run; runs from before there were tags are about genres."""
        return TASKS[self.info.get("task", GENRES.name)]

    @property
    def categories(self) -> dict[str, list[str]]:
        """Tags of each category, as far as they are classes of the run; {} for genres."""
        known = {
            name: [tag for tag in tags if tag in self.classes] for name, tags in self.info.get("categories", {}).items()
        }
        return {name: tags for name, tags in known.items() if tags}

    @property
    def declaration(self) -> dict:
        """Front end, clip length (s), network and sizes of the system that made the run, as JSON values."""
        made_by = self.info["declaration"]
        return made_by | {"network": RENAMED.get(str(made_by["network"]), made_by["network"])}

    @property
    def metrics(self) -> dict:
        return self.info["metrics"]

    @property
    def partial(self) -> str:
        """Why the run was cut short; empty for a finished one."""
        return self.info["partial"]

    @property
    def adopted(self) -> dict[str, str]:
        """Provenance, licence, url and sha256 of the authors' own weights; {} for a run that was trained here."""
        return self.info.get("adopted", {})

    @property
    def left_out(self) -> tuple[str, ...]:
        """Tracks that were too short for the system, and neither learned nor tested."""
        return tuple(self.info.get("left_out", ()))

    @property
    def untested(self) -> tuple[str, ...]:
        """Labels that no test track has; none are known of older runs."""
        return tuple(self.info.get("untested", ()))

    @property
    def name(self) -> str:
        """`data/split/system/seed-n`: the run's address below its root."""
        return f"{self.data}/{self.split}/{self.system}/seed-{self.seed}"

    @property
    def linked(self) -> str:
        """The run's name in the explorer's links, which tells where it lies: `name@shipped` or `name@your`."""
        return f"{self.name}@{self.provenance.split()[0]}"

    @property
    def has_weights(self) -> bool:
        return any((self.folder / file).exists() for file in ("weights.safetensors", "model.npz"))

    @property
    def has_state(self) -> bool:
        """True if a training that was cut short can be gone on with, from where it was."""
        return (self.folder / "state.safetensors").exists()

    @property
    def has_answers(self) -> bool:
        """True if the run holds its predictions; of most systems one seed's answers are shipped, of others figures."""
        return (self.folder / "predictions.parquet").exists()

    @property
    def has_embeddings(self) -> bool:
        return (self.folder / "embeddings.npz").exists()

    @cached_property
    def predictions(self) -> pd.DataFrame:
        """One row per test clip: track, start (s), truth (or a boolean t_<tag> per tag), p_<label>; see `task.read`."""
        return read_predictions(self.folder / "predictions.parquet", self.task, self.classes, clips=True)

    @cached_property
    def tracks(self) -> pd.DataFrame:
        """One row per test track: as `predictions`, of the same tracks, without start."""
        table = read_predictions(self.folder / "tracks.parquet", self.task, self.classes, clips=False)
        check_tracks(self.folder / "tracks.parquet", table, self.predictions)
        return table

    @cached_property
    def valid(self) -> pd.DataFrame:
        """The same as `predictions`, for the validation part."""
        return read_predictions(self.folder / "valid.parquet", self.task, self.classes, clips=True)

    @cached_property
    def embeddings(self) -> dict[str, np.ndarray]:
        """`track` and `part` (tracks,), `vectors` (tracks, d), and what is true of them as `truth`, in newer runs."""
        return read_embeddings(self.folder / "embeddings.npz", self.task, self.classes)

    @cached_property
    def history(self) -> pd.DataFrame:
        """One row per epoch; none of a scikit-learn system, which is fitted in one call."""
        return read_history(self.folder / "history.csv")
