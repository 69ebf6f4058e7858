"""Comparing CNNs and RNNs for Music Genre Recognition.

A course report. The text names no author ("Anonymous Author(s)") and bears no date: Jake Yenney is the name in the
address of its code, 2022 is the project's. One clip per song of GTZAN, its first 1, 5, 15 or 30 s, becomes a mel
spectrogram in decibels that reaches the network as it is. "30 seconds" are 29 in the code, because GTZAN's files end
a little before 30.

The printed accuracies (Tables 1 and 2) are not what the networks reached: the code's arg-max compares every score with
that of the first class and keeps the last that is larger. Were the wrong genres' scores in random order, even a perfect
classifier would read as 38 %. So what to look for is the trend, that the CNN gains with length, not the numbers.
"""

import torch

from genrelib.frontends import LogMel
from genrelib.networks.convolutional import Cnn
from genrelib.system import Recipe, Study, System

FRONTEND = LogMel(sample_rate=22_050, n_fft=2048, hop_length=512, n_mels=128)  # librosa's defaults; Figure 1
RECIPE = Recipe(  # section 2.2: Adam, 30 epochs, nothing stops early; rate and batch are Keras' defaults
    optimizer=torch.optim.Adam,
    learning_rate=1e-3,
    batch=32,
    epochs=30,
    limit=1,  # one clip per song, its first
)
CNN = {  # Table 2: what the clip is called -> (its name there, seconds, frames, accuracy)
    "1s": ("1 second", 1.0, 44, 0.17),
    "5s": ("5 seconds", 5.0, 216, 0.21),
    "15s": ("15 seconds", 15.0, 646, 0.35),
    "30s": ("30 seconds", 29.0, 1249, 0.42),
}
SIZES = {  # section 2.2 and the code; the figure says ReLU where text and code say ELU, and swaps the axes of the pools
    "bands": 128,
    "widths": (64, 128, 128),
    "kernel": 3,
    "pools": ((2, 2), (4, 2), (4, 2)),  # bands, frames
    "dropout": 0.1,
    "hidden": 128,
}
DEPARTS = (
    "The reported accuracy comes from a broken arg-max, ours from a right one. The text tests on the last ten songs of "
    "each genre, the code on the first ten; we on the split that the study names."
)

SYSTEMS = [
    System(
        name=f"yenney2022/cnn-{short}",
        row=f"Table 2, CNN, {called}",
        clip=seconds,
        frontend=FRONTEND,
        network=Cnn,
        sizes=SIZES | {"frames": frames},
        recipe=RECIPE,
        reported={"gtzan": {"accuracy": accuracy}},
        departs=DEPARTS,
    )
    for short, (called, seconds, frames, accuracy) in CNN.items()
]

STUDIES = [
    Study(
        name="yenney2022/table-2",
        row="Table 2",
        systems=tuple(system.name for system in SYSTEMS),
        data="gtzan",
        split="track",
        metric="track_accuracy",
        seeds=3,  # the paper trained each once and warns of "large fluctuations"
        reported={system.name: system.reported["gtzan"]["accuracy"] for system in SYSTEMS},
    )
]
