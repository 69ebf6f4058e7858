"""Attention and frames of clips, changed to see whether the answer changes with them; and sounds made of weights.

`quintessence` climbs to the input that a unit or a label likes best; `inversion` turns features into sound.
"""

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
