"""Weights of a run and state of a training on disk, never pickled."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np


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


def write_weights(folder: Path, weights: Mapping) -> None:
    """Float tensors by name as safetensors, arrays of a scikit-learn system as .npz."""
    if all(isinstance(value, np.ndarray) for value in weights.values()):
        np.savez_compressed(folder / "model.npz", **weights)
        return
    from safetensors.torch import save_file

    save_file({name: value.contiguous() for name, value in weights.items()}, folder / "weights.safetensors")
