"""Front ends: a clip as it comes, and a batch from a store that lies on the device.

The plain way is librosa's, or scipy's for the power spectrogram: file by file, on the CPU.
"""

from collections.abc import Callable
from statistics import median

import librosa
import numpy as np
import scipy.signal
import torch

from genrelib.bench.timing import in_turn, memory, row
from genrelib.frontends import FrontEnd, LogMel, NaturalLog, PowerSpectrogram, Statistics
from genrelib.frontends.threads import map_rows
from genrelib.frontends.transforms import blocks

SECONDS = 30  # of audio in a clip
STEP = 1 / 32_768  # of a stored sample
BATCH = {"cpu": 8, "cuda": 256}


def measured(frontend: FrontEnd, name: str, device: torch.device) -> list[dict]:
    """Rows, in seconds of audio per second, of the front end of the system `name`."""
    waveform = 0.1 * np.random.default_rng(0).standard_normal(SECONDS * frontend.sample_rate).astype(np.float32)
    clip = torch.from_numpy(waveform)[None].to(device)
    batch = BATCH[device.type]
    stored = (clip / STEP).short().repeat(batch, 1)
    plain = _plain(frontend, waveform)
    title = f"{type(frontend).__name__} at {frontend.sample_rate} Hz, {name}"
    rows = [_row(f"{title}: a clip", lambda: frontend(clip), 1, plain, frontend, device)]
    if not isinstance(frontend, Statistics):  # librosa's, which knows no batch and no device
        rows.append(_row(f"{title}: stored", lambda: frontend(stored * STEP), batch, plain, frontend, device))
    return rows


def _row(title: str, ours: Callable, clips: int, plain: Callable | None, frontend, device: torch.device) -> dict:
    bare = _transforms(frontend, clips, device)
    most = memory(ours, device)
    seconds = {name: median(times) for name, times in in_turn(device, ours=ours, plain=plain, bare=bare).items()}
    return row(
        title,
        clips * SECONDS / seconds["ours"],
        "x real time",
        batch=clips,
        share=seconds["bare"] / seconds["ours"] if bare else None,
        plain=clips * seconds["plain"] / seconds["ours"] if plain else None,
        memory=most,
    )


def _plain(frontend: FrontEnd, waveform: np.ndarray) -> Callable[[], np.ndarray] | None:
    if isinstance(frontend, PowerSpectrogram):
        return lambda: scipy.signal.spectrogram(waveform, nperseg=frontend.n_fft)[2]
    if not isinstance(frontend, LogMel):
        return None

    def mel() -> np.ndarray:
        return librosa.feature.melspectrogram(
            y=waveform,
            sr=frontend.sample_rate,
            n_fft=frontend.n_fft,
            hop_length=frontend.hop_length,
            n_mels=frontend.n_mels,
            power=frontend.power,
        )

    if isinstance(frontend.scale, NaturalLog):
        return lambda: np.log(mel() + frontend.scale.offset)
    return lambda: librosa.power_to_db(mel())


def _transforms(frontend: FrontEnd, clips: int, device: torch.device) -> Callable | None:
    """Bare Fourier transforms of the clips' frames, shared out among blocks and cores as the front end's are."""
    if not isinstance(frontend, LogMel | PowerSpectrogram):
        return None
    frames = SECONDS * frontend.sample_rate // frontend.hop_length
    if device.type == "cuda":
        ready = torch.randn(clips * frames, frontend.n_fft, device=device)
        return lambda: torch.fft.rfft(ready)
    sizes = [last - first for first, last in blocks(frames, frontend.n_fft, device)]
    ready = torch.randn(max(sizes), frontend.n_fft)
    batch = torch.zeros(clips, SECONDS * frontend.sample_rate)

    def transform(clip: torch.Tensor) -> torch.Tensor:
        for size in sizes:
            torch.fft.rfft(ready[:size])
        return clip[:, :1]

    return lambda: map_rows(transform, batch)
