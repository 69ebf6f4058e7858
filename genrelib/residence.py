"""What lies on a GPU from the first epoch to the last, and how, so that no step waits for the host."""

import torch
from torch import nn

SHARE = 0.5  # of the memory that is free: the network and its gradients need the rest


def resident(values: torch.Tensor, device: torch.device) -> torch.Tensor:
    """The values on the device, if they take no more than SHARE of what is free there; otherwise where they are."""
    return values.to(device) if values.nbytes <= SHARE * room(device) else values


def room(device: torch.device) -> float:
    """Bytes that are free on a GPU; on the CPU, where everything is already, no end of them."""
    return torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else float("inf")


def laid_out(network: nn.Module, device: torch.device) -> nn.Module:
    """The network with its kernels channels-last on CUDA, where maps then follow them; on the CPU as it is.

    The CPU's sums would come in another order, and with them other numbers than those of earlier runs.
    """
    return network.to(memory_format=torch.channels_last) if device.type == "cuda" else network
