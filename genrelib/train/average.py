"""A moving average of a network's weights, which is what some recipes validate and keep."""

from collections.abc import Iterator
from itertools import chain

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from genrelib.clips.device_memory import joined


class MovingAverage(AveragedModel):
    """The average of weights and buffers with a decay per step, to the last bit as AveragedModel computes it.

    The number of steps stays on the CPU. AveragedModel sends it to the device in every step, for averages that ask for
    it, which this one does not; and each time the host waits until a GPU has caught up.
    """

    def __init__(self, network: nn.Module, decay: float):
        super().__init__(network, multi_avg_fn=get_ema_multi_avg_fn(decay), use_buffers=True)
        joined(self.module)

    def update_parameters(self, model: nn.Module) -> None:
        self.follow(model)
        self.n_averaged += 1

    def follow(self, model: nn.Module) -> None:
        """Move by one step without counting it; the first step is a copy."""
        by_dtype = {}  # the averaging function takes tensors of one dtype
        for ours, theirs in zip(_values(self.module), _values(model), strict=True):
            pair = by_dtype.setdefault(ours.dtype, ([], []))
            pair[0].append(ours.detach())
            pair[1].append(theirs.detach())
        for ours, theirs in by_dtype.values():
            if self.n_averaged == 0:
                torch._foreach_copy_(ours, theirs)
            else:
                self.multi_avg_fn(ours, theirs, self.n_averaged)


def averaged(network: nn.Module, decay: float | None) -> MovingAverage | None:
    """A moving average of the network's weights with that decay per step; None without one."""
    return MovingAverage(network, decay) if decay else None


def _values(network: nn.Module) -> Iterator[Tensor]:
    return chain(network.parameters(), network.buffers())
