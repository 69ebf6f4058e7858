"""Attention and frames of clips, changed to see whether the answer changes with them."""

from genrelib.interpret.attention import attending, even, latest, turned, weights
from genrelib.interpret.frames import occlusion, random_order, reordered, silenced

__all__ = [
    "attending",
    "even",
    "latest",
    "occlusion",
    "random_order",
    "reordered",
    "silenced",
    "turned",
    "weights",
]
