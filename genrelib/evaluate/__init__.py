"""Metrics with their uncertainty: pure functions on (truth, probability).

Conventions for genres. `truth` is (n,) whole numbers, the class of each row; `probability` is (n, classes), rows in
[0, 1] that sum to 1; a row's answer is its most probable class, the first one of a tie. For tags `truth` is (n, tags)
booleans, `probability` (n, tags) in [0, 1]. A row is a clip or a track: clips of one track are not independent, so
summarise them first or name their track in `groups`. Intervals are 95 % intervals.

`decisions`: `accuracy`, `confusion`, and `paper_argmax`, a published mistake. `shares`: recall, precision and F1 per
class. `tags`: areas under curves, per tag, category and over all; `tag_curves` the curves and thresholds themselves.
`areas`: these without each row.
`intervals`: `over_tracks`, `over_seeds`; `coverage`: how often they hold what they should. `calibration`,
`tag_calibration`: reliability, calibration error and temperature. `summaries`: from clips to tracks. `comparison`: two
systems on the same tracks. `coincidence`: tags that are mistaken together. `likeness`: classes in an order of their
confusions. `label_noise`: labels that predictions speak against; `ranked_list`: a list of suspects against what is
true.

scikit-learn, and of scipy what it keeps in `scipy.stats`, are imported by the functions that need them: together they
take longer to import than the first page may.
"""

from genrelib.evaluate.calibration import (
    calibrate,
    calibration_error,
    calibration_over_tracks,
    fit_temperature,
    reliability,
)
from genrelib.evaluate.coincidence import coincidences, holm
from genrelib.evaluate.comparison import (
    Agreement,
    Correlation,
    mcnemar,
    mean_difference,
    paired,
    popularity,
    recall_gains,
    share_gain,
    total_variation,
)
from genrelib.evaluate.decisions import accuracy, confusion, paper_argmax, validate
from genrelib.evaluate.intervals import (
    Interval,
    Metric,
    gap_over_tracks,
    mean_over_tracks,
    over_seeds,
    over_tracks,
    share_over_tracks,
)
from genrelib.evaluate.label_noise import (
    UNCOUNTED,
    confident_classes,
    confident_thresholds,
    label_margin,
)
from genrelib.evaluate.likeness import alike_order
from genrelib.evaluate.ranked_list import chance_of_hits, draw_range, ranked_shares
from genrelib.evaluate.shares import per_class
from genrelib.evaluate.summaries import majority, maximum, mean
from genrelib.evaluate.tag_calibration import calibrate_tags, fit_tag_temperature, tag_calibration_error
from genrelib.evaluate.tag_curves import (
    AtThreshold,
    at_threshold,
    best_threshold,
    precise_threshold,
    precision_recall_curve,
    roc_curve,
    sensitive_threshold,
    tag_reliability,
)
from genrelib.evaluate.tags import TagAreas, macro, pr_auc, roc_auc, tag_areas, tag_gains, validate_tags

__all__ = [
    "UNCOUNTED",
    "Agreement",
    "AtThreshold",
    "Correlation",
    "Interval",
    "Metric",
    "TagAreas",
    "accuracy",
    "alike_order",
    "at_threshold",
    "best_threshold",
    "calibrate",
    "calibrate_tags",
    "calibration_error",
    "calibration_over_tracks",
    "chance_of_hits",
    "coincidences",
    "confident_classes",
    "confident_thresholds",
    "confusion",
    "draw_range",
    "fit_tag_temperature",
    "fit_temperature",
    "gap_over_tracks",
    "holm",
    "label_margin",
    "macro",
    "majority",
    "maximum",
    "mcnemar",
    "mean",
    "mean_difference",
    "mean_over_tracks",
    "over_seeds",
    "over_tracks",
    "paired",
    "paper_argmax",
    "per_class",
    "popularity",
    "pr_auc",
    "precise_threshold",
    "precision_recall_curve",
    "ranked_shares",
    "recall_gains",
    "reliability",
    "roc_auc",
    "roc_curve",
    "sensitive_threshold",
    "share_gain",
    "share_over_tracks",
    "tag_areas",
    "tag_calibration_error",
    "tag_gains",
    "tag_reliability",
    "total_variation",
    "validate",
    "validate_tags",
]
