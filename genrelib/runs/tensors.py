"""Weights of a run and state of a training on disk, never pickled."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from genrelib.atomic_file import FRESH, replace_file
from genrelib.runs.run_files import UNREADABLE, RunError, check_file, unpack_arrays


def save_state(folder: Path, tensors: Mapping, info: dict) -> None:
    """Keep training's state. Tensors and `info` are one file, so that a kill cannot part them.

    Raises OSError, as on a full disk; the state from before stays.
    """
    from safetensors.torch import save

    for left in folder.glob(f"state*{FRESH}*"):  # by a kill
        left.unlink()
    replace_file(folder / "state.safetensors", save(dict(tensors), metadata={"info": json.dumps(info)}))
    replace_file(folder / "state.json", json.dumps(info, indent=1).encode())  # a copy for people


def load_state(folder: Path) -> tuple[dict, dict] | None:
    """Tensors and info of an interrupted training, or None. Raises RunError if they are damaged."""
    from safetensors import SafetensorError, safe_open

    file = folder / "state.safetensors"
    if not file.exists():
        return None
    try:
        check_file(file)
        with safe_open(file, "pt") as content:
            tensors = {name: content.get_tensor(name) for name in content.keys()}  # noqa: SIM118
            info = json.loads((content.metadata() or {}).get("info", "null"))
    except (OSError, ValueError, SafetensorError) as reason:
        raise _broken(file, reason, "delete it and train without --resume") from reason
    if not isinstance(info, dict):
        raise _broken(file, "tensors without a history", "delete it and train without --resume")
    return tensors, info


def read_weights(file: Path, network):
    """The network with the weights of a file. Raises RunError unless they are all there, alone, finite and floats.

    Running variances, of which a square root is taken, must not be negative either.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        check_file(file)
        weights = load_file(file)
    except (OSError, ValueError, SafetensorError) as reason:
        raise _broken(file, reason) from reason
    for name, ours in network.state_dict().items():
        theirs = weights.get(name)
        if theirs is None or theirs.shape != ours.shape:
            got = "none" if theirs is None else tuple(theirs.shape)
            raise _broken(file, f"{name} of shape {got}, not {tuple(ours.shape)}")
        if theirs.is_floating_point() != ours.is_floating_point():
            raise _broken(file, f"{name} as {theirs.dtype}, not {ours.dtype}")
        if theirs.is_floating_point() and not theirs.isfinite().all():
            raise _broken(file, f"{name} with NaN or infinity")
        if name.endswith("running_var") and (theirs < 0).any():
            raise _broken(file, f"{name} below zero")
    extra = weights.keys() - network.state_dict().keys()
    if extra:
        raise _broken(file, f"{min(extra)}, which the network does not have")
    network.load_state_dict(weights)
    return network


def read_arrays(file: Path, restore: Callable[[dict[str, np.ndarray]], Any]) -> Any:
    """Whatever `restore` makes of a file's arrays. Raises RunError if they are damaged, or do not fit it."""
    try:
        arrays = unpack_arrays(file)
    except UNREADABLE as reason:
        raise _broken(file, reason) from reason
    for name, array in arrays.items():
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise _broken(file, f"{name} with NaN or infinity")
    try:
        return restore(arrays)
    except UNREADABLE as reason:
        raise _broken(file, reason) from reason


def write_weights(folder: Path, weights: Mapping) -> None:
    """Float tensors by name as safetensors, arrays of a scikit-learn system as .npz."""
    if all(isinstance(value, np.ndarray) for value in weights.values()):
        np.savez_compressed(folder / "model.npz", **weights)
        return
    from safetensors.torch import save

    (folder / "weights.safetensors").write_bytes(save({name: value.contiguous() for name, value in weights.items()}))


def _broken(file: Path, got: object, remedy: str = "get the file again, or train the run again") -> RunError:
    short = " ".join(str(got).split())[:120]
    return RunError(f"{file}: expected the weights that training wrote, got {short}; {remedy}")
