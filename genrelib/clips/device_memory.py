"""Features and weights that stay in memory from the first epoch to the last, and their layout there."""

import os
from contextlib import suppress
from copy import deepcopy
from pathlib import Path

import torch
from joblib import cpu_count
from torch import nn

from genrelib.clips.features import InMemoryFeatures, StreamedFeatures, in_memory

SHARE = 0.5  # of the memory that is free: the network, its gradients and the system need the rest
READERS = 4  # processes that read ahead, at most
FREE = Path("/proc/meminfo")
LIMIT = Path("/sys/fs/cgroup/memory.max")  # of a container, which meminfo does not know


def resident(features: StreamedFeatures) -> InMemoryFeatures | StreamedFeatures:
    """The features held on their device, if they fit there; otherwise as they are, made anew whenever they are read."""
    return in_memory(features) if fits(features.nbytes, features.device) else features


def near(signals: torch.Tensor, device: torch.device) -> torch.Tensor:
    """A store's signals on the device, if they fit there; otherwise where they are."""
    return signals.to(device) if fits(signals.nbytes, device) else signals


def readers(signals: torch.Tensor, device: torch.device) -> int:
    """Processes that should read a store's signals ahead for a device.

    None if they lie on a GPU or if, for the CPU, they fit into memory, where the system keeps what was read once.
    """
    at_hand = signals.is_cuda or (device.type == "cpu" and fits(signals.nbytes, device))
    return 0 if at_hand else min(READERS, cpu_count())


def fits(size: int, device: torch.device) -> bool:
    """True if so many bytes are no more than SHARE of those that are free."""
    return size <= SHARE * room(device)


def room(device: torch.device) -> float:
    """Bytes that are free on a GPU, or in main memory for each of the processes that torchrun started here."""
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    free = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")  # all there is: where nothing says what is free
    with suppress(OSError, StopIteration):
        line = next(line for line in FREE.read_text().splitlines() if line.startswith("MemAvailable:"))
        free = int(line.split()[1]) * 1024
    with suppress(OSError, ValueError):  # "max": no limit
        free = min(free, int(LIMIT.read_text()))
    return free / int(os.environ.get("LOCAL_WORLD_SIZE", 1))


def copied(network: nn.Module) -> nn.Module:
    """A copy of the network whose recurrent layers hold their weights in one piece, as cuDNN reads them.

    `deepcopy` takes the weights apart, and cuDNN would join them again at every call, with a warning.
    """
    return joined(deepcopy(network))


def joined(network: nn.Module) -> nn.Module:
    """The network with the weights of each recurrent layer in one piece, where it lies on CUDA."""
    for layer in network.modules():
        if isinstance(layer, nn.RNNBase):
            layer.flatten_parameters()
    return network
