"""How many bits training multiplies with: 16 are about twice as fast on processors made for them."""

from contextlib import AbstractContextManager, nullcontext

import torch

PRECISIONS = ("float32", "bfloat16")


def forward(precision: str, device: torch.device) -> AbstractContextManager:
    """What a network's forward pass runs under: products of bfloat16, or float32 as PyTorch means it.

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
        raise ValueError(f"--precision {name}: expected {' or '.join(PRECISIONS)}")
    if name == "bfloat16" and device.type == "cuda" and not torch.cuda.is_bf16_supported(including_emulation=False):
        raise ValueError(
            f"--precision bfloat16: expected a GPU that computes with it, got {torch.cuda.get_device_name(device)}; "
            "use --precision float32"
        )
    return name
