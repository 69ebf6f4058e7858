"""Limits of the machine: its best at multiplying, convolving, copying and reading."""

import os
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np
import torch
from torch.nn import functional

from genrelib import home
from genrelib.bench.timing import in_turn, row
from genrelib.train.precision import computes_bfloat16

HALF = "matrix product in bfloat16"  # begins the name of its row
MAPS = (8, 64, 64, 128)  # clips, maps, bands, frames in the middle of a network
STORED = 2**28  # bytes of a file
PIECE = 2**19  # samples that are read at a time, 20 to 30 s


def measured_limits(device: torch.device) -> list[dict]:
    """Rows of the best matrix product, convolution and copy of a few, and of the usual rate of reading a store.

    On a GPU that computes with bfloat16, the matrix product in it as well.
    """
    side = 8192 if device.type == "cuda" else 2048  # less does not fill a GPU
    a, maps = torch.randn(side, side, device=device), torch.randn(MAPS, device=device)
    kernels = torch.randn(MAPS[1], MAPS[1], 3, 3, device=device)
    half = a.bfloat16() if device.type == "cuda" and computes_bfloat16() else None
    here = torch.zeros(2**26, device=device)
    target = torch.empty_like(here)
    times = in_turn(
        device,
        patience=5.0,  # the share of everything else hangs on these
        product=lambda: a @ a,
        half=(lambda: half @ half) if half is not None else None,
        convolution=lambda: functional.conv2d(maps, kernels, padding=1),
        copy=lambda: target.copy_(here),
    )
    best = {name: min(taken) for name, taken in times.items()}
    cold, warm = reading(STORED)
    convolved = 2 * kernels[0].numel() * maps.numel()
    rows = [row(f"{HALF}, {side} x {side}", 2 * side**3 / best["half"] / 1e9, "GFLOP/s")] if "half" in best else []
    return [
        row(f"matrix product, {side} x {side}", 2 * side**3 / best["product"] / 1e9, "GFLOP/s"),
        *rows,
        row("convolution, 3 x 3, 64 to 64 maps", convolved / best["convolution"] / 1e9, "GFLOP/s"),
        row("copy of 256 MiB, read and written", 2 * here.nbytes / best["copy"] / 1e9, "GB/s"),
        row("mapped file, from disk", STORED / cold / 1e9, "GB/s"),
        row("mapped file, from memory", STORED / warm / 1e9, "GB/s"),
    ]


def reading(size: int) -> tuple[float, float]:
    """Seconds to read a memory-mapped file of that many bytes where the stores lie: forgotten by the system, and known.

    A system without posix_fadvise, such as macOS, forgets nothing: there the two are the same.
    """
    home().mkdir(parents=True, exist_ok=True)
    cold, warm = [], []
    with tempfile.TemporaryDirectory(prefix="bench-", dir=home()) as folder:
        path = Path(folder) / "signals.raw"
        with open(path, "wb") as file:
            file.write(np.random.default_rng(0).bytes(size))
            os.fsync(file.fileno())  # what is not on the disk yet cannot be forgotten
            for _ in range(3):
                if hasattr(os, "posix_fadvise"):
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
                cold.append(_read(path))
                warm.append(_read(path))
    return median(cold), median(warm)


def _read(path: Path) -> float:
    piece = np.empty(PIECE, np.int16)
    began = time.perf_counter()
    signals = np.memmap(path, np.int16, "r")  # anew each time: what is mapped is not forgotten
    for start in range(0, len(signals), PIECE):
        read = signals[start : start + PIECE]
        piece[: len(read)] = read
    return time.perf_counter() - began
