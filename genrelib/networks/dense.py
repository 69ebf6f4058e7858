"""Networks that read a whole clip at once, every value with weights of its own."""

from torch import Tensor, nn

from genrelib.networks.blocks import Standardise, keras_initialise
from genrelib.networks.network import Network, Reading


class Mlp(Network):
    """One layer of sigmoid units over all values of a clip.

    Input (batch, bands, frames) of exactly the declared size; output (batch, classes) logits.
    Source: Irvin, Chartock & Hollander, Figure 1, "Best 2 Layer Neural Network": hidden and output layer are the two.
    """

    def __init__(self, *, bands: int, frames: int, hidden: int, classes: int):
        super().__init__()
        self.standardise = Standardise()
        self.project = nn.Linear(bands * frames, hidden)
        self.classify = nn.Linear(hidden, classes)
        self.apply(keras_initialise)

    def inspect(self, x: Tensor) -> Reading:
        return Reading(self.project(self.standardise(x).flatten(1)).sigmoid())  # (batch, hidden)
