"""Files as Choi's and Won's taggers come in, small and with random weights, for tests without the real ones."""

import hashlib
import io
from dataclasses import replace

import h5py
import numpy as np
import torch

from genrelib import papers
from genrelib.frontends import HtkLogMel
from genrelib.networks.released_crnn import TorchCrnn
from genrelib.system import System

TAGS = ("rock", "pop", "guitar", "piano", "happy", "sad")
CATEGORIES = {"genre": TAGS[:2], "instrument": TAGS[2:4], "mood": TAGS[4:]}

SIZES = {"bands": 8, "widths": (3, 4, 4, 4), "pools": ((2, 2), (2, 2), (2, 2), (1, 1)), "hidden": 5, "classes": 6}
FRAMES, PADDING = 40, 4  # 48 frames with the zeros, so that 6 steps are left
WIDTHS = ((1, 3), (3, 4), (4, 4), (4, 4))


def drawn(*shape: int, seed: int, low: float = -0.6, high: float = 0.6) -> np.ndarray:
    return np.random.default_rng(seed).uniform(low, high, shape).astype(np.float32)


def random_normalisation(size: int, seed: int) -> dict[str, np.ndarray]:
    return {
        "gamma": drawn(size, seed=seed, low=0.5, high=1.5),
        "beta": drawn(size, seed=seed + 1),
        "running_mean": drawn(size, seed=seed + 2),
        "running_std": drawn(size, seed=seed + 3, low=0.5, high=2.0),
    }


def keras_layers() -> dict[str, dict[str, np.ndarray]]:
    """A tagger's layers as the file names them, small and random."""
    layers = {"bn_0_freq": random_normalisation(FRAMES + 2 * PADDING, 0)}
    for number, (inputs, outputs) in enumerate(WIDTHS, 1):
        kernels = drawn(outputs, inputs, 3, 3, seed=10 * number)
        layers[f"conv{number}"] = {"W": kernels, "b": drawn(outputs, seed=10 * number + 1)}
        layers[f"bn{number}"] = random_normalisation(outputs, 10 * number + 2)
    for number, inputs in ((1, 4), (2, 5)):
        layers[f"gru{number}"] = {
            name: values
            for place, gate in enumerate("zrh")
            for name, values in (
                (f"W_{gate}", drawn(inputs, 5, seed=100 * number + place)),
                (f"U_{gate}", drawn(5, 5, seed=100 * number + place + 10)),
                (f"b_{gate}", drawn(5, seed=100 * number + place + 20)),
            )
        }
    layers["output"] = {"W": drawn(5, 6, seed=7), "b": drawn(6, seed=8)}
    return layers


def keras_file(layers: dict[str, dict[str, np.ndarray]]) -> bytes:
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        for layer, values in layers.items():
            for name, numbers in values.items():
                file[f"{layer}/{layer}_{name}"] = numbers
    return content.getvalue()


def torch_file() -> bytes:
    """A state dictionary by the names of Won et al., small and random, saved as of old."""
    torch.manual_seed(0)
    network = TorchCrnn(**SIZES, dropout=0.5)
    for _ in range(3):  # running means and variances of their own
        network(2 * torch.randn(4, 8, FRAMES) + 1)
    theirs = {"normalise": "spec_bn", "gru": "layer5", "classify": "dense"}
    renamed = {"spec.spectrogram.window": torch.hann_window(512)}
    for name, values in network.state_dict().items():
        first, _, kind = name.rpartition(".")
        parts = first.split(".")
        place = theirs.get(first) or f"layer{int(parts[1]) + 1}.{('conv', 'bn')[int(parts[2])]}"
        renamed[f"{place}.{kind}"] = values
    content = io.BytesIO()
    torch.save(renamed, content, _use_new_zipfile_serialization=False)
    return content.getvalue()


def small_system(name: str, content: bytes) -> System:
    """A system of Won et al. as small as the file of this content, which it knows; it decides on 0.64 s."""
    plain = papers.get(name)
    digest = hashlib.sha256(content).hexdigest()
    return replace(
        plain,
        clip=FRAMES * 0.016 - 0.001,
        frontend=HtkLogMel(16_000, n_fft=512, hop_length=256, n_mels=SIZES["bands"]),
        sizes={part: size for part, size in SIZES.items() if part != "classes"} | {"dropout": 0.5},
        recipe=replace(plain.recipe, sha256=digest, tags=TAGS, categories=CATEGORIES),
    )
