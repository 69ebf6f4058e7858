"""Jeremy Irvin, Elliott Chartock & Nadav Hollander, Recurrent Neural Networks with Attention for Genre Classification.

A poster of Stanford University; it has no date, 2016 is this project's name for it. Each 30 s song of GTZAN is cut
into six clips of 5 s at 4 kHz, and each clip becomes 22 frames of 513 power densities: raw powers, no logarithm.

Two things to know about the figures. The split is drawn over clips, so nearly every test clip (1 - 0.3^5 = 99.8 %) has
a clip of the same song in the training part; our split `track` shows the accuracy without that. And according to the
authors' run script, the networks' "test accuracy" was measured on the validation clips that chose the model.
"""

from dataclasses import replace

import torch

from genrelib.frontends import PowerSpectrogram
from genrelib.networks import classical, dense, learned_query_lstm, recurrent
from genrelib.papers.publication import Publication
from genrelib.recipe import FittedAtOnce, Recipe
from genrelib.system import Study, System

PUBLICATION = Publication(
    title="Recurrent Neural Networks with Attention for Genre Classification",
    authors="Jeremy Irvin, Elliott Chartock & Nadav Hollander",
    date="a poster of Stanford University without a date",
    claim="An LSTM names the genre of 5 s of music better than a plain recurrent network and than systems that see the "
    "clip as a whole. Attention slightly hurts.",
    notebook="01_does_a_network_need_memory.ipynb",
)

FRONTEND = PowerSpectrogram(sample_rate=4000, n_fft=1024, hop_length=896)  # "Data"; the hop is the code's, 22 frames
BANDS, FRAMES = 513, 22
CLIP = 5.0  # seconds

RECIPE = Recipe(  # all from the authors' code, but for optimizer and rate
    optimizer=torch.optim.Adam,
    learning_rate=1e-3,
    batch=128,
    epochs=100,
    clip_norm=5.0,
    patience=20,
)
DROPOUT = 0.2  # on what each layer hands upwards

INPUT = (
    "Audio is resampled straight to 4 kHz, theirs went through an mp3 at 8 kHz and was stretched to exactly 30 s; "
    "the one mean and the one deviation are taken from the training part, theirs from all clips, test included."
)
RATE = " Adam at 0.001 instead of plain gradient descent at 1.0; clips are reshuffled each epoch;"
DROPPED = " dropout is off during validation, where theirs stayed on;"
WEIGHTS = " Glorot and orthogonal weights instead of truncated normals and a constant output matrix"
START = " (their LSTM's forget bias of 1 is kept); torch's LSTM has two biases per gate where theirs has one."

BASELINES = {  # Figure 1: short name -> (its name there, network, sizes, recipe, accuracy, how we differ beyond INPUT)
    "svm": (
        "Best SVM",
        classical.svm,
        {"C": 1.0},
        FittedAtOnce(),
        0.405,
        " One machine per pair of genres, as scikit-learn fits them, of which the pairs won make one value per genre: "
        "the poster says one-versus-rest, and that is the shape of its decisions. The probabilities are a softmax of "
        "these values.",
    ),
    "softmax": ("Best Softmax Regression", classical.softmax, {"C": 1.0, "max_iter": 100}, FittedAtOnce(), 0.3809, ""),
    "mlp": (
        "Best 2 Layer Neural Network",
        dense.Mlp,
        {"bands": BANDS, "frames": FRAMES, "hidden": 125},
        RECIPE,
        0.7,
        RATE + WEIGHTS + "; no dropout. Their run script, as it stands, would train an LSTM under this name.",
    ),
}
RECURRENT = {  # Figure 2: short name -> (its name there, network, hidden units of both layers, accuracy, how we differ)
    "rnn": (
        "Best Vanilla RNN",
        recurrent.Rnn,
        125,
        0.655,
        "; two tanh layers as the poster says, where their second layer is an LSTM; torch's have two biases each. The "
        "poster's linear embedding below the first layer is left out: the layer's own weights contain it.",
    ),
    "lstm": ("Best Vanilla LSTM", recurrent.Lstm, 250, 0.79, START),
    "lstm-attention": (
        "Best LSTM with Attention",
        recurrent.AttentionLstm,
        60,
        0.748,
        START + " The query is the last cell, as the poster writes; "
        "their code asks with a learned projection of the last hidden state.",
    ),
}

PLAIN = {
    short: System(
        name=f"irvin2016/{short}",
        row=f"Figure 1, {called}",
        clip=CLIP,
        frontend=FRONTEND,
        network=network,
        sizes=sizes,
        recipe=recipe,
        reported={"gtzan": {"accuracy": accuracy}},
        departs=INPUT + departs,
    )
    for short, (called, network, sizes, recipe, accuracy, departs) in BASELINES.items()
} | {
    short: System(
        name=f"irvin2016/{short}",
        row=f"Figure 2, {called}",
        clip=CLIP,
        frontend=FRONTEND,
        network=network,
        sizes={"bands": BANDS, "hidden": hidden, "layers": 2, "dropout": DROPOUT},
        recipe=RECIPE,
        reported={"gtzan": {"accuracy": accuracy}},
        departs=INPUT + RATE + DROPPED + WEIGHTS + departs,
    )
    for short, (called, network, hidden, accuracy, departs) in RECURRENT.items()
}


def changed(short: str, suffix: str, departs: str, **changes) -> System:
    """Copy a plain system with one thing changed, and nothing reported: the poster's figures are the plain one's."""
    plain = PLAIN[short]
    return replace(plain, name=f"{plain.name}@{suffix}", reported={}, departs=departs, **changes)


DEPARTURES = (
    changed(
        "rnn",
        "lstm-on-top",
        "As irvin2016/rnn, but the second layer is an LSTM, which is what the authors' code makes of a second layer "
        "whatever the first one is. Teaches how much of the RNN's figure may be an LSTM's.",
        network=recurrent.LstmOnRnn,
        sizes={"bands": BANDS, "hidden": 125, "dropout": DROPOUT},
    ),
    changed(
        "lstm",
        "sgd-1.0",
        "As irvin2016/lstm, but trained by plain gradient descent at a rate of 1.0, which is the authors' protocol. "
        "Teaches what a rate that large does to raw powers, and what cutting the gradient's norm to 5 saves of it.",
        recipe=replace(RECIPE, optimizer=torch.optim.SGD, learning_rate=1.0),
    ),
    changed(
        "lstm",
        "whole-set-standardisation",
        "As irvin2016/lstm, but mean and deviation are of all clips, validation and test included, as in the authors' "
        "code. Teaches that a leak may be two numbers wide, and to ask what it is worth before calling it harmless.",
        recipe=replace(RECIPE, standardise=("train", "valid", "test")),
    ),
    changed(
        "lstm",
        "equal-start",
        "As irvin2016/lstm, but all weights and biases of the output layer start at 0.1, as the authors' do. Teaches "
        "that equal rows pass no gradient down, and that one step is enough to part them.",
        network=recurrent.EqualStartLstm,
    ),
    changed(
        "lstm-attention",
        "learned-query",
        "As irvin2016/lstm-attention, but the query is a learned projection of the last hidden state, and biases stand "
        "in the projection and in the layer that joins query and context: so it is in the authors' code. Teaches that "
        "poster and code disagree on what attends, and whether it matters.",
        network=learned_query_lstm.LearnedQueryLstm,
    ),
)

SYSTEMS = [*PLAIN.values(), *DEPARTURES]

STAND_INS = ("gtzan-blues-classical-jazz-rock", "jukebox")  # the genres of which all audio is at hand
PROCEDURE = (
    "The split is drawn over clips: 99.8 % of the test clips have a clip of the same song in training. As far as the "
    "authors' run script tells, the networks' figures are of the validation clips that chose the model, the baselines' "
    "of the test part."
)


def figure(number: int, shorts: tuple[str, ...], seeds: int) -> Study:
    """Study of a figure of the poster, on the poster's split."""
    systems = [PLAIN[short] for short in shorts]
    return Study(
        name=f"irvin2016/figure-{number}",
        row=f"Figure {number}",
        systems=tuple(system.name for system in systems),
        data="gtzan",
        split="clip",
        metric="clip_accuracy",
        seeds=seeds,
        reported={system.name: system.reported["gtzan"]["accuracy"] for system in systems},
        stand_ins=STAND_INS,
        procedure=PROCEDURE,
        stricter=("artist",),
    )


STUDIES = [
    figure(1, tuple(BASELINES), seeds=1),
    figure(2, tuple(RECURRENT), seeds=3),  # as often as the departures, which are compared with it
    Study(
        name="irvin2016/departures",
        row="Figure 2, with one thing at a time as in the authors' code",
        systems=tuple(system.name for system in DEPARTURES),
        data="gtzan",
        split="clip",
        metric="clip_accuracy",
        seeds=3,
        stand_ins=STAND_INS,
    ),
]
