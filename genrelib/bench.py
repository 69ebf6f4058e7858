"""This machine's speed: its own limits, the front ends against librosa, and every system's training and inference."""

import time
from collections.abc import Callable

import librosa
import numpy as np
import torch
from torch.utils.flop_counter import FlopCounterMode

from genrelib import papers
from genrelib.frontends import LogMel
from genrelib.system import System

SECONDS = 30  # of audio per front-end measurement
BATCH = 8


def bench(device: torch.device) -> list[dict]:
    """Rows of {what, measured, unit, share}.

    `share` is the part of the machine's matrix-product speed that is reached, for log-mel front ends the ratio to
    librosa's throughput, both measured in the same call; None where there is nothing to compare with.
    """
    limit = _product(device)
    rows = [
        _row("matrix product 2048 x 2048", limit / 1e9, "GFLOP/s"),
        _row("copy of 256 MiB", _copy(device) / 1e9, "GB/s"),
    ]
    rows += [_frontend(frontend, device) for frontend in dict.fromkeys(s.frontend for s in papers.CATALOG.values())]
    for system in papers.CATALOG.values():
        if system.recipe is not None:
            rows += _system(system, device, limit)
    return rows


def fastest(work: Callable[[], object], device: torch.device, repeats: int = 10) -> float:
    """Seconds of the fastest of several runs, after one to warm up."""
    times = []
    for _ in range(repeats + 1):
        began = time.perf_counter()
        work()
        if device.type == "cuda":
            torch.cuda.synchronize()
        times.append(time.perf_counter() - began)
    return min(times[1:])


def _row(what: str, measured: float, unit: str, share: float | None = None) -> dict:
    return {"what": what, "measured": measured, "unit": unit, "share": share}


def _product(device: torch.device) -> float:
    a = torch.randn(2048, 2048, device=device)
    return 2 * 2048**3 / fastest(lambda: a @ a, device)


def _copy(device: torch.device) -> float:
    a = torch.zeros(2**26, device=device)
    b = torch.empty_like(a)
    return 2 * a.numel() * a.element_size() / fastest(lambda: b.copy_(a), device)


def _frontend(frontend, device: torch.device) -> dict:
    waveform = np.random.default_rng(0).standard_normal(SECONDS * frontend.sample_rate).astype(np.float32)
    clip = torch.from_numpy(waveform)[None].to(device)
    ours = fastest(lambda: frontend(clip), device)
    share = None
    if isinstance(frontend, LogMel):
        share = fastest(lambda: librosa.power_to_db(_librosa_mel(frontend, waveform)), torch.device("cpu")) / ours
    return _row(f"{type(frontend).__name__} at {frontend.sample_rate} Hz", SECONDS / ours, "x real time", share)


def _librosa_mel(frontend: LogMel, waveform: np.ndarray) -> np.ndarray:
    return librosa.feature.melspectrogram(
        y=waveform, sr=frontend.sample_rate, n_fft=frontend.n_fft, hop_length=frontend.hop_length,
        n_mels=frontend.n_mels, power=frontend.power,
    )  # fmt: skip


def _system(system: System, device: torch.device, limit: float) -> list[dict]:
    network = system.build(system.labels).to(device)
    x = torch.randn(BATCH, *system.frontend.shape(system.clip), device=device)
    targets = torch.arange(BATCH, device=device) % system.labels
    optimizer = system.recipe.optimizer(network.parameters(), lr=system.recipe.learning_rate)

    def step() -> None:
        optimizer.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(network(x), targets).backward()
        optimizer.step()

    def infer() -> None:
        with torch.inference_mode():
            network(x)

    # the counter cannot see into the fused LSTM, and a share of what it saw would be wrong by orders of magnitude
    counted = not any(isinstance(layer, torch.nn.LSTM) for layer in network.modules())
    rows = []
    for what, work, mode in (("training", step, network.train), ("inference", infer, network.eval)):
        mode()
        with FlopCounterMode(display=False) as counter:
            work()
        seconds = fastest(work, device, repeats=3)  # a training step of the largest takes seconds
        share = counter.get_total_flops() / seconds / limit if counted else None
        rows.append(_row(f"{system.name} {what}", BATCH / seconds, "clips/s", share))
    return rows
