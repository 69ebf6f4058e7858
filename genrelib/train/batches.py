"""The batches of an epoch: which clips, in which order, with what is true of them."""

from collections.abc import Iterator

import torch
from torch import Tensor

from genrelib.clips import ClipSet
from genrelib.clips.features import Features
from genrelib.recipe import Recipe
from genrelib.train.state import State


class Batches:
    """Batches of the training clips, or of excerpts of their tracks where the recipe crops, drawn anew each epoch.

    `features` are those of the training clips, as `genrelib.clips.features` has them.
    """

    def __init__(self, cut: ClipSet, features: Features, recipe: Recipe):
        clips = cut.part("train")
        self.clips = clips.drop_duplicates("track") if recipe.crop else clips
        self.cut, self.features, self.recipe = cut, features, recipe
        truth = cut.truth(self.clips)
        self.targets = cut.data.task.targets(truth, len(cut.data.classes)).to(cut.device)
        self.steps = -(-len(self.clips) // recipe.batch)  # of an epoch

    def draw(self, state: State) -> tuple[list[Tensor], Iterator[tuple[Tensor, Tensor]]]:
        """The epoch's batches, as numbers of clips, and features and targets of those not learned from yet.

        An epoch that is gone on with midway draws what it drew when it began.
        """
        with state.drawing() as generator:
            features = self.features
            if self.recipe.crop:
                features = self.cut.crops(self.clips.track.to_numpy(), self.recipe.crop, generator)
            order = torch.randperm(len(self.clips), generator=generator, device=generator.device)
        batches = list(order.split(self.recipe.batch))
        if len(batches) > 1 and len(batches[-1]) == 1:  # batch normalisation cannot learn from a batch of one
            batches.pop()
        left = batches[len(state.losses) :]
        return batches, ((x, self.targets[rows]) for rows, x in zip(left, features.batches(left), strict=True))

    def factor(self, epoch: int, step: int) -> float:
        """The schedule's factor on the learning rate in a step of an epoch, both counted from 1."""
        progress = ((epoch - 1) * self.steps + step - 1) / (self.recipe.epochs * self.steps)
        return self.recipe.schedule(progress) if self.recipe.schedule else 1.0
