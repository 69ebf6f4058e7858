"""Our own system, of no paper: it combines ideas of the five papers, for little data and small machines.

Convolutions, then a recurrent layer (Choi et al.), then attention (Irvin et al.) with a learned query; beside them
statistics of the sound that need no learning, since from 443 songs a network learns their studios as well as their
music. Clips of ten seconds; random excerpts and random changes of tempo, pitch and equaliser augment the songs, and a
random low-pass, so that an mp3 is judged as the sound that it was made from. Sizes and recipe were chosen on the
training and validation parts of the fault-filtered split alone.
"""

import math
from collections.abc import Iterable

import torch
from torch import nn

from genrelib.augment import Equalise, LowPass, Mask, Stretch, Transpose
from genrelib.frontends import GTZAN_LOGMEL
from genrelib.networks.crnn import AttentionCrnn
from genrelib.recipe import Recipe
from genrelib.system import Study, System

CLIP = 9.98  # seconds: 129 frames
FRAMES = 129
STRETCH = 0.2  # of the tempo, either way
EXCERPT = 12.0  # seconds: 155 frames, so that 129 played a fifth faster fit in
WARM_UP = 0.1  # share of the training in which the learning rate rises
LAST_RATE = 0.02  # share of the learning rate at the end
DECAY = 0.02


def rise_and_cosine(progress: float) -> float:
    """Factor on the learning rate at `progress` in [0, 1]: a linear rise, then half a cosine down to LAST_RATE."""
    if progress < WARM_UP:
        return progress / WARM_UP
    fallen = (progress - WARM_UP) / (1 - WARM_UP)
    return LAST_RATE + (1 - LAST_RATE) * (1 + math.cos(math.pi * fallen)) / 2


def adamw(parameters: Iterable[nn.Parameter], lr: float) -> torch.optim.AdamW:
    """AdamW with weight decay on matrices and kernels, without it on biases and normalisations (one dimension)."""
    parameters = list(parameters)
    groups = [
        {"params": [weight for weight in parameters if weight.ndim > 1], "weight_decay": DECAY},
        {"params": [weight for weight in parameters if weight.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=lr)


SIZES = {
    "bands": 128,
    "widths": (16, 32, 64, 128),
    "pools": ((4, 2), (2, 2), (2, 1), (4, 1)),  # bands, frames: a step lasts four frames, 0.31 s
    "hidden": 64,
    "units": 128,
    "map_dropout": 0.1,
    "state_dropout": 0.5,
    "statistic_dropout": 0.2,
    "unit_dropout": 0.5,
    "alone": 0.15,
}
RECIPE = Recipe(
    optimizer=adamw,
    learning_rate=3e-3,
    batch=32,
    epochs=60,
    clip_norm=5.0,
    augment=(
        Stretch(frames=FRAMES, by=STRETCH),
        Transpose(bands=3),
        Equalise(knots=6, curve=1.5, gain=1.5),
        Mask(bands=8, frames=0),
        LowPass(share=0.8, lowest=96),  # 4.7 kHz: encoders of music cut at 8 kHz, or just below what is there
    ),
    schedule=rise_and_cosine,
    average=0.99,
    crop=EXCERPT,
    overlap=0.5,  # of the clips it is validated and tested on
    watch=15,
    label_smoothing=0.1,
)
SYSTEMS = [
    System(
        name="house/crnn-attention",
        row="none: our own",
        clip=CLIP,
        frontend=GTZAN_LOGMEL,
        network=AttentionCrnn,
        sizes=SIZES,
        recipe=RECIPE,
    )
]

STUDIES = [
    Study(
        name="house/filtered",
        row="none: our own",
        systems=("house/crnn-attention",),
        data="gtzan-logmel",
        split="filtered",
        metric="track_accuracy",
        seeds=3,
        stand_ins=("jukebox",),
    )
]
