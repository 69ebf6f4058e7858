"""Keunwoo Choi, György Fazekas, Mark Sandler & Kyunghyun Cho, Convolutional Recurrent Neural Networks for Music
Classification, ICASSP 2017. arXiv:1609.04243 (venue and year are not in the text, but in the address of its code).

Four networks tag 29 s of music with 50 tags, each at five sizes from 0.1 to 3 million parameters. The paper prints
widths and sizes (Table 1); its AUCs are drawn (Figures 2 to 4), not printed.

The sizes are reached within their 2 % only if the input is normalised over the axis of *time*, a scale and a shift for
each of 1440 frames (1366 and 37 zeros on either side): 100,010 parameters at 0.1M, counted with one bias per gate.
The authors' released networks hold such vectors too, in a layer that calls itself "freq".
"""

import torch

from genrelib.frontends import LogMel
from genrelib.networks.crnn import Crnn
from genrelib.system import Recipe, Study, System

FRONTEND = LogMel(sample_rate=12_000, n_fft=512, hop_length=256, n_mels=96)  # section 3; n_fft from the code
CLIP = 29.12  # seconds: 1366 frames; the "29 seconds" of section 3 would give 1360
LABELS = 50

CRNN = {  # Table 1: parameters -> (feature maps of the four convolutions, hidden units of both GRU layers)
    "0.1M": ((30, 60, 60, 60), 30),
    "0.25M": ((48, 96, 96, 96), 48),
    "0.5M": ((68, 137, 137, 137), 68),
    "1M": ((96, 195, 195, 195), 96),
    "3M": ((169, 339, 339, 339), 169),
}
COUNT = {"0.1M": 100_000, "0.25M": 250_000, "0.5M": 500_000, "1M": 1_000_000, "3M": 3_000_000}
CRNN_SIZES = {
    "bands": 96,
    "frames": 1366,
    "padding": 37,  # from the authors' released network: N x 1 x 15, section 2.4
    "pools": ((2, 2), (3, 3), (4, 4), (4, 4)),  # section 2.4; bands, frames
    "dropout": 0.1,  # section 2
}
RECIPE = Recipe(  # section 3: Adam, early stopping; rate and batch are not given, these are Keras' defaults
    optimizer=torch.optim.Adam,
    learning_rate=1e-3,
    batch=32,
    epochs=200,
    patience=20,
    limit=1,  # one clip per song
)
DEPARTS = (
    "Learns one genre by cross entropy over a softmax where the paper learns 50 tags by binary cross entropy over "
    "sigmoids, and so is kept by validation accuracy, not AUC. The paper stops after one pass over its 201,680 clips "
    "without gain; a pass over a set like GTZAN is a few dozen steps, too few for the running means of its "
    "normalisation, so patience is 20 passes. The first clip of a song instead of its centre. Torch's GRU: two biases "
    "per gate (90 parameters more per layer at 0.1M), logistic gates, the reset after the product; Keras' of the time: "
    "one bias, hard-sigmoid gates, the reset before it. The authors' front end squares the mel powers before the "
    "logarithm, ours does not; the normalisation that follows absorbs a factor."
)

SYSTEMS = [
    System(
        name="choi2017/crnn-0.1M",
        row="Table 1, CRNN, 0.1",
        clip=CLIP,
        frontend=FRONTEND,
        network=Crnn,
        sizes=CRNN_SIZES | dict(zip(("widths", "hidden"), CRNN["0.1M"], strict=True)),
        recipe=RECIPE,
        parameters=COUNT["0.1M"],
        departs=DEPARTS,
        labels=LABELS,
    )
]

STUDIES: list[Study] = []  # the paper's measurements are AUCs of tags, and drawn: nothing here to set a genre's against
