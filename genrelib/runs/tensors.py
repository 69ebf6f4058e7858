"""Weights of a run and state of a training on disk, never pickled."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np


def save_state(folder: Path, tensors: Mapping, info: dict) -> None:
    """Keep training's state. Tensors and `info` are one file, so that a kill cannot part them.

    Raises OSError, as on a full disk; the state from before stays.
    """
    from safetensors.torch import save

    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("state.part*"):  # by a kill
        left.unlink()
    _replace(folder / "state.safetensors", save(dict(tensors), metadata={"info": json.dumps(info)}))
    _replace(folder / "state.json", json.dumps(info, indent=1).encode())  # a copy for people


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
    from safetensors.torch import save

    (folder / "weights.safetensors").write_bytes(save({name: value.contiguous() for name, value in weights.items()}))


def _replace(file: Path, content: bytes) -> None:
    fresh = file.with_name(f"state.part{os.getpid()}")
    try:
        with fresh.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())  # some file systems say only now that they are full
        os.replace(fresh, file)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
