"""Explanations by a simple model of the network around one clip: which stretches must be there for the logit?

MASKS copies of a clip keep each stretch of SEGMENT s or not, by a fair coin; the rest is filled. A linear model or a
random forest learns the network's logit from what was kept. Each function takes a question, features of clips
(clips, *shape) and a seed, and gives (clips, frames): of the linear model signed weights, of the forest the loss of
variance by each stretch, 0 or more. A stretch's value is spread evenly over its frames. With as many stretches as masks
or more, the linear model is held by its ridge alone.
Source: S. Mishra, B. L. Sturm & S. Dixon, Local Interpretable Model-Agnostic Explanations for Music Content Analysis,
ISMIR 2017; the fills: S. Mishra et al., Reliable Local Explanations for Machine Listening, IJCNN 2020.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from genrelib.interpret.occlusions import places_of
from genrelib.interpret.question import Question
from genrelib.interpret.segments import answers_without, clip_mean, count_of, equal_parts, noise, silence

SEGMENT = 0.1  # s
MASKS = 128
TREES = 50
FILLS = {"silence": silence, "mean": clip_mean, "noise": noise}

Fill = Callable[[Question, Tensor, int], Tensor]
Importance = Callable[[np.ndarray, np.ndarray, int], np.ndarray]  # masks, logits, seed -> one for each segment


def ridge_weights(masks: np.ndarray, logits: np.ndarray, seed: int) -> np.ndarray:
    """Weight of each segment in a linear model, by ridge regression."""
    from sklearn.linear_model import Ridge

    return Ridge(alpha=1.0).fit(masks, logits).coef_


def forest_importances(masks: np.ndarray, logits: np.ndarray, seed: int) -> np.ndarray:
    """Share of each segment in what a random forest's splits explain of the logit's variance."""
    from sklearn.ensemble import RandomForestRegressor

    forest = RandomForestRegressor(TREES, max_features=1 / 3, min_samples_leaf=2, random_state=seed)
    return forest.fit(masks, logits).feature_importances_ * np.std(logits)


@dataclass(frozen=True, eq=False)
class Copies:
    """Answers to copies of clips with gaps: `kept` (MASKS, segments) booleans, the same of every clip, `logits`
    (clips, MASKS), and the segment of each of the map's frames, `segments` (frames,)."""

    kept: np.ndarray
    logits: np.ndarray
    segments: np.ndarray


def answered_copies(fill: Fill, question: Question, features: Tensor, seed: int = 0) -> Copies:
    """Ask the network about copies of clips whose gaps are filled; surrogates of one fill can learn from the same."""
    segments = equal_parts(question.frames(features), count_of(question.seconds(features), SEGMENT))
    kept = np.random.default_rng(seed).random((MASKS, segments.max() + 1)) < 0.5
    kept[0] = True
    logits = [
        answers_without(question, clip, kept, fill(question, clip, seed), places_of(question, clip, segments))
        for clip in features.split(1)
    ]
    return Copies(kept, np.stack(logits), segments)


@dataclass(frozen=True)
class Surrogate:
    """A method of explanation: a way to learn which segments count, and what fills gaps."""

    importance: Importance
    fill: Fill

    def __call__(self, question: Question, features: Tensor, seed: int = 0) -> np.ndarray:
        """Importance of each frame, (clips, frames)."""
        return self.learn(answered_copies(self.fill, question, features, seed), seed)

    def learn(self, copies: Copies, seed: int = 0) -> np.ndarray:
        """Importance of each frame, (clips, frames), from answers to copies with this fill."""
        masks = copies.kept.astype(np.float64)
        size = np.bincount(copies.segments)
        return np.stack([(self.importance(masks, logits, seed) / size)[copies.segments] for logits in copies.logits])
