"""Figures of results: arrays and tables in, Plotly figures out; no files, no Streamlit: app and notebooks share them.

Backgrounds are transparent and neutral colours come from a template, so that a figure fits a light and a dark page.
A share is always drawn from 0 to 100 %, an uncertain value with its interval.

`probability_bars`: predictions for one sound. `confusions`: confusion matrices. `agreement`: two systems on the same
tracks. `results`: accuracies, calibration, training. `splits`: effects of splits and changes. `spectrograms`: waveforms
and spectrograms; `attention_curves`: attention over time; `importance_curves`: maps of importance over time;
`filter_pictures`: filters. `tag_figure`: areas under curves, tag by tag, of a `TagRanking`; `tag_popularity`: areas
against numbers of tracks; `curves`: one tag at every threshold. `ranked_shares`: a list of suspects at every length.
`interval_dots`: measured values with intervals beside a paper's; `beside_paper`: a study's values, its figure's form.
`data_set`: what a data set holds; `space_map`: points in a plane, each of a kind; `edit_effects`: an edited
sound; `style`: colours and the template.
"""

from genrelib.plots.agreement import four_fold, recall_gains
from genrelib.plots.attention_curves import attention, losses
from genrelib.plots.beside_paper import against, beside
from genrelib.plots.confusions import as_both, as_count, as_share, confusion, confusion_difference
from genrelib.plots.curves import precision_recall, roc
from genrelib.plots.data_set import divided, durations, label_counts
from genrelib.plots.edit_effects import before_and_after, by_strength, difference
from genrelib.plots.filter_pictures import filter_strip
from genrelib.plots.importance_curves import OUTLIERS, stacked, without_outliers
from genrelib.plots.larger_type import enlarged
from genrelib.plots.probability_bars import top_labels
from genrelib.plots.ranked_shares import ranked_list
from genrelib.plots.results import accuracy, best_epoch, learning, monitored, reliability, training
from genrelib.plots.space_map import Kind, Marks, embedding_map, kinds_of, to_scale
from genrelib.plots.spectrograms import framed, side_by_side, spectrogram
from genrelib.plots.splits import PARTS, by_split, effects, parts
from genrelib.plots.style import DASHES, GENRE_COLORS, PALETTE, colors
from genrelib.plots.tag_figure import tag_areas
from genrelib.plots.tag_popularity import popularity
from genrelib.plots.tag_ranking import FEW, TagRanking, ordered

__all__ = [
    "DASHES",
    "FEW",
    "GENRE_COLORS",
    "OUTLIERS",
    "PALETTE",
    "PARTS",
    "Kind",
    "Marks",
    "TagRanking",
    "accuracy",
    "against",
    "as_both",
    "as_count",
    "as_share",
    "attention",
    "before_and_after",
    "beside",
    "best_epoch",
    "by_split",
    "by_strength",
    "colors",
    "confusion",
    "confusion_difference",
    "difference",
    "divided",
    "durations",
    "effects",
    "embedding_map",
    "enlarged",
    "filter_strip",
    "four_fold",
    "framed",
    "kinds_of",
    "label_counts",
    "learning",
    "losses",
    "monitored",
    "ordered",
    "parts",
    "popularity",
    "precision_recall",
    "ranked_list",
    "recall_gains",
    "reliability",
    "roc",
    "side_by_side",
    "spectrogram",
    "stacked",
    "tag_areas",
    "to_scale",
    "top_labels",
    "training",
    "without_outliers",
]
