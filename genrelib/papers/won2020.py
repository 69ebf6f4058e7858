"""Minz Won, Andres Ferraro, Dmitry Bogdanov & Xavier Serra, Evaluation of CNN-based Automatic Music Tagging Models, SMC
2020. arXiv:2006.00751. A re-evaluation, none of the five papers: nothing of it is trained here.

Networks of others are trained anew, on three sets and with one protocol. Choi's CRNN, the best in its own paper, comes
last in their table, below Choi's earlier CNN and all later networks. So who wins is also a matter of who trains; and
their CRNN is not quite the paper's (`networks.released_crnn`), and reads 16 kHz.

They released the weights, by which a song gets the tags of three data sets side by side.
"""

from functools import partial

from genrelib.frontends import Decibels, HtkLogMel
from genrelib.networks.released_crnn import TorchCrnn
from genrelib.papers import tag_lists
from genrelib.recipe import Adopted
from genrelib.released import read_torch_tagger
from genrelib.system import Study, System

FRONTEND = HtkLogMel(  # their code; window and bands lie beside the weights, the same to 1e-5
    sample_rate=16_000, n_fft=512, hop_length=256, n_mels=96, scale=Decibels(top_db=None)
)
CLIP = 29.0  # s; their code's
SIZES = {
    "bands": 96,
    "widths": (64, 128, 128, 128),
    "pools": ((2, 2), (3, 3), (4, 4), (4, 4)),
    "dropout": 0.5,
    "hidden": 32,
}
REPORTED = {  # their table, ROC-AUC and PR-AUC
    "msd": {"roc_auc_macro": 0.8499, "pr_auc_macro": 0.2469},
    "magnatagatune": {"roc_auc_macro": 0.8722, "pr_auc_macro": 0.3625},
    "mtg-jamendo": {"roc_auc_macro": 0.7978, "pr_auc_macro": 0.2358},
}
FCN = {  # the same figures of Choi's earlier network, a CNN, which is above the CRNN on all three
    "msd": {"roc_auc_macro": 0.8744, "pr_auc_macro": 0.2970},
    "magnatagatune": {"roc_auc_macro": 0.9005, "pr_auc_macro": 0.4295},
    "mtg-jamendo": {"roc_auc_macro": 0.8255, "pr_auc_macro": 0.2801},
}
RELEASED = partial(
    Adopted, licence="MIT, Music Technology Group, Universitat Pompeu Fabra 2020", read=read_torch_tagger
)
MODELS = "https://github.com/minzwon/sota-music-tagging-models/raw/HEAD/models"
WEIGHTS = {
    "msd": RELEASED(
        provenance="Won et al.'s weights, Million Song Dataset, AUC 0.8499 in their table",
        url=f"{MODELS}/msd/crnn/best_model.pth",
        sha256="ebb99855ed0c83f38845db9cfb383dd6fc70938bc58701dcb66e18af9ee7fbea",
        data="msd",
        tags=tag_lists.MSD,
        categories=tag_lists.MSD_CATEGORIES,
    ),
    "mtat": RELEASED(
        provenance="Won et al.'s weights, MagnaTagATune, AUC 0.8722 in their table",
        url=f"{MODELS}/mtat/crnn/best_model.pth",
        sha256="cd22fc70cafd06f8f2bfc7dd795abccb1f4b50d5b09094c39ad100baf87475a3",
        data="magnatagatune",
        tags=tag_lists.MAGNATAGATUNE,
    ),
    "jamendo": RELEASED(
        provenance="Won et al.'s weights, MTG-Jamendo, AUC 0.7978 in their table",
        url=f"{MODELS}/jamendo/crnn/best_model.pth",
        sha256="0a558989c0793f488cb677d188464c91f47c007f7c70473230e55537ca598215",
        data="mtg-jamendo",
        tags=tag_lists.MTG_JAMENDO,
        categories=tag_lists.MTG_JAMENDO_CATEGORIES,
    ),
}

SYSTEMS = [
    System(
        name=f"won2020/crnn-{short}",
        row=f"table of results, CRNN, {short.upper() if short != 'jamendo' else 'MTG-Jamendo'}",
        clip=CLIP,
        frontend=FRONTEND,
        network=TorchCrnn,
        sizes=SIZES,
        recipe=weights,
        reported={weights.data: REPORTED[weights.data]},
        departs="They ask sixteen times about 29 s of a preview that is hardly longer, and take the mean; here the "
        "mean over clips that overlap by half, of the whole song.",
        labels=len(weights.tags),
    )
    for short, weights in WEIGHTS.items()
]
STUDIES: list[Study] = []
