"""Trainings of notebook 04: the report's networks made small, and the course of their epochs on every part."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import torch
from torch import nn

from genrelib import evaluate, inference
from genrelib.clips import ClipSet, cut_clips
from genrelib.clips.device_memory import resident
from genrelib.datasets import Dataset
from genrelib.lesson.mode import SEED
from genrelib.lesson.nb04_depth.report import REPORT
from genrelib.papers import pandey2023
from genrelib.store import Store
from genrelib.system import System
from genrelib.train.batches import Batches
from genrelib.train.epochs import Lesson, first_state
from genrelib.train.interruption import Interruption
from genrelib.train.processes import ALONE
from genrelib.train.progress import Progress
from genrelib.train.step import Step, size

PARTS = ("train", "valid", "test")
FRONTEND = replace(pandey2023.FRONTEND, hop_length=512, n_mels=40)  # half the bands and half the frames
PICTURE: dict[str, Any] = {"bands": 40, "frames": 40}
SHALLOW = PICTURE | {  # every kernel and every pool half as long, a quarter of the maps
    "widths": (4,),
    "left": (((5, 11), (1, 10)),),
    "right": (((10, 10), (10, 1)),),
}
DEEP = PICTURE | {  # one convolution less: half the picture can be halved once less
    "widths": (4, 8, 16),
    "left": (((5, 11), (2, 2)), ((3, 5), (2, 2)), ((2, 3), (1, 5))),
    "right": (((10, 10), (2, 2)), ((5, 3), (2, 2)), ((3, 2), (5, 1))),
    "slopes": (0.3, 0.3, 0.3),
    "hidden": 64,
}
SMALL: Mapping[str, dict] = {"shallow": SHALLOW, "deep": DEEP, "crnn": DEEP, "crnn@lstm-over-batch": DEEP}
RATE = 1e-3  # twenty times the report's: so few clips make few steps an epoch
DRAW = 5  # clips of a song instead of 15


def small(short: str, **recipe) -> System:
    """A system of the report for a picture of half the bands and frames, with changes of its recipe."""
    whole = REPORT.system(short)
    changed = replace(whole.training, **{"learning_rate": RATE, "draw": DRAW} | recipe)
    name = f"pandey2023/small-{short}"
    return replace(whole, name=name, frontend=FRONTEND, sizes=whole.sizes | SMALL[short], recipe=changed, reported={})


@dataclass(frozen=True, eq=False)
class Course:
    """The course of a training: the last network, and at every look its answers to the clips of all parts.

    `epochs` (looks,); `answers` has probabilities (looks, clips, classes) of each part; `penalties` (looks,) are sums
    of all absolute weights; `losses` (looks,) the training loss of the epoch, with dropout and without the penalty.
    """

    network: nn.Module
    clips: ClipSet
    epochs: np.ndarray
    answers: dict[str, np.ndarray]
    penalties: np.ndarray
    losses: np.ndarray

    def truth(self, part: str) -> np.ndarray:
        """True genres of a part's clips, (clips,)."""
        return self.clips.truth(self.clips.part(part))

    def tracks(self, part: str) -> np.ndarray:
        """Songs of a part's clips, (clips,)."""
        return self.clips.part(part).track.to_numpy()

    def features(self, part: str) -> torch.Tensor:
        """Features of a part's clips, (clips, bands, frames)."""
        return self.clips.features(self.clips.part(part))

    def right(self, part: str) -> np.ndarray:
        """Clips named right at every look, booleans (looks, clips)."""
        return self.answers[part].argmax(axis=2) == self.truth(part)

    def accuracy(self, part: str) -> np.ndarray:
        """Share of a part's clips that are named right at every look, (looks,)."""
        return self.right(part).mean(axis=1)

    def loss(self, part: str) -> np.ndarray:
        """Mean cross entropy of a part's clips at every look, (looks,), in nats."""
        return np.array([self.clips.data.task.cost(self.truth(part), answers) for answers in self.answers[part]])

    def confidence(self, part: str) -> np.ndarray:
        """Mean probability of the genre answered at every look, (looks,)."""
        return self.answers[part].max(axis=2).mean(axis=1)

    def at(self, epoch: int) -> np.ndarray:
        """Probabilities of the test clips after an epoch at which it was looked at, (clips, classes)."""
        return self.answers["test"][list(self.epochs).index(epoch)]

    def interval(self, epoch: int) -> evaluate.Interval:
        """Share of the test clips named right after an epoch, with its interval over songs."""
        return evaluate.over_tracks(evaluate.accuracy, self.truth("test"), self.at(epoch), self.tracks("test"))


def follow(system: System, data: Dataset, samples: Store, split: str, epochs: int, apart: int) -> Course:
    """Train a system by its recipe but for so many epochs; looks at all parts are so many epochs `apart`."""
    clips = cut_clips(system, data, samples, split)
    recipe: Any = system.recipe  # of epochs: `small` made it
    features = {part: resident(clips.stream(clips.part(part))) for part in PARTS}
    together = inference.together(system, system.build(len(data.classes)))
    state = first_state(clips, features["train"], SEED, {}, ALONE)
    step = Step(state, state.network, ALONE, recipe, data.task)
    batches = Batches(clips, features["train"], recipe)
    judgements = []
    with Progress(system.name, epochs, len(batches.clips), 0) as line:
        lesson = Lesson(state, step, batches, line, Interruption(), float("inf"), Path())
        for epoch in range(1, epochs + 1):
            lesson.learn(epoch, recipe.learning_rate)
            loss = float(torch.stack(state.losses).mean())
            state.end_epoch({"epoch": epoch})
            if epoch % apart == 0:
                judged = [inference.probabilities(state.network, features[part], together) for part in PARTS]
                with torch.no_grad():
                    judgements.append((epoch, loss, float(size(state.network)), *judged))
    numbers, losses, penalties, *parts = (np.array(column) for column in zip(*judgements, strict=True))
    answers = dict(zip(PARTS, parts, strict=True))
    return Course(state.network.eval(), clips, numbers, answers, penalties, losses)


def gains(before: Course, others: Mapping[str, tuple[Course, int]], epoch: int) -> pd.DataFrame:
    """Gain of other trainings, each after an epoch of its own, over one after `epoch`: change, value, low, high."""
    truth = before.truth("test")
    rows = []
    for name, (course, own) in others.items():
        interval = evaluate.paired(evaluate.accuracy, truth, before.at(epoch), course.at(own), before.tracks("test"))
        rows.append({"change": name} | vars(interval))
    return pd.DataFrame(rows)
