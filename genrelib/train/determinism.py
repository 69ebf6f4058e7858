"""The same numbers again: algorithms that add up in the same order each time, where PyTorch has them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch

WORKSPACE = "CUBLAS_WORKSPACE_CONFIG"  # cuBLAS sums in a fixed order only with one of these buffers
WORKSPACES = (":16:8", ":4096:8")  # the first is the one that PyTorch names for cuDNN's recurrent layers, too
PROMISE = (
    "the same numbers again on the same device and driver, with the same versions, number of threads and of processes; "
    "on another machine they may differ in the last digits, and trainings drift apart from there"
)


def fix_cublas() -> None:
    """Have cuBLAS sum in a fixed order: sets CUBLAS_WORKSPACE_CONFIG unless the user has set it.

    PyTorch looks at it once, when it first multiplies on a GPU: what comes later comes too late for the process.

    Raises ValueError if it is set to what cuBLAS is not deterministic with.
    """
    if os.environ.setdefault(WORKSPACE, WORKSPACES[0]) not in WORKSPACES:
        raise ValueError(
            f"--deterministic: expected {WORKSPACE} to be {' or '.join(WORKSPACES)}, got {os.environ[WORKSPACE]}; "
            "set it to one of these, or unset it"
        )


@contextmanager
def deterministic(on: bool) -> Iterator[None]:
    """Deterministic algorithms within, if `on`; PROMISE says what this gives and what it cannot.

    Raises ValueError as `fix_cublas` does, or if an operation within has no deterministic algorithm.
    """
    if not on:
        yield
        return
    fix_cublas()
    before = torch.are_deterministic_algorithms_enabled(), torch.backends.cudnn.benchmark
    torch.use_deterministic_algorithms(True)
    torch.backends.cudnn.benchmark = False  # which would choose algorithms by their speed at the moment
    try:
        yield
    except RuntimeError as reason:
        if "deterministic" not in str(reason):  # PyTorch has no exception of its own for this
            raise
        raise ValueError(f"--deterministic: {str(reason).splitlines()[0]}; train without it") from reason
    finally:
        torch.use_deterministic_algorithms(before[0])
        torch.backends.cudnn.benchmark = before[1]
