"""Early stopping, read off the history alone: the epoch to keep, the fall of the learning rate, the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from genrelib.recipe import Monitor, Recipe


@dataclass(frozen=True)
class Status:
    """The standing of a training: the `stage` that its next epoch belongs to, from 1, and the epochs before that stage.

    `best` is the epoch whose weights are kept, the first of equals; 0 while none was looked at. `over`: the last stage
    ran out of patience.
    """

    stage: int
    began: int
    best: int
    over: bool


def status(history: Sequence[Mapping], recipe: Recipe, score: str) -> Status:
    """Standing of a training after these epochs: rows with epoch, valid_loss and the column `score`, None unseen.

    A stage may take `patience` epochs without gain over all stages before. As nothing but the history counts, a resumed
    training decides as an uninterrupted one.
    """
    stage, began, best = 1, 0, 0
    most = float("-inf")
    for row in history:
        gain = _gain(row, recipe.monitor, score)
        if gain is not None and gain > most:
            best = row["epoch"]
            most = gain
        if recipe.patience is not None and row["epoch"] - max(best, began) > recipe.patience:
            if stage == recipe.stages:
                return Status(stage, began, best, over=True)
            stage += 1
            began = row["epoch"]
    return Status(stage, began, best, over=False)


def _gain(row: Mapping, monitor: Monitor, score: str) -> float | None:
    """The figure that should grow; None where the epoch was not looked at, or nothing could be scored."""
    loss = row["valid_loss"]
    return {Monitor.SCORE: row[score], Monitor.LOSS: None if loss is None else -loss}[monitor]
