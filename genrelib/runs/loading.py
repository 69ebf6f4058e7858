"""A run read from its folder, and its trained network."""

from pathlib import Path

import numpy as np

from genrelib import papers
from genrelib.networks import classical
from genrelib.runs.run import Run
from genrelib.runs.run_files import RunError
from genrelib.runs.schema import read_info
from genrelib.runs.tensors import read_arrays, read_weights
from genrelib.system import System, describe


def load(folder: Path, provenance: str = "your run") -> Run:
    """Read a run. Raises RunError if the folder holds none, or one that is not as training writes it."""
    return Run(folder, provenance, read_info(folder))


def existing(folder: Path) -> Run | None:
    """The run in a folder; None if there is none, or one that cannot be read and may be replaced."""
    try:
        return load(folder)
    except RunError:
        return None


def finished(folder: Path) -> bool:
    """Tell whether a run that was not cut short lies in the folder; one that cannot be read does not count."""
    run = existing(folder)
    return run is not None and not run.partial


def keep_finished(folder: Path, reason: str) -> None:
    """Raise ValueError if a partial run, cut short for this reason, would replace a finished one."""
    if finished(folder):
        raise ValueError(f"{folder} holds a finished run, and this one is partial ({reason}); name another --runs DIR")


def declaration(system: System) -> dict:
    """Parts that a checkpoint must agree on with the catalogue, as JSON values."""
    return describe({part: getattr(system, part) for part in ("frontend", "clip", "network", "sizes")})


def network(run: Run):
    """The trained network or scikit-learn pipeline of a run, ready to predict.

    Raises RunError if the run has no weights, or damaged ones, or was made by a system that the catalogue now declares
    otherwise.
    """
    system = papers.get(run.system)
    today = declaration(system)
    then = run.declaration
    changed = [f"{part}: {then.get(part)} then, {today[part]} today" for part in today if then.get(part) != today[part]]
    if changed:
        remedy = system.remedy if system.adopted else "train it again"
        raise RunError(f"{run.folder} was made by another {run.system}: {'; '.join(changed)}; {remedy}")
    if not run.has_weights:
        raise RunError(f"{run.folder} ships results without weights; choose another seed or train {run.system}")
    built = system.build(len(run.classes))
    if not system.is_network:
        clip = np.zeros((1, *system.frontend.shape(system.clip)), np.float32)
        pipeline = run.task.pipeline(built, len(run.classes))

        def restore(arrays: dict[str, np.ndarray]):
            return classical.tried(classical.restore(pipeline, arrays), clip, len(run.classes))

        return read_arrays(run.folder / "model.npz", restore)
    return read_weights(run.folder / "weights.safetensors", built).eval()
