"""This machine's speed: its own limits, the front ends against librosa, and every network's training and inference."""

import sys
import time
from collections.abc import Callable, Iterable

import librosa
import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.flop_counter import FlopCounterMode
from tqdm.auto import tqdm

from genrelib import papers
from genrelib.frontends import LogMel
from genrelib.memory import forget_peak, peak
from genrelib.system import System, describe
from genrelib.task import GENRES

SECONDS = 30  # of audio per front-end measurement
BATCH = 8
MOST = 4.0  # seconds that one measurement may go on for, once it has run twice


def bench(device: torch.device) -> list[dict]:
    """Rows of {what, measured, unit, share, plain, memory}, with a progress bar on standard error.

    `share` is the part of the machine's matrix-product speed that is reached. `plain` is how many times faster this is
    than the plain way, measured in the same call: librosa's, file by file, for log-mel front ends; a DataLoader over
    clips on the host, with a loss read at every step, for networks in training. `memory` is the peak in MB, as
    `memory.peak` counts it. None where there is nothing to compare with or to see. Systems that differ in their recipe
    alone are one network and one pair of rows, under the first name.
    """
    limit = _product(device)
    rows = [
        _row("matrix product 2048 x 2048", limit / 1e9, "GFLOP/s"),
        _row("copy of 256 MiB", _copy(device) / 1e9, "GB/s"),
    ]
    frontends = dict.fromkeys(system.frontend for system in papers.CATALOG.values())
    networks = distinct(papers.CATALOG.values())
    with tqdm(total=len(frontends) + len(networks), desc="bench", file=sys.stderr, unit="part") as bar:
        for frontend in frontends:
            rows.append(_frontend(frontend, device))
            bar.update()
        for system in networks:
            bar.set_postfix_str(system.name)
            rows += _system(system, device, limit)
            bar.update()
    return rows


def distinct(systems: Iterable[System]) -> list[System]:
    """The first system of each network: front end, clip, network, sizes and number of labels; none without a recipe."""
    networks = {}
    for system in systems:
        if system.recipe is not None:
            parts = (system.frontend, system.clip, system.network, system.sizes, system.labels)
            networks.setdefault(repr(describe(parts)), system)
    return list(networks.values())


def fastest(work: Callable[[], object], device: torch.device, repeats: int = 10) -> float:
    """Seconds of the fastest of several runs, after one to warm up; of fewer runs where they take long."""
    times = []
    for _ in range(repeats + 1):
        began = time.perf_counter()
        work()
        if device.type == "cuda":
            torch.cuda.synchronize()
        times.append(time.perf_counter() - began)
        if len(times) > 1 and sum(times[1:]) > MOST:
            break
    return min(times[1:])


def _row(what: str, measured: float, unit: str, **more: float | None) -> dict:
    return {"what": what, "measured": measured, "unit": unit} | {"share": None, "plain": None, "memory": None} | more


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
    forget_peak(device)
    ours = fastest(lambda: frontend(clip), device)
    memory, plain = peak(device), None
    if isinstance(frontend, LogMel):
        plain = fastest(lambda: librosa.power_to_db(_librosa_mel(frontend, waveform)), torch.device("cpu")) / ours
    what = f"{type(frontend).__name__} at {frontend.sample_rate} Hz"
    return _row(what, SECONDS / ours, "x real time", plain=plain, memory=memory)


def _librosa_mel(frontend: LogMel, waveform: np.ndarray) -> np.ndarray:
    return librosa.feature.melspectrogram(
        y=waveform, sr=frontend.sample_rate, n_fft=frontend.n_fft, hop_length=frontend.hop_length,
        n_mels=frontend.n_mels, power=frontend.power,
    )  # fmt: skip


def _system(system: System, device: torch.device, limit: float) -> list[dict]:
    network = system.build(system.labels).to(device)
    host = torch.randn(BATCH, *system.frontend.shape(system.clip))
    truth = GENRES.targets(np.arange(BATCH) % system.labels, system.labels)
    x, targets = host.to(device), truth.to(device)
    loader = DataLoader(TensorDataset(host, truth), batch_size=BATCH, shuffle=True)
    optimizer = system.recipe.optimizer(network.parameters(), lr=system.recipe.learning_rate)

    def learn(x: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        optimizer.zero_grad(set_to_none=True)
        loss = GENRES.loss(network(x), targets)
        loss.backward()
        optimizer.step()
        return loss.detach()

    def plain() -> None:
        for batch in loader:
            learn(*(part.to(device) for part in batch)).item()

    def infer() -> None:
        with torch.inference_mode():
            network(x)

    # The counter cannot see into fused layers, on CUDA all recurrent ones: the share would be far too small.
    fused = torch.nn.RNNBase if device.type == "cuda" else torch.nn.LSTM
    counted = not any(isinstance(layer, fused) for layer in network.modules())
    rows = []
    works = (("training", lambda: learn(x, targets), plain, network.train), ("inference", infer, None, network.eval))
    for what, work, other, mode in works:
        mode()
        with FlopCounterMode(display=False) as counter:
            work()
        forget_peak(device)
        seconds = fastest(work, device, repeats=3)  # a training step of the largest takes seconds
        memory = peak(device)
        share = counter.get_total_flops() / seconds / limit if counted else None
        ratio = fastest(other, device, repeats=3) / seconds if other else None
        name = f"{system.name} {what}"
        rows.append(_row(name, BATCH / seconds, "clips/s", share=share, plain=ratio, memory=memory))
    return rows
