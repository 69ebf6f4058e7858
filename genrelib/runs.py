"""Runs on disk: one system trained on one data set, split and seed, under `<root>/<data>/<split>/<system>/seed-<n>/`.

The only module that knows a run's files. Shipped runs lie in assets/runs, the user's own in `$GENRELIB_HOME/runs`.
Nothing is pickled: JSON, CSV, Parquet, NumPy arrays and safetensors.
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from genrelib import home, papers
from genrelib.networks import classical
from genrelib.system import describe
from genrelib.task import GENRES, TASKS, Task

SHIPPED = Path(__file__).resolve().parent.parent / "assets" / "runs"
TABLES = ("predictions", "tracks", "valid")
STRICTNESS = {"filtered": 2, "official": 2, "artist": 2, "stratified": 1, "track": 1}  # of splits; others leak


@dataclass(frozen=True, eq=False)
class Result:
    """What training hands over to be kept; `weights` are float tensors by name, for scikit-learn systems arrays."""

    info: dict
    history: pd.DataFrame
    predictions: pd.DataFrame
    tracks: pd.DataFrame
    valid: pd.DataFrame
    embeddings: dict[str, np.ndarray]
    weights: Mapping


@dataclass(frozen=True, eq=False)
class Run:
    """A run on disk. `provenance` is "shipped run" or "your run"; `info` is its run.json."""

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
        """What was asked; runs from before there were tags are about genres."""
        return TASKS[self.info.get("task", GENRES.name)]

    @property
    def categories(self) -> dict[str, list[str]]:
        """Tags of each category; {} for genres."""
        return self.info.get("categories", {})

    @property
    def metrics(self) -> dict:
        return self.info["metrics"]

    @property
    def partial(self) -> str:
        """Why the run was cut short; empty for a finished one."""
        return self.info["partial"]

    @property
    def name(self) -> str:
        """`data/split/system/seed-n`: the run's address below its root, and in the explorer's links."""
        return f"{self.data}/{self.split}/{self.system}/seed-{self.seed}"

    @property
    def has_weights(self) -> bool:
        return any((self.folder / file).exists() for file in ("weights.safetensors", "model.npz"))

    @cached_property
    def predictions(self) -> pd.DataFrame:
        """One row per test clip: track, start (s), truth (or a boolean t_<tag> per tag), p_<label>; see `task.read`."""
        return pd.read_parquet(self.folder / "predictions.parquet")

    @cached_property
    def tracks(self) -> pd.DataFrame:
        """One row per test track: as `predictions`, without start."""
        return pd.read_parquet(self.folder / "tracks.parquet")

    @cached_property
    def valid(self) -> pd.DataFrame:
        """As `predictions`, for the validation part."""
        return pd.read_parquet(self.folder / "valid.parquet")

    @cached_property
    def embeddings(self) -> dict[str, np.ndarray]:
        """`track` and `part` (tracks,), `vectors` (tracks, d), and what is true of them as `truth`, in newer runs."""
        with np.load(self.folder / "embeddings.npz", allow_pickle=False) as arrays:
            return dict(arrays)

    @cached_property
    def history(self) -> pd.DataFrame:
        return pd.read_csv(self.folder / "history.csv")


def address(root: Path, data: str, split: str, system: str, seed: int) -> Path:
    return root / data / split / system / f"seed-{seed}"


def roots() -> dict[Path, str]:
    """Where runs lie, and how a number from there is labelled."""
    return {SHIPPED: "shipped run", home() / "runs": "your run"}


def find(root: Path | None = None) -> list[Run]:
    """Every run below `root`, by default below both roots, in order of name."""
    places = roots() if root is None else {root: roots().get(root, "your run")}
    for place in places:
        _heal(place)
    files = [(file, provenance) for place, provenance in places.items() for file in sorted(place.glob("**/run.json"))]
    return [load(file.parent, provenance) for file, provenance in files if not file.parent.suffix]


def load(folder: Path, provenance: str = "your run") -> Run:
    """Read a run. Raises ValueError if the folder holds none."""
    try:
        info = json.loads((folder / "run.json").read_text())
    except (OSError, json.JSONDecodeError) as reason:
        raise ValueError(
            f"{folder}: expected a run with a readable run.json, found {type(reason).__name__}; "
            "name a folder that `python -m genrelib train` wrote"
        ) from reason
    return Run(folder, provenance, info)


def finished(folder: Path) -> bool:
    """Whether a run that was not cut short lies in the folder."""
    return (folder / "run.json").exists() and not load(folder).partial


def keep_finished(folder: Path, reason: str) -> None:
    """Raise ValueError if a partial run, cut short for this reason, would replace a finished one."""
    if finished(folder):
        raise ValueError(f"{folder} holds a finished run, and this one is partial ({reason}); name another --runs DIR")


def save(folder: Path, result: Result) -> Run:
    """Write a run at once: whoever looks, or kills us, sees the old folder or the new one.

    Raises ValueError if a partial run would replace a finished one.
    """
    if result.info["partial"]:
        keep_finished(folder, result.info["partial"])
    fresh = folder.with_suffix(f".part{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for table in TABLES:
        getattr(result, table).to_parquet(fresh / f"{table}.parquet", index=False, compression="zstd")
    result.history.to_csv(fresh / "history.csv", index=False)
    np.savez_compressed(fresh / "embeddings.npz", **result.embeddings)
    _write_weights(fresh, result.weights)
    if result.info["partial"]:
        for file in folder.glob("state.*"):  # so that training can go on
            shutil.copy2(file, fresh)
    (fresh / "run.json").write_text(json.dumps(result.info, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    _exchange(fresh, folder)
    return load(folder, roots().get(folder.parents[4], "your run"))


def declaration(system) -> dict:
    """What a checkpoint must agree on with the catalogue, as JSON values."""
    return describe({part: getattr(system, part) for part in ("frontend", "clip", "network", "sizes")})


def network(run: Run):
    """The trained network or scikit-learn pipeline of a run, ready to predict.

    Raises ValueError if the run has no weights, or was made by a system that the catalogue now declares otherwise.
    """
    system = papers.get(run.system)
    today, then = declaration(system), run.info["declaration"]
    changed = [f"{part}: {then.get(part)} then, {today[part]} today" for part in today if then.get(part) != today[part]]
    if changed:
        raise ValueError(f"{run.folder} was made by another {run.system}: {'; '.join(changed)}; train it again")
    if not run.has_weights:
        raise ValueError(f"{run.folder} ships results without weights; choose another seed or train {run.system}")
    built = system.build(len(run.classes))
    if system.recipe is None:
        with np.load(run.folder / "model.npz", allow_pickle=False) as arrays:
            return classical.restore(run.task.pipeline(built, len(run.classes)), dict(arrays))
    from safetensors.torch import load_file

    built.load_state_dict(load_file(run.folder / "weights.safetensors"))
    return built.eval()


def table(root: Path | None = None) -> pd.DataFrame:
    """One row per run: its name's parts, provenance, partial, folder, and the value of every metric it has."""
    rows = [
        {
            "paper": run.system.split("/")[0],
            "system": run.system,
            "data": run.data,
            "split": run.split,
            "seed": run.seed,
            "provenance": run.provenance,
            "partial": run.partial,
            "folder": str(run.folder),
        }
        | {metric: estimate["value"] for metric, estimate in run.metrics.items()}
        for run in find(root)
    ]
    return pd.DataFrame(rows)


def trust(run: Run) -> tuple:
    """How much this run's answer to an upload is worth, larger is better.

    Finished, shipped, on real music, of genres, most classes, the strictest split, then the validation score.

    Never the test accuracy: choosing by it would spoil it as an estimate.
    """
    return (
        not run.partial,
        run.provenance == "shipped run",
        "jukebox" not in run.data,
        run.task == GENRES,
        len(run.classes),
        STRICTNESS.get(run.split, 0),
        run.metrics[run.task.valid_metric]["value"] or 0.0,
    )


def best() -> Run | None:
    """The shipped run on real music that an upload meets by default; None if nothing is shipped."""
    able = [run for run in find(SHIPPED) if run.has_weights and not run.partial and "jukebox" not in run.data]
    return max(able, key=trust, default=None)


def save_state(folder: Path, tensors: Mapping, info: dict) -> None:
    """Keep training's state after an epoch. Tensors and `info` are one file, so that a kill cannot part them."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"state.part{os.getpid()}"
    save_file(dict(tensors), fresh, metadata={"info": json.dumps(info)})
    os.replace(fresh, folder / "state.safetensors")
    fresh.write_text(json.dumps(info, indent=1))  # a copy for people
    os.replace(fresh, folder / "state.json")


def load_state(folder: Path) -> tuple[dict, dict] | None:
    """Tensors and info of an interrupted training, or None."""
    from safetensors import safe_open

    if not (folder / "state.safetensors").exists():
        return None
    with safe_open(folder / "state.safetensors", "pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, json.loads(file.metadata()["info"])  # noqa: SIM118


def _write_weights(folder: Path, weights: Mapping) -> None:
    if all(isinstance(value, np.ndarray) for value in weights.values()):
        np.savez_compressed(folder / "model.npz", **weights)
        return
    from safetensors.torch import save_file

    save_file({name: value.contiguous() for name, value in weights.items()}, folder / "weights.safetensors")


def _exchange(fresh: Path, folder: Path) -> None:
    # A folder cannot be replaced in one step: between two renames the old one lies aside, and `_heal` brings it back.
    old = folder.with_suffix(".old")
    while fresh.exists():
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)
            os.replace(folder, old)
        try:
            os.replace(fresh, folder)
        except OSError:
            if not folder.exists():  # otherwise a reader healed it in between: aside with it again
                raise
    shutil.rmtree(old, ignore_errors=True)


def _heal(root: Path) -> None:
    for old in root.glob("**/seed-*.old"):
        if not old.with_suffix("").exists():
            os.replace(old, old.with_suffix(""))
