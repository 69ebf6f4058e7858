"""All cores of the CPU, a clip to each of them, instead of all cores to each clip.

A clip's transforms are too short to be shared out: cores then wait for one another longer than they work, many times
longer where another program holds one of them. And a batch in one go falls out of the cache.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import torch
from torch import Tensor


def each(work: Callable[[Tensor], Tensor], batch: Tensor) -> Tensor:
    """What `work` makes of a batch row by row, (1, …) -> (1, …), in as many threads as PyTorch has: a tensor of all.

    Within a row it runs on one core, so the result does not depend on how many there are.
    """
    cores = torch.get_num_threads()
    if cores == 1:
        return torch.cat([work(row) for row in batch.split(1)])
    torch.set_num_threads(1)  # of the threads that begin now, too
    try:
        with ThreadPoolExecutor(cores) as pool:
            return torch.cat(list(pool.map(work, batch.split(1))))
    finally:
        torch.set_num_threads(cores)
