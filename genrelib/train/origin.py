"""Origin of a run: the machine, the versions, the commit, and whether its training was cut short."""

import subprocess
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import torch

from genrelib.recipe import FittedAtOnce, Recipe


def describe_origin(device: torch.device) -> dict:
    """Device, versions and commit, as run.json holds them."""
    return {
        "device": _name(device),
        "versions": {name: version(name) for name in ("torch", "numpy", "scikit-learn", "librosa")},
        "commit": _commit(),
    }


def partial(recipe: Recipe | FittedAtOnce, history: pd.DataFrame, planned: int, ended: str) -> str:
    """Why a training ended before its recipe did; "" if it did not.

    Early stopping is part of the recipe: what it ended within the epochs that were asked for, `planned`, would have
    ended there anyway. `ended` is where the deadline ended it, "" nowhere.
    """
    if ended:
        return f"the time budget ended {ended}"
    if len(history) == planned < recipe.epochs:
        return f"{planned} of the recipe's {recipe.epochs} epochs were asked for"
    return ""


def _name(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"CPU, {torch.get_num_threads()} threads"


def _commit() -> str:
    try:
        answer = subprocess.run(
            ["git", "rev-parse", "--short=12", "HEAD"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return answer.stdout.strip()
