"""Weights that authors released, in the formats of their day, by the names of our networks.

`keras_tagger`: a file of Keras 1 with Theano. `torch_tagger`: a PyTorch state dictionary. Each takes the content of a
file that is known byte for byte and gives tensors; `adoption` makes a run of them.
"""

from genrelib.released.keras_tagger import read_keras_tagger
from genrelib.released.torch_tagger import read_torch_tagger

__all__ = ["read_keras_tagger", "read_torch_tagger"]
