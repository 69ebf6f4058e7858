"""Tanvi Pandey, Iban Hossain & Nisa Bayraktar, Implementation of Shallow and Deep Neural Network Architecture for
Music Genre Classification.

A report of a course at the University of Bristol; it has no date, 2023 is this project's name for it. It rebuilds
Schindler, Lidy & Rauber's two networks of parallel branches (Comparing Shallow versus Deep Neural Network Architectures
for Automatic Music Genre Classification, 2016) and puts an LSTM on the deep one. Its input is fifteen clips of each
song of GTZAN, of 0.93 s by the course's handout; every figure is the accuracy over single clips, not over songs.
Schindler's votes over the clips of a song (SCHINDLER) gain ten points and more over that.

Three things to know about the figures. There is no validation set: curves, batch size and numbers of epochs were all
chosen on the part that the figures come from. The two points that the LSTM gains are no evidence of time: as coded
(`crnn@lstm-over-batch`) it recurs over the mini-batch, and the test clips were sorted by genre. And the penalty on the
weights is 1e-4 in the text, 1e-5 in the code; at 1e-4 the penalty of the untrained shallow network is as large as the
cross entropy of a guess (2.3), that of the untrained LSTM over the mini-batch seven times as large.

Slips of the text: 28 among the batch sizes that are "powers of 2"; Figure 7 shows "pop music" in its caption and metal
in the text; the leaky activation everywhere, where the code has a plain ReLU after the deep network's later
convolutions. The left branch is to capture "frequency relations" and the right one "temporal features", but the left
pool leaves 80 bands of 4 steps, the right one 4 bands of 80 steps.
"""

from dataclasses import replace
from typing import Any

import torch

from genrelib.augment import SpeedOrPitch
from genrelib.frontends import LogMel, NaturalLog
from genrelib.networks.parallel import ParallelCnn
from genrelib.networks.parallel_lstm import LstmOverBatch, ParallelLstm
from genrelib.papers.publication import Publication
from genrelib.recipe import Recipe
from genrelib.system import Study, System

PUBLICATION = Publication(
    title="Implementation of Shallow and Deep Neural Network Architecture for Music Genre Classification",
    authors="Tanvi Pandey, Iban Hossain & Nisa Bayraktar",
    date="a course report of the University of Bristol without a date",
    claim="Two parallel branches of convolutions, shallow or deep, name the genre of 0.93 s about equally well. An "
    "LSTM on the deep one, made for what comes in sequence, adds up to two points.",
    notebook="04_shallow_or_deep.ipynb",
)

# The report was handed finished spectrograms; these are the settings of the same course's handout of 2019.
FRONTEND = LogMel(sample_rate=22_050, n_fft=512, hop_length=256, n_mels=80, power=1.0, scale=NaturalLog(1e-6))
CLIP = 0.928  # seconds: 20,462 samples, 80 frames; the 0.93 s of the handout would be a frame more

RECIPE = Recipe(  # section V; the rates of Adam's means are torch's defaults
    optimizer=torch.optim.Adam,
    learning_rate=5e-5,
    batch=64,
    epochs=100,
    l1=1e-4,
    draw=15,  # section III
    watch=2,  # "accuracy is printed after every two epochs"
)
LSTM_RECIPE = replace(RECIPE, batch=32)  # the default of its script; the text gives 64 for the other two only
AUGMENT = SpeedOrPitch(rates=(0.2, 0.5, 1.2, 1.5), semitones=(-5.0, -2.0, 2.0, 5.0), frontend=FRONTEND)

SHALLOW_SIZES: dict[str, Any] = {  # section IV and Figure 1; kernel and pool of each convolution, both (bands, frames)
    "bands": 80,
    "frames": 80,
    "widths": (16,),
    "left": (((10, 23), (1, 20)),),
    "right": (((21, 20), (20, 1)),),
    "slopes": (0.3,),
    "hidden": 200,
    "dropout": 0.1,
}
BRANCHES: dict[str, Any] = {  # section IX-A and Figure 8; the widths are the code's
    "bands": 80,
    "frames": 80,
    "widths": (16, 32, 64, 128),
    "left": (((10, 23), (2, 2)), ((5, 11), (2, 2)), ((3, 5), (2, 2)), ((2, 4), (1, 5))),
    "right": (((21, 20), (2, 2)), ((10, 5), (2, 2)), ((5, 3), (2, 2)), ((4, 2), (5, 1))),
    "slopes": (0.3, 0.3, 0.3, 0.3),
}
DEEP_SIZES = BRANCHES | {"hidden": 200, "dropout": 0.25}
LSTM_SIZES = BRANCHES | {"hidden": 200, "layers": 2, "dropout": 0.25}  # section IX-B; two layers in Figure 9

# Figure 2, the diagonal: shares of each genre's clips that the shallow network names rightly after 100 epochs.
REPORTED_RECALL = {
    "blues": 0.90, "classical": 0.78, "country": 0.45, "disco": 0.56, "hiphop": 0.63,
    "jazz": 0.62, "metal": 0.81, "pop": 0.65, "reggae": 0.37, "rock": 0.40,
}  # fmt: skip

# Schindler, Lidy & Rauber 2016 on GTZAN: over clips; over songs by the largest probability; by the vote of most clips.
# The augmented ones after 100 epochs.
SCHINDLER = {
    "shallow, 100 epochs": (0.6656, 0.781, 0.778),
    "shallow, 200 epochs": (0.6749, 0.808, 0.802),
    "deep, 100 epochs": (0.6569, 0.786, 0.780),
    "deep, 200 epochs": (0.6619, 0.806, 0.803),
    "shallow, augmented": (0.6677, 0.789, 0.771),
    "deep, augmented": (0.6831, 0.818, 0.822),
}

DEPARTS = (
    "Our clips are cut from a song at whole steps of a clip and 15 of them drawn once; the paper's 15 were handed to "
    "it ready-made. It trains on three quarters of the songs and tests on the rest; we set a tenth aside to validate "
    "on, which chooses nothing: the last epoch counts, as theirs does."
)
OVER_TIME = (
    " The text only says that an LSTM replaces the first linear layer, and the code lets it recur over the mini-batch; "
    "here it recurs over the time of the clip. The right branch keeps ten steps; the left one keeps two, each repeated "
    "beside the five steps that it covers. That a leaky activation follows is the code's."
)
MEASURED_OVER_BATCH = " The paper's figure is that of its code, which recurs over the mini-batch."
AUGMENTED = (
    "Schindler's augmentation, which the paper leaves out: each time a clip is met it is as it is, or at 0.2, 0.5, 1.2 "
    "or 1.5 times its speed, or 2 or 5 semitones higher or lower. It acts on the spectrogram, not on the sound: a clip "
    "played faster begins anew where it ends, and low partials are moved between bands that are 41 Hz wide."
)

SHALLOW = System(
    name="pandey2023/shallow",
    row="Table I, shallow CNN, 100",
    clip=CLIP,
    frontend=FRONTEND,
    network=ParallelCnn,
    sizes=SHALLOW_SIZES,
    recipe=RECIPE,
    reported={"gtzan": {"accuracy": 0.6312}},
    departs=DEPARTS,
)
DEEP = replace(
    SHALLOW,
    name="pandey2023/deep",
    row="Table I, deep network, 100",
    sizes=DEEP_SIZES,
    reported={"gtzan": {"accuracy": 0.6267}},
)
CRNN = replace(
    SHALLOW,
    name="pandey2023/crnn",
    row="Table I, CRNN, 100",
    network=ParallelLstm,
    sizes=LSTM_SIZES | {"directions": 1},
    recipe=LSTM_RECIPE,
    reported={"gtzan": {"accuracy": 0.6452}},
    departs=DEPARTS + OVER_TIME + MEASURED_OVER_BATCH,
)
BILSTM = replace(
    CRNN,
    name="pandey2023/bilstm",
    row="section X, bidirectional LSTM: proposed, not measured",
    sizes=LSTM_SIZES | {"directions": 2},
    reported={},
    departs=DEPARTS + OVER_TIME,
)
OVER_BATCH = replace(
    CRNN,
    name="pandey2023/crnn@lstm-over-batch",
    row="Table I, CRNN, 100: as coded",
    network=LstmOverBatch,
    sizes=LSTM_SIZES,
    departs="As coded: the LSTM takes the clips of a batch for moments of one sequence, so that what a clip is called "
    "depends on the order in which the test clips lie, and on how many make a batch. The paper's lay sorted by genre. "
    + DEPARTS,
)


def apart(system: System, suffix: str, row: str, why: str, reported: float | None = None, **changes) -> System:
    """Copy a system with one thing changed, which the suffix names; `why` says what it teaches."""
    figures = {} if reported is None else {"gtzan": {"accuracy": reported}}
    name = f"{system.name}@{suffix}"
    return replace(system, name=name, row=row, reported=figures, departs=f"{why} {system.departs}", **changes)


LONGER = "Trained for 200 epochs: does twice the training gain what the paper says, 0.2 to 0.7 points?"
WEAKER = "The penalty on the weights as coded, a tenth of the text's: how much does it hold the network back?"

SYSTEMS = [
    SHALLOW,
    DEEP,
    CRNN,
    BILSTM,
    OVER_BATCH,
    apart(SHALLOW, "200-epochs", "Table I, shallow CNN, 200", LONGER, 0.638, recipe=replace(RECIPE, epochs=200)),
    apart(DEEP, "200-epochs", "Table I, deep network, 200", LONGER, 0.631, recipe=replace(RECIPE, epochs=200)),
    apart(CRNN, "200-epochs", "Table I, CRNN, 200", LONGER, 0.6472, recipe=replace(LSTM_RECIPE, epochs=200)),
    *(
        apart(
            SHALLOW,
            f"batch-{batch}",
            f"section V, batches of {batch}",
            f"Batches of {batch}: the paper found 64 the most accurate and prints no figures.",
            recipe=replace(RECIPE, batch=batch),
        )
        for batch in (28, 32, 128)
    ),
    apart(SHALLOW, "l1-1e-5", "none: the code's penalty", WEAKER, recipe=replace(RECIPE, l1=1e-5)),
    apart(DEEP, "l1-1e-5", "none: the code's penalty", WEAKER, recipe=replace(RECIPE, l1=1e-5)),
    apart(CRNN, "l1-1e-5", "none: the code's penalty", WEAKER, recipe=replace(LSTM_RECIPE, l1=1e-5)),
    apart(
        DEEP,
        "kernel-21x10",
        "none: the code's first kernel on the right",
        "The right branch's first kernel as coded, half as long as the text's and Figure 8's.",
        sizes=DEEP_SIZES | {"right": (((21, 10), (2, 2)), *DEEP_SIZES["right"][1:])},
    ),
    apart(
        DEEP,
        "relu",
        "none: the code's activations",
        "A plain ReLU after all convolutions but the first, as coded; the text has leaky ones throughout.",
        sizes=DEEP_SIZES | {"slopes": (0.3, 0.0, 0.0, 0.0)},
    ),
    *(
        apart(
            system,
            "augmented",
            "none: Schindler et al. 2016, with augmentation",
            AUGMENTED,
            recipe=replace(RECIPE, augment=(AUGMENT,)),
        )
        for system in (SHALLOW, DEEP)
    ),
]

STAND_INS = ("gtzan-blues-classical-jazz-rock", "jukebox")  # of the other genres, most tracks give two clips at hand
CHOSEN_ON_TEST = (
    "There is no validation part: curves, batch size and the number of epochs were looked at on the part that the "
    "figures come from. "
)
RECURS = (
    "The CRNN's LSTM recurs over the mini-batch, and the test clips lay sorted by genre, so that neighbours of the "
    "same genre answer together: its gain of two points is no evidence of time."
)
OTHER_COMPANY = ("clip_accuracy_shuffled", "clip_accuracy_alone")


def question(name: str, row: str, systems: tuple[str, ...], procedure: str = CHOSEN_ON_TEST, **price) -> Study:
    """Study that compares this paper's systems, each by the mean of five runs as in section VI."""
    return Study(
        name=name,
        row=row,
        systems=systems,
        data="gtzan",
        split="track",
        metric="clip_accuracy",
        seeds=5,
        reported={s.name: s.reported["gtzan"]["accuracy"] for s in SYSTEMS if s.reported and s.name in systems},
        stand_ins=STAND_INS,
        procedure=procedure.strip(),
        **price,
    )


STUDIES = [
    question(
        "pandey2023/table-1",
        "Table I",
        tuple(system.name for system in SYSTEMS if system.reported),
        CHOSEN_ON_TEST + RECURS,
        beside=OTHER_COMPANY,
    ),
    question(
        "pandey2023/batch-sizes",
        "section V, batch sizes",
        ("pandey2023/shallow", *(f"pandey2023/shallow@batch-{batch}" for batch in (28, 32, 128))),
    ),
    question(
        "pandey2023/text-and-code",
        "none: where the code does not do what the text says",
        (
            *("pandey2023/shallow", "pandey2023/shallow@l1-1e-5", "pandey2023/crnn", "pandey2023/crnn@l1-1e-5"),
            *("pandey2023/deep", "pandey2023/deep@l1-1e-5", "pandey2023/deep@kernel-21x10", "pandey2023/deep@relu"),
        ),
    ),
    question(
        "pandey2023/lstm",
        "sections IX-B and X: what an LSTM adds",
        ("pandey2023/deep", "pandey2023/crnn", "pandey2023/bilstm", "pandey2023/crnn@lstm-over-batch"),
        CHOSEN_ON_TEST + RECURS,
        beside=OTHER_COMPANY,
    ),
    question(
        "pandey2023/augmentation",
        "none: Schindler et al. 2016, with augmentation",
        ("pandey2023/shallow", "pandey2023/shallow@augmented", "pandey2023/deep", "pandey2023/deep@augmented"),
    ),
]
