"""A network asked about features of clips."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch

from genrelib.system import System
from genrelib.task import GENRES, Task

BATCH = 32  # clips answered at once


def reads_batch(network) -> bool:
    """True if a clip's answer depends on the other clips of its batch, as the network says of itself."""
    return isinstance(network, torch.nn.Module) and network.reads_batch


def together(system: System, network) -> int:
    """Clips of a data set that are answered at once: as many as in training if they influence one another."""
    return system.recipe.batch if reads_batch(network) else BATCH


@dataclass(frozen=True, eq=False)
class Outputs:
    """Answers of a network to clips: uncalibrated `probabilities` (clips, classes) float64, `embeddings` (clips, d)
    float32, and `attention` (clips, steps) float64, None if it does not attend."""

    probabilities: np.ndarray
    embeddings: np.ndarray
    attention: np.ndarray | None


def infer(network, batches: Iterable[torch.Tensor], task: Task = GENRES) -> Outputs:
    """Ask a network about batches of clips (clips, *shape), in one pass.

    Probabilities of a step-wise network are those after the last step. Of scikit-learn the decision values stand in
    place of embeddings.
    """
    if not isinstance(network, torch.nn.Module):
        rows = [x.cpu().numpy() for x in batches]
        embeddings = [network.decision_function(x).reshape(len(x), -1) for x in rows]
        return Outputs(np.concatenate([network.predict_proba(x) for x in rows]), np.concatenate(embeddings), None)
    network.eval()
    probabilities, embeddings, attention = [], [], []
    with torch.inference_mode():
        for x in batches:
            reading = network.inspect(x)
            probabilities.append(task.probabilities(network.classify(reading.embedding).double()))
            embeddings.append(reading.embedding)
            if reading.attention is not None:
                attention.append(reading.attention)
        return Outputs(
            torch.cat(probabilities).cpu().numpy(),
            torch.cat(embeddings).float().cpu().numpy(),
            torch.cat(attention).double().cpu().numpy() if attention else None,
        )


def probabilities(network, features, batch: int = BATCH, task: Task = GENRES) -> np.ndarray:
    """Uncalibrated probabilities (clips, classes) float64 of features, a tensor or what can be split as one."""
    return infer(network, features.split(batch), task).probabilities
