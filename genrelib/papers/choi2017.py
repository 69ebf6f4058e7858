"""Keunwoo Choi, György Fazekas, Mark Sandler & Kyunghyun Cho, Convolutional Recurrent Neural Networks for Music
Classification, ICASSP 2017. arXiv:1609.04243 (venue and year are not in the text, but in the address of its code).

Four networks tag 29 s of music with 50 tags, each at five sizes from 0.1 to 3 million parameters. The paper prints
widths and sizes (Table 1); its AUCs are drawn (Figures 2 to 4), not printed, so only their order can be compared.

The sizes are within the paper's 2 % only if the input is normalised over the axis of *time*: a scale and a shift for
each of 1366 frames, in CRNN for each of 1440 (37 zeros on either side). The authors' released networks hold such
vectors too, in a layer named "freq". The column of k1c2 does not add up at all: see K1C2_COUNT.
"""

from dataclasses import replace

import torch

from genrelib.frontends import Decibels, LogMel
from genrelib.networks.crnn import BandCrnn, Crnn
from genrelib.networks.pooling import BandPooledCnn, PooledCnn
from genrelib.networks.released_crnn import KerasCrnn
from genrelib.papers.publication import Publication
from genrelib.recipe import Adopted, Recipe
from genrelib.released import read_keras_tagger
from genrelib.system import Against, Study, System
from genrelib.tag_lists import MSD, MSD_CATEGORIES

PUBLICATION = Publication(
    title="Convolutional Recurrent Neural Networks for Music Classification",
    authors="Keunwoo Choi, György Fazekas, Mark Sandler & Kyunghyun Cho",
    date="ICASSP 2017",
    claim="Of four networks with the same number of parameters, at five sizes from 0.1 to 3 million, the convolutional "
    "recurrent one tags music best. It also takes longest to train.",
    link="https://arxiv.org/abs/1609.04243",
    notebook="05_what_does_a_parameter_buy.ipynb",
)

FRONTEND = LogMel(sample_rate=12_000, n_fft=512, hop_length=256, n_mels=96)  # section 3; n_fft from the code
SQUARED = replace(FRONTEND, scale=Decibels(multiplier=20.0, amin=1e-5))  # the released code: powers squared once more
CLIP = 29.12  # seconds: 1366 frames; the "29 seconds" of section 3 would give 1360
LABELS = 50
COUNT = {"0.1M": 100_000, "0.25M": 250_000, "0.5M": 500_000, "1M": 1_000_000, "3M": 3_000_000}
PICTURE = {"bands": 96, "frames": 1366}  # section 2

# Table 1, and sections 2.1 to 2.4 for kernels and pools (bands, frames). Hidden: units of the fully connected layers,
# in CRNN of each GRU layer. The output layer, which the table leaves out, is counted in its sizes.
K1C2 = {
    "0.1M": ((15, 15, 30, 30), (30, 30)),
    "0.25M": ((23, 23, 47, 47), (47, 47)),
    "0.5M": ((33, 33, 66, 66), (66, 66)),
    "1M": ((47, 47, 95, 95), (95, 95)),
    "3M": ((81, 81, 163, 163), (163, 163)),
}
K2C1 = {
    "0.1M": ((43, 43, 43, 87, 87), (87, 87)),
    "0.25M": ((72, 72, 72, 145, 145), (145, 145)),
    "0.5M": ((106, 106, 106, 212, 212), (212, 212)),
    "1M": ((152, 152, 152, 304, 304), (304, 304)),
    "3M": ((265, 265, 265, 535, 535), (535, 535)),
}
K2C2 = {
    "0.1M": ((20, 41, 41, 62, 83), ()),
    "0.25M": ((33, 66, 66, 100, 133), ()),
    "0.5M": ((47, 95, 95, 142, 190), ()),
    "1M": ((67, 135, 135, 203, 271), ()),
    "3M": ((118, 236, 236, 355, 473), ()),
}
CRNN = {
    "0.1M": ((30, 60, 60, 60), 30),
    "0.25M": ((48, 96, 96, 96), 48),
    "0.5M": ((68, 137, 137, 137), 68),
    "1M": ((96, 195, 195, 195), 96),
    "3M": ((169, 339, 339, 339), 169),
}
K1C2_SIZES = PICTURE | {"kernels": ((1, 4),) * 4, "pools": ((1, 4), (1, 5), (1, 8), (1, 8))}
K2C1_SIZES = PICTURE | {
    "kernels": ((96, 4), (1, 4), (1, 4), (1, 4), (1, 4)),
    "pools": ((1, 4), (1, 4), (1, 4), (1, 4), (1, 5)),  # "4 or 5": a second 5 would leave no frame of 1366
}
K2C2_SIZES = PICTURE | {"kernels": ((3, 3),) * 5, "pools": ((2, 4), (2, 4), (2, 4), (3, 5), (4, 4))}
CRNN_SIZES = PICTURE | {
    "padding": 37,  # from the authors' released network: without it 14 steps are left, not the 15 of section 2.4
    "pools": ((2, 2), (3, 3), (4, 4), (4, 4)),
    "dropout": 0.1,  # section 2
}
STRUCTURES = {
    "k1c2": (PooledCnn, K1C2_SIZES, K1C2),
    "k2c1": (PooledCnn, K2C1_SIZES, K2C1),
    "k2c2": (PooledCnn, K2C2_SIZES, K2C2),
    "crnn": (Crnn, CRNN_SIZES, CRNN),
}

# What k1c2's column of Table 1 adds up to; the paper says 2 % tolerance (section 2.5). No kernel of 3 to 9 frames, with
# or without biases, normalisations or a second convolution per row, brings all five within it.
K1C2_COUNT = {"0.1M": 98_392, "0.25M": 235_475, "0.5M": 460_228, "1M": 947_363, "3M": 2_776_223}

# What the text says of the drawn figures.
ORDER = ("crnn", "k2c2", "k1c2", "k2c1")  # best AUC first at the same number of parameters, section 3.1
FASTER = ("k2c1", "k2c2", "k1c2", "crnn")  # training speed at the same number of parameters, fastest first, section 3.2
# Not so on one CPU thread: k1c2 multiplies a quarter as often as k2c2 and learns 1.7 to 1.9 times as fast.
STATE_OF_THE_ART = 0.851  # AUC before this paper, Figure 2; section 3.1: k2c2 is above it with more than 0.5M
CRNN_OVER_K2C1 = 44  # of the 50 tags, 1M networks, section 3.3
K2C1_OVER_K1C2 = 48  # of the 50 tags, ibid.: this contradicts ORDER, the names may have been swapped
POPULARITY = 0.077  # Spearman's correlation of a tag's frequency with the rank of its AUC, ibid.

RECIPE = Recipe(  # section 3: Adam, early stopping; rate and batch are not given, these are Keras' defaults
    optimizer=torch.optim.Adam,
    learning_rate=1e-3,
    batch=32,
    epochs=200,
    patience=20,
    limit=1,  # one clip per song
)
TRAINING = (
    "The paper learns 50 tags by binary cross entropy and stops by AUC; so does this on a set of tags, while on a set "
    "of genres it learns one of them by cross entropy and stops by accuracy. The paper stops after one pass over its "
    "201,680 clips without gain; a pass over a set like GTZAN is a few dozen steps, too few for the running means of "
    "the normalisation, so patience is 20 passes. The first clip of a song instead of its centre."
)
DEPARTS = {
    "k1c2": TRAINING + " Built as written it misses the stated size by -1.6, -5.8, -8.0, -5.3 and -7.5 %, from 0.1M to "
    "3M, and its convolutions hold 7 % of the weights at 0.5M where section 3.1 says 13 %.",
    "k2c1": TRAINING + " Which of the pools is the 5 is not said: here the last.",
    "k2c2": TRAINING,
    "crnn": TRAINING + " Torch's GRU: two biases per gate (three per unit and layer more than the paper's), logistic "
    "gates, the reset after the product; Keras' of the time: one bias, hard-sigmoid gates, the reset before it.",
}
PER_BAND = (
    "The input is normalised per mel band, 96 of them, as one would expect, where the stated sizes ask for the {} "
    "frames: shows what a normalisation over the wrong axis costs. "
)
UNSQUARED = (
    " The authors' front end squares the mel powers before the logarithm, ours does not (crnn-0.5M@squared-power does)."
)

SYSTEMS = [
    System(
        name=f"choi2017/{structure}-{size}",
        row=f"Table 1, {structure}, {size}",
        clip=CLIP,
        frontend=FRONTEND,
        network=network,
        sizes=sizes | {"widths": widths, "hidden": hidden},
        recipe=RECIPE,
        parameters=COUNT[size],
        departs=DEPARTS[structure] + UNSQUARED,
        labels=LABELS,
    )
    for structure, (network, sizes, table) in STRUCTURES.items()
    for size, (widths, hidden) in table.items()
]
PLAIN = {system.name: system for system in SYSTEMS}
SYSTEMS += [
    replace(
        PLAIN["choi2017/k1c2-0.5M"],
        name="choi2017/k1c2-0.5M@8tap",
        sizes=PLAIN["choi2017/k1c2-0.5M"].sizes | {"kernels": ((1, 8),) * 4},
        departs="Kernels of 8 frames where section 2.1 says 4: then the size is 1.8 % below the stated one, and the "
        "convolutions hold 13 % of the weights, as section 3.1 says. " + TRAINING + UNSQUARED,
    ),
    replace(
        PLAIN["choi2017/crnn-0.5M"],
        name="choi2017/crnn-0.5M@mel-bn",
        network=BandCrnn,
        departs=PER_BAND.format(1440) + DEPARTS["crnn"] + UNSQUARED,
    ),
    *(
        replace(
            PLAIN[f"choi2017/k2c1-{size}"],
            name=f"choi2017/k2c1-{size}@mel-bn",
            network=BandPooledCnn,
            parameters=None,
            departs=PER_BAND.format(1366) + DEPARTS["k2c1"] + UNSQUARED,
        )
        for size in ("0.1M", "0.5M")
    ),
    replace(
        PLAIN["choi2017/crnn-0.5M"],
        name="choi2017/crnn-0.5M@squared-power",
        frontend=SQUARED,
        departs="The mel powers are squared before the logarithm, as in the authors' front end. The normalisation "
        "undoes the doubled decibels, but not the floor: 80 dB below the maximum are then 40 dB of music. "
        + DEPARTS["crnn"],
    ),
]

RELEASED = Adopted(
    provenance="the authors' weights, Million Song Dataset, AUC 0.8662 by their README",
    licence="MIT, Keunwoo Choi 2016",
    url="https://github.com/keunwoochoi/music-auto_tagging-keras/raw/HEAD/data/music_tagger_crnn_weights_theano.h5",
    sha256="783d8198417fd5d6ceee551dea5ec3e7f0210ec743af4819172b5c943044081c",
    read=read_keras_tagger,
    data="msd",
    tags=MSD,
    categories=MSD_CATEGORIES,
)
SYSTEMS.append(
    System(
        name="choi2017/crnn@released",
        row="none: the tagger that its first author released",
        clip=CLIP,
        frontend=SQUARED,
        network=KerasCrnn,
        sizes=CRNN_SIZES | {"widths": (64, 128, 128, 128), "hidden": 32, "state_dropout": 0.3},
        recipe=RELEASED,
        reported={"msd": {"roc_auc_macro": 0.8662}},
        parameters=396_786,
        departs="A sister of Table 1's CRNN, trained by its authors: 64 maps, then 128, Keras' own GRU, their front "
        "end that squares the mel powers. They ask once, about the centre of a song; here the mean over clips. "
        "Half a frame decides: on one of their four songs 12 ms more or less make jazz of electronic.",
        labels=LABELS,
    )
)

# The AUCs are of the Million Song Dataset's previews, which can no longer be had: none of it ran on the paper's data.
# `reproduce` trains the rows on the tags that there are, of `jukebox-tags` or `gtzan-tags`.
STAND_INS = ("magnatagatune", "mtg-jamendo", "gtzan-tags", "jukebox-tags")
PROCEDURE = (
    "The AUCs are drawn, not printed: only their order can be compared. k1c2 is up to 8 % smaller than the size it is "
    "called by, whatever its column of Table 1 is taken to mean. The text ranks k1c2 above k2c1, and elsewhere lets "
    "k2c1 win on 48 of 50 tags."
)
STUDIES = [
    Study(
        name="choi2017/figure-2",  # AUC against the number of parameters
        row="Figure 2",
        systems=tuple(PLAIN),
        data="msd",
        split="official",
        metric="roc_auc_macro",
        seeds=1,
        order=tuple(tuple(f"choi2017/{structure}-{size}" for structure in ORDER) for size in COUNT),
        against=Against.PARAMETERS,
        stand_ins=STAND_INS,
        procedure=PROCEDURE,
    ),
    Study(
        name="choi2017/figure-3",  # AUC of each tag
        row="Figure 3",
        systems=tuple(f"choi2017/{structure}-1M" for structure in ("k2c1", "k1c2", "crnn")),
        data="msd",
        split="official",
        metric="roc_auc_macro",
        seeds=1,
        order=(("choi2017/crnn-1M", "choi2017/k2c1-1M"),),  # on 44 of 50 tags
        stand_ins=STAND_INS,
        procedure=PROCEDURE,
    ),
    Study(
        name="choi2017/figure-4",  # AUC against the time of training on 2,500 clips
        row="Figure 4",
        systems=tuple(PLAIN),
        data="msd",
        split="official",
        metric="roc_auc_macro",
        seeds=1,
        stand_ins=STAND_INS,
        procedure=PROCEDURE,
        against=Against.SECONDS,
    ),
]
