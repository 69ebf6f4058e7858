"""Precision of training: products of 16 bits are up to twice as fast on processors made for them."""

from contextlib import AbstractContextManager, nullcontext

import torch

from genrelib.system import System

PRECISIONS = ("float32", "bfloat16")
AUTO = "auto"
LARGE = 110e9  # operations of the forward pass over a batch from which bfloat16 gains on a GPU, see `resolve`


def resolve(name: str, device: torch.device, system: System, classes: int) -> str:
    """The precision by its name; "auto" is bfloat16 for large networks on a GPU, and float32 otherwise.

    Large is one whose batch takes LARGE operations forwards. On an H200, step against step, nine of the catalogue's
    networks were above, and learned 1.01 to 1.73 times as fast in bfloat16; of 24 below one gained more than a
    twentieth, and most lost, since casts are kernels too: 0.73 to 0.94 times as fast.

    Raises ValueError as `choose` does.
    """
    if name != AUTO:
        return choose(name, device)
    if device.type != "cuda" or not system.is_network or not computes_bfloat16():
        return "float32"
    return "bfloat16" if system.recipe.batch * system.operations(classes) >= LARGE else "float32"


def computes_bfloat16() -> bool:
    """True if the GPU computes with bfloat16 rather than imitates it."""
    return torch.cuda.is_bf16_supported(including_emulation=False)


def forward(precision: str, device: torch.device) -> AbstractContextManager:
    """Context of a network's forward pass: products of bfloat16, or float32 as PyTorch means it.

    On an NVIDIA GPU that has TF32, PyTorch lets cuDNN round what convolutions and recurrent layers multiply to 11 bits,
    unless `torch.backends.cudnn.allow_tf32` forbids it; matrix products it leaves alone.
    Weights, normalisation's statistics, loss and optimiser stay in float32. bfloat16 has the range of float32 with 8
    bits for the fraction, so no gradient needs scaling. What is kept of a run, validation and test, is float32 anyway:
    the weights mean the same whatever trained them.
    """
    return torch.autocast(device.type, dtype=torch.bfloat16) if precision == "bfloat16" else nullcontext()


def choose(name: str, device: torch.device) -> str:
    """The precision by its name. Raises ValueError if bfloat16 is asked of a GPU that only imitates it."""
    if name not in PRECISIONS:
        raise ValueError(f"--precision {name}: expected {', '.join(PRECISIONS)} or {AUTO}")
    if name == "bfloat16" and device.type == "cuda" and not computes_bfloat16():
        raise ValueError(
            f"--precision bfloat16: expected a GPU that computes with it, got {torch.cuda.get_device_name(device)}; "
            "use --precision float32"
        )
    return name
