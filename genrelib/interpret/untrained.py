"""A model without what it learned, to see which of its maps change."""

from dataclasses import replace

from genrelib.frontends import Clips
from genrelib.inference import Model
from genrelib.interpret.sanity import forgetful, layers_from_top
from genrelib.networks.network import Network


def without_training(model: Model, clips: Clips, seed: int = 0) -> Model:
    """The model with the numbers of all its weights in a random order, tensor by tensor; `clips` are any it reads.

    Raises ValueError if it is no neural network.
    """
    if not isinstance(model.network, Network):
        raise ValueError(f"expected a neural network, got {model.system.name}; choose another system")
    layers = layers_from_top(model.network, clips.features[:1])
    return replace(model, network=forgetful(model.network, layers, seed))
