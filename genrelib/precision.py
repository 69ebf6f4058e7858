"""bfloat16 and channels-last, which make convolutions on a GPU faster; only for networks that say it does no harm."""

from contextlib import AbstractContextManager, nullcontext

import torch
from torch import nn


def mixed(network: nn.Module, device: torch.device) -> AbstractContextManager:
    """The forward pass in bfloat16 where that is safe, on CUDA alone and for a network with `bears_bfloat16`.

    Weights, normalisation, loss and optimiser stay in float32. bfloat16 has the range of float32, so that no scaler is
    needed.
    """
    if device.type == "cuda" and getattr(network, "bears_bfloat16", False):
        return torch.autocast("cuda", dtype=torch.bfloat16)
    return nullcontext()


def laid_out(network: nn.Module, device: torch.device) -> nn.Module:
    """The network with its kernels channels-last on CUDA, where maps then follow them; on the CPU as it is.

    The CPU's sums would come in another order, and with them other numbers than those of earlier runs.
    """
    return network.to(memory_format=torch.channels_last) if device.type == "cuda" else network
