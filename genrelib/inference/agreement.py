"""Agreement of two predictions for one recording, which may choose among different labels."""

from genrelib.inference.prediction import Prediction


def agree(leading: Prediction, other: Prediction) -> bool | None:
    """Tell if the most probable of the labels that both choose among is the leading prediction's own first one.

    None where that cannot be told: nothing was judged, or the leading's first label is none of the other's.
    """
    if leading.silent or other.silent or leading.top(1)[0][0] not in other.labels:
        return None
    common = [label for label in other.labels if label in leading.labels]
    best = max(common, key=lambda label: other.track[other.labels.index(label)])
    return best == leading.top(1)[0][0]
