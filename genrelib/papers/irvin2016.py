"""Jeremy Irvin, Elliott Chartock & Nadav Hollander, Recurrent Neural Networks with Attention for Genre Classification.

A poster of Stanford University; it bears no date, 2016 is the project's name for it. Each 30 s song of GTZAN is cut
into six clips of 5 s at 4 kHz, and each clip becomes 22 frames of 513 power densities: raw powers, no logarithm.

Two things to know about the figures. The split is drawn over clips, so nearly every test clip (1 - 0.3^5 = 99.8 %) has
a clip of the same song in the training part; our split `track` shows what remains without that. And as far as the
authors' run script tells, the networks' "test accuracy" was measured on the validation clips that chose the model.
"""

import torch

from genrelib.frontends import PowerSpectrogram
from genrelib.networks import classical, recurrent
from genrelib.system import Recipe, Study, System

FRONTEND = PowerSpectrogram(sample_rate=4000, n_fft=1024, hop_length=896)  # "Data"; the hop is the code's, 22 frames
BANDS = 513
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
TRAINING = (
    " Adam at 0.001 instead of plain gradient descent at 1.0, which is fragile on this input; clips are reshuffled "
    "each epoch; dropout is off during validation, where theirs stayed on; Glorot and orthogonal weights instead of "
    "truncated normals and a constant output matrix (their LSTM's forget bias of 1 is kept); torch's LSTM has two "
    "biases per gate where theirs has one."
)

SYSTEMS = [
    System(
        name="irvin2016/softmax",
        row="Figure 1, Best Softmax Regression",
        clip=CLIP,
        frontend=FRONTEND,
        network=classical.softmax,
        sizes={"C": 1.0, "max_iter": 100},
        recipe=None,
        reported={"gtzan": {"accuracy": 0.3809}},
        departs=INPUT,
    ),
    System(
        name="irvin2016/lstm",
        row="Figure 2, Best Vanilla LSTM",
        clip=CLIP,
        frontend=FRONTEND,
        network=recurrent.Lstm,
        sizes={"bands": BANDS, "hidden": 250, "layers": 2, "dropout": DROPOUT},
        recipe=RECIPE,
        reported={"gtzan": {"accuracy": 0.79}},
        departs=INPUT + TRAINING,
    ),
    System(
        name="irvin2016/lstm-attention",
        row="Figure 2, Best LSTM with Attention",
        clip=CLIP,
        frontend=FRONTEND,
        network=recurrent.AttentionLstm,
        sizes={"bands": BANDS, "hidden": 60, "layers": 2, "dropout": DROPOUT},
        recipe=RECIPE,
        reported={"gtzan": {"accuracy": 0.748}},
        departs=INPUT + TRAINING + " The query is the last cell, as the poster writes; "
        "their code asks with a learned projection of the last hidden state.",
    ),
]

STUDIES = [
    Study(
        name="irvin2016/figure-1",
        row="Figure 1",
        systems=("irvin2016/softmax",),
        data="gtzan",
        split="clip",
        metric="clip_accuracy",
        seeds=1,
        reported={"irvin2016/softmax": 0.3809},
    ),
    Study(
        name="irvin2016/figure-2",
        row="Figure 2",
        systems=("irvin2016/lstm", "irvin2016/lstm-attention"),
        data="gtzan",
        split="clip",
        metric="clip_accuracy",
        seeds=1,
        reported={"irvin2016/lstm": 0.79, "irvin2016/lstm-attention": 0.748},
    ),
]
