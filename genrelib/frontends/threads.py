"""All cores of the CPU, a clip to each of them, instead of all cores to each clip.

A clip's transforms are too short to be shared out: cores then wait for one another longer than they work, many times
longer where another program holds one of them. And a batch in one go falls out of the cache.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import torch
from torch import Tensor

ENOUGH = 2**21  # samples; with fewer, threads take longer to begin than one core takes for all


def map_rows(work: Callable[[Tensor], Tensor], batch: Tensor) -> Tensor:
    """Apply `work` to a batch row by row, (1, …) -> (1, …), in as many threads as PyTorch has; return all rows.

    Each row is computed on one core, so the result does not depend on the number of cores. Other threads keep theirs,
    but one that computes for the first time meanwhile begins with one core. Gradients are as in the calling thread.
    """
    return torch.cat(_on_single_cores(work, batch.split(1), 1 if batch.numel() < ENOUGH else torch.get_num_threads()))


def map_batches(work: Callable[[Tensor], Tensor], batches: Sequence[Tensor]) -> Tensor:
    """Apply `work` to batches in as many threads as PyTorch has, as `map_rows` does to rows; return all rows."""
    return torch.cat(_on_single_cores(work, batches, torch.get_num_threads()))


def _on_single_cores(work: Callable[[Tensor], Tensor], parts: Sequence[Tensor], threads: int) -> list[Tensor]:
    cores = torch.get_num_threads()
    torch.set_num_threads(1)  # of this thread and those that begin now
    try:
        if threads == 1 or len(parts) == 1:
            return [work(part) for part in parts]
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(_as_here(work), parts))
    finally:
        torch.set_num_threads(cores)


def _as_here(work: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Tensor]:
    """Wrap `work` for another thread, so that its modes of inference and gradients are those of this thread."""
    inference = torch.is_inference_mode_enabled()
    gradients = torch.is_grad_enabled()

    def in_thread(row: Tensor) -> Tensor:
        with torch.inference_mode(inference), torch.set_grad_enabled(gradients):
            return work(row)

    return in_thread
