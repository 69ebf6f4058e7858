"""Works timed in turn, so that whatever else a machine does slows all of them alike."""

import time
from collections.abc import Callable

import torch

from genrelib.bench.memory import forget_peak, peak

ROUNDS = 25
LEAST = 4  # rounds of the largest networks too, of which three count
MOST = 1.0  # s of rounds, unless LEAST take longer
BESIDE = dict.fromkeys(
    ("batch", "share", "share_bfloat16", "plain", "memory", "eager", "bfloat16", "deterministic", "contiguous")
)


def row(title: str, measured: float, unit: str, **beside: float | None) -> dict:
    """Row of a measurement, and beside it, None where there is nothing to compare with or to see:

    - `batch`: clips computed together;
    - `share`: of the floor, in [0, 1] but for noise. For networks: of the operations per second of the faster of matrix
      product and convolution. For front ends: the time of the bare Fourier transforms of the same frames over ours;
    - `share_bfloat16`: of networks, the same of the matrix product in bfloat16, where it is measured;
    - `plain`: how many times faster than the plain way this is, see `frontends` and `networks`;
    - `memory`: peak in MB, as `memory.peak` counts it;
    - `eager`, `bfloat16`, `deterministic`, `contiguous`: how many times as fast a training step is the other way, see
      `variants`.
    """
    return {"what": title, "measured": measured, "unit": unit} | BESIDE | beside


def in_turn(
    device: torch.device, patience: float = 1.0, **works: Callable[[], object] | None
) -> dict[str, list[float]]:
    """Seconds that each of several works took, round by round; the first round counts only if it is the only one.

    None is no work and is left out. After LEAST rounds and `patience` times MOST no further round begins.
    """
    works = {name: work for name, work in works.items() if work}
    times = {name: [] for name in works}
    began = time.perf_counter()
    rounds = 0
    while rounds < LEAST or (rounds < ROUNDS and time.perf_counter() - began < patience * MOST):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            if device.type == "cuda":
                torch.cuda.synchronize(device)
            times[name].append(time.perf_counter() - start)
        rounds += 1
    return {name: taken[1:] or taken for name, taken in times.items()}


def memory(work: Callable[[], object], device: torch.device) -> float:
    """Peak in MB of doing it once, which also warms it up."""
    forget_peak(device)
    work()
    return peak(device)
