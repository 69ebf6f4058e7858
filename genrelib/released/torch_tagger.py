"""The taggers that Won et al. released in 2020: state dictionaries of PyTorch, pickles of tensors alone."""

import io

import torch
from torch import Tensor

LAYERS = {  # their names -> those of `networks.released_crnn.TorchCrnn`
    "spec_bn": "normalise",
    **{
        f"layer{number + 1}.{theirs}": f"convolve.{number}.{place}"
        for number in range(4)
        for place, theirs in enumerate(("conv", "bn"))
    },
    "layer5": "gru",
    "dense": "classify",
}


def read_torch_tagger(content: bytes) -> dict[str, Tensor]:
    """Weights of `networks.released_crnn.TorchCrnn` by name, from the content of the file.

    Only tensors are unpickled. The window and the filter bank, `spec.*`, are left out: our front end computes them.
    """
    weights = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    split = {name: name.rpartition(".") for name in weights if not name.startswith("spec.")}
    return {f"{LAYERS[layer]}.{kind}": weights[name] for name, (layer, _, kind) in split.items()}
