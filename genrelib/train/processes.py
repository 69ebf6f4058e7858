"""Several processes that train one network together, each started by torchrun on a share of every batch.

All draw the same batches and augmentations; process i takes rows i, i + size, … of each, and gradients are averaged by
PyTorch's DistributedDataParallel. Equal to one process within float noise are batches, order, augmentation, learning
rate, loss and gradients. Not equal: dropout, drawn by each process for itself, and batch normalisation, which on a GPU
is over all shares (SyncBatchNorm), up to its rounding, but on the CPU over each share alone, where the first process's
running means are kept. Only the first process looks at the validation part, decides and writes.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

PATIENCE = timedelta(hours=12)  # that the others wait for the first, which alone measures and writes
NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)


@dataclass(frozen=True)
class Processes:
    """This process's `rank` among `size`; a training in one process is that of a single one."""

    rank: int = 0
    size: int = 1

    @property
    def first(self) -> bool:
        return self.rank == 0

    def learner(self, network: nn.Module) -> nn.Module:
        """Module to call in training in the network's place, so that gradients are those of all shares."""
        return DistributedDataParallel(network) if self.size > 1 else network

    def share(self, values: Tensor) -> Tensor:
        """This process's rows of a batch; the first row, with no weight, where there are fewer rows than processes."""
        if self.size == 1:
            return values
        return values[self.rank :: self.size] if len(values) > self.rank else values[:1]

    def weight(self, batch: int) -> float:
        """Weight of the mean over this process's share, with which the mean over processes is one over the batch."""
        return len(range(self.rank, batch, self.size)) * self.size / batch

    def mean(self, value: Tensor) -> Tensor:
        """The mean over processes."""
        if self.size > 1:
            distributed.all_reduce(value)
            value /= self.size
        return value

    def agreed(self, compute: Callable[[], Any]) -> Any:
        """Result of the first process, which alone computes it, in all of them."""
        if self.size == 1:
            return compute()
        results = [compute() if self.first else None]
        distributed.broadcast_object_list(results)
        return results[0]

    def sow(self, seed: int, epoch: int) -> None:
        """Other dropout in each process, drawn anew each epoch so that no process but the first has state to keep."""
        if self.size > 1:
            torch.manual_seed((seed * 100_003 + epoch) * 1_009 + self.rank)


ALONE = Processes()


def leads() -> bool:
    """True if this process is the only one, or the first of those that torchrun started."""
    return int(os.environ.get("RANK", 0)) == 0


@contextmanager
def joined_processes(device: torch.device) -> Iterator[Processes]:
    """Within, the processes that torchrun started know of each other; over gloo on the CPU, NCCL on GPUs, one each."""
    size = int(os.environ.get("WORLD_SIZE", 1))
    if size == 1:
        yield ALONE
        return
    if device.type == "cuda":
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    distributed.init_process_group("nccl" if device.type == "cuda" else "gloo", timeout=PATIENCE)
    try:
        yield Processes(distributed.get_rank(), size)
    finally:
        distributed.destroy_process_group()


def synchronised(network: nn.Module) -> nn.Module:
    """The network with SyncBatchNorm, for GPUs, in place of each plain BatchNorm; classes derived from it stay."""
    for name, layer in network.named_children():
        if type(layer) in NORMS:
            setattr(network, name, nn.SyncBatchNorm.convert_sync_batchnorm(layer))
        else:
            synchronised(layer)
    return network
