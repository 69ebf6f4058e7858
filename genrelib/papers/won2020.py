"""Minz Won, Andres Ferraro, Dmitry Bogdanov & Xavier Serra, Evaluation of CNN-based Automatic Music Tagging Models, SMC
2020. arXiv:2006.00751. A re-evaluation, none of the five papers: nothing of it is trained here.

Networks of others are trained anew, on three sets and with one protocol. Choi's CRNN, the best in its own paper, comes
last in their table, below Choi's earlier CNN and all later networks. So who wins is also a matter of who trains; and
their CRNN is not quite the paper's (`networks.released_crnn`), and reads 16 kHz.

They released the weights, by which a song gets the tags of three data sets side by side.
"""

from genrelib import tag_lists
from genrelib.frontends import Decibels, HtkLogMel
from genrelib.networks.released_crnn import TorchCrnn
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
MODELS = "https://github.com/minzwon/sota-music-tagging-models/raw/HEAD/models"
TAGGERS = {  # short name -> (data set, its name, its column, ROC-AUC and PR-AUC, SHA-256 of the file, tags, categories)
    "msd": (
        "msd",
        "Million Song Dataset",
        "MSD",
        (0.8499, 0.2469),
        "ebb99855ed0c83f38845db9cfb383dd6fc70938bc58701dcb66e18af9ee7fbea",
        tag_lists.MSD,
        tag_lists.MSD_CATEGORIES,
    ),
    "mtat": (
        "magnatagatune",
        "MagnaTagATune",
        "MTAT",
        (0.8722, 0.3625),
        "cd22fc70cafd06f8f2bfc7dd795abccb1f4b50d5b09094c39ad100baf87475a3",
        tag_lists.MAGNATAGATUNE,
        {},
    ),
    "jamendo": (
        "mtg-jamendo",
        "MTG-Jamendo",
        "MTG-Jamendo",
        (0.7978, 0.2358),
        "0a558989c0793f488cb677d188464c91f47c007f7c70473230e55537ca598215",
        tag_lists.MTG_JAMENDO,
        tag_lists.MTG_JAMENDO_CATEGORIES,
    ),
}

SYSTEMS = [
    System(
        name=f"won2020/crnn-{short}",
        row=f"table of results, CRNN, {column}",
        clip=CLIP,
        frontend=FRONTEND,
        network=TorchCrnn,
        sizes=SIZES,
        recipe=Adopted(
            provenance=f"Won et al.'s weights, {title}, AUC {roc:.4f} in their table",
            licence="MIT, Music Technology Group, Universitat Pompeu Fabra 2020",
            url=f"{MODELS}/{short}/crnn/best_model.pth",
            sha256=sha256,
            read=read_torch_tagger,
            data=data,
            tags=tags,
            categories=categories,
        ),
        reported={data: {"roc_auc_macro": roc, "pr_auc_macro": pr}},
        departs="They ask sixteen times about 29 s of a preview that is hardly longer, and take the mean; here the "
        "mean over clips that overlap by half, of the whole song.",
        labels=len(tags),
    )
    for short, (data, title, column, (roc, pr), sha256, tags, categories) in TAGGERS.items()
]
STUDIES: list[Study] = []
