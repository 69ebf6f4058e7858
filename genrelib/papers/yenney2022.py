"""Comparing CNNs and RNNs for Music Genre Recognition.

A course report. The text names no author ("Anonymous Author(s)") and has no date: Jake Yenney is the name in the
address of its code, 2022 is this project's choice. One clip per song of GTZAN, its first 1, 5, 15 or 30 s, becomes a
mel spectrogram in decibels, which the network reads unchanged. "30 seconds" are 29 in the code, because GTZAN's files
end a little before 30.

The printed accuracies (Tables 1 and 2) are not those of the networks: the code's arg-max compares every score with
that of the first class and keeps the last that is larger. If the wrong genres' scores were in random order, even a
perfect classifier would get 38 %. So compare the trend, that the CNN gains with length, not the numbers.
"""

from dataclasses import replace

import torch

from genrelib.frontends import LogMel
from genrelib.networks.artist_crnn import ArtistCrnn
from genrelib.networks.convolutional import Cnn
from genrelib.networks.lstm_stack import LstmStack, StandardisedLstmStack
from genrelib.papers.publication import Publication
from genrelib.recipe import Recipe
from genrelib.system import Against, Study, System

PUBLICATION = Publication(
    title="Comparing CNNs and RNNs for Music Genre Recognition",
    authors="anonymous in the text; Jake Yenney by the address of its code",
    date="a course report without a date",
    claim="A convolutional network gains with the length of the clip and is a light alternative to a convolutional "
    "recurrent one. A recurrent network on its own is of no use, however long the clip.",
    link="https://github.com/jArnke/JakeYenneyCSE190FinalProject",
    notebook="02_how_long_must_it_listen.ipynb",
)

FRONTEND = LogMel(sample_rate=22_050, n_fft=2048, hop_length=512, n_mels=128)  # librosa's defaults; Figure 1
RECIPE = Recipe(  # section 2.2: Adam, 30 epochs, nothing stops early; rate and batch are Keras' defaults
    optimizer=torch.optim.Adam,
    learning_rate=1e-3,
    batch=32,
    epochs=30,
    limit=1,  # one clip per song, its first
)
LENGTHS = {  # what a clip is called -> (its name in Tables 1 and 2, seconds, frames, accuracy of the RNN, of the CNN)
    "1s": ("1 second", 1.0, 44, 0.14, 0.17),
    "5s": ("5 seconds", 5.0, 216, 0.21, 0.21),
    "15s": ("15 seconds", 15.0, 646, 0.15, 0.35),
    "30s": ("30 seconds", 29.0, 1249, 0.14, 0.42),
}
CNN_SIZES = {  # section 2.2 and the code; the figure has ReLU where text and code have ELU, and swaps the pools' axes
    "bands": 128,
    "widths": (64, 128, 128),
    "kernel": 3,
    "pools": ((2, 2), (4, 2), (4, 2)),  # bands, frames
    "dropout": 0.1,
    "hidden": 128,
}
RNN_SIZES = {"bands": 128, "hidden": 128, "layers": 3, "dropout": 0.3, "units": 128}  # section 2.2; sizes: the code
CRNN_SIZES = {  # Nasrullah & Zhao's
    "bands": 128,
    "widths": (64, 128, 128, 128),
    "kernel": 3,
    "pools": ((2, 2), (4, 2), (4, 2), (4, 2)),  # bands, frames
    "dropout": 0.1,
    "hidden": 32,
    "state_dropout": 0.3,
}
MEASURED = (
    "The reported accuracy comes from a broken arg-max, ours from a right one. The text tests on the last ten songs of "
    "each genre, the code on the first ten; we on the split that the study names."
)
BIASES = " Torch's LSTM has two biases per gate where Keras' has one: 1,536 parameters more."
SHUT = (
    "The report lays the RNN's failure to the number of time steps. But raw decibels hold three quarters of the first "
    "layer's gates within 1 % of an end before any training, standardised ones none. Teaches which of the two it was."
)
NOT_RUN = (
    "The report never ran it, for want of disk space: no figure of its own stands behind the claim that a CRNN is "
    '"by far more successful". Front end, clips and recipe are the report\'s, so that only the network differs from '
    "the two halves; the original hears 16 kHz and stops early, in batches of 16. Torch's GRU: two biases per gate, "
    "logistic gates, the reset after the product."
)

CNN = [
    System(
        name=f"yenney2022/cnn-{short}",
        row=f"Table 2, CNN, {called}",
        clip=seconds,
        frontend=FRONTEND,
        network=Cnn,
        sizes=CNN_SIZES | {"frames": frames},
        recipe=RECIPE,
        reported={"gtzan": {"accuracy": accuracy}},
        departs=MEASURED,
    )
    for short, (called, seconds, frames, _, accuracy) in LENGTHS.items()
]
RNN = [
    System(
        name=f"yenney2022/rnn-{short}",
        row=f"Table 1, RNN, {called}",
        clip=seconds,
        frontend=FRONTEND,
        network=LstmStack,
        sizes=RNN_SIZES,
        recipe=RECIPE,
        reported={"gtzan": {"accuracy": accuracy}},
        departs=MEASURED + BIASES,
    )
    for short, (called, seconds, _, accuracy, _) in LENGTHS.items()
]
CRNN = [
    System(
        name=f"yenney2022/crnn-{short}",
        row=f"Section 1.2, the CRNN that both were cut from, {called}",
        clip=seconds,
        frontend=FRONTEND,
        network=ArtistCrnn,
        sizes=CRNN_SIZES,
        recipe=RECIPE,
        departs=NOT_RUN,
    )
    for short, (called, seconds, _, _, _) in LENGTHS.items()
]
LONGER = [  # section 2.3: 50 to 100 epochs are "much more stable"; at 5 s, where both halves are reported alike
    replace(
        system,
        name=f"{system.name}@{epochs}-epochs",
        row=f"Section 2.3, {epochs} epochs",
        recipe=replace(RECIPE, epochs=epochs),
        reported={},
        departs=f"{system.departs} As {system.name}, but trained for {epochs} epochs instead of 30. Teaches {lesson}",
    )
    for system, epochs, lesson in (
        (CNN[1], 50, "whether the spread over retrainings shrinks where the report says it begins to."),
        (CNN[1], 100, "whether the spread over retrainings shrinks, and whether accuracy moves with it."),
        (RNN[1], 100, "whether the RNN was only cut short."),
    )
]
STANDARDISED = [  # of the lengths at which Table 1 is best and worst
    replace(
        system,
        name=f"{system.name}@standardised",
        row=f"Section 2.3, on {system.row}",
        network=StandardisedLstmStack,
        reported={},
        departs=f"{system.departs} As {system.name}, but each band is standardised by the training features. {SHUT}",
    )
    for system in (RNN[1], RNN[3])
]
SYSTEMS = [*CNN, *RNN, *CRNN, *LONGER, *STANDARDISED]
STAND_INS = (
    "gtzan-blues-classical-jazz-rock",
    "jukebox",
)  # of the other genres, 2 s at most are at hand of most tracks
PROCEDURE = (
    "The printed accuracies come from a broken arg-max, which answers the last genre that is more probable than the "
    "first: with the wrong genres in random order even a perfect classifier would read as 0.38. Trained once, and the "
    'report itself warns of "large fluctuations".'
)


def table(number: int, systems: list[System]) -> Study:
    """Study of a table of the report, with more seeds: the report trained once and warns of "large fluctuations"."""
    return Study(
        name=f"yenney2022/table-{number}",
        row=f"Table {number}",
        systems=tuple(system.name for system in systems),
        data="gtzan",
        split="track",
        metric="track_accuracy",
        seeds=3,
        stand_ins=STAND_INS,
        procedure=PROCEDURE,
        beside=("paper_argmax",),
        reported={system.name: system.reported["gtzan"]["accuracy"] for system in systems},
    )


STUDIES = [
    table(1, RNN),
    table(2, CNN),
    Study(
        name="yenney2022/clip-length",
        row="Tables 1 and 2 as a figure: accuracy over clip length, with the CRNN that both were cut from",
        systems=tuple(system.name for system in (*RNN, *CNN, *CRNN)),
        data="gtzan",
        split="track",
        metric="track_accuracy",
        stand_ins=STAND_INS,
        seeds=3,
        procedure=PROCEDURE,
        beside=("paper_argmax",),
        reported={system.name: system.reported["gtzan"]["accuracy"] for system in (*RNN, *CNN)},
        against=Against.CLIP,
    ),
    Study(
        name="yenney2022/retraining",
        row='Section 2.3: "large fluctuations" after 30 epochs, "much more stable" after 50 to 100',
        systems=tuple(system.name for system in (CNN[1], RNN[1], *LONGER)),
        data="gtzan",
        split="track",
        metric="track_accuracy",
        stand_ins=STAND_INS,
        seeds=5,
    ),
    Study(
        name="yenney2022/standardised",
        row='Section 2.3: "the RNN has trouble handling a large amount of time steps"',
        systems=tuple(system.name for system in (RNN[1], RNN[3], *STANDARDISED)),
        data="gtzan",
        split="track",
        metric="track_accuracy",
        stand_ins=STAND_INS,
        seeds=3,
    ),
]
