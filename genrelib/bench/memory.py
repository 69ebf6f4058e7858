"""The most memory that was in use at once."""

import resource
import sys
from contextlib import suppress
from pathlib import Path

import torch

PEAK = Path("/proc/self/clear_refs")  # writing 5 here makes Linux forget the process's peak
IN_BYTES = sys.platform == "darwin"  # getrusage counts in kB elsewhere


def forget_peak(device: torch.device) -> None:
    """Begin anew; where the system has no way to, as on macOS, the peak is that since the process began."""
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
        return
    with suppress(OSError):
        PEAK.write_text("5")


def peak(device: torch.device) -> float:
    """MB since `forget_peak`: of tensors on a GPU, on the CPU of the whole process, PyTorch itself included."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device) / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1e-6 if IN_BYTES else 1.024e-3)
