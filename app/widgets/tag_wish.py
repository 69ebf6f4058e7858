"""A threshold by a wish, such as nine alarms in ten that are right: chosen on validation tracks, or set by hand."""

import numpy as np
import streamlit as st
from state import address
from widgets import notes

from genrelib import evaluate
from genrelib.numerals import percent
from genrelib.plots import FEW
from genrelib.predictions.thresholds import SHARE, STEP

MIDDLE = 0.5  # where nothing can be advised
HAND = "hand"
OUTDATED = ("row", "t")  # what another threshold takes with it

TITLES = {
    "f1": "Best F1",
    "precision": f"Precision ≥ {percent(SHARE)}",
    "recall": f"Recall ≥ {percent(SHARE)}",
    HAND: "By hand",
}

Column = tuple[np.ndarray, np.ndarray]  # truth and probability of a tag, (n,) each


def choose() -> str:
    """Let one of the wishes be chosen, or none: a threshold in the address, or the slider moved, ends a wish."""
    state = st.session_state
    if "threshold" not in state:
        if address.asks("threshold"):
            state.wish = HAND
        elif state.get("wish") == HAND:
            del state.wish
    address.choose("wish", list(TITLES))
    st.segmented_control(
        "Threshold, chosen on validation tracks",
        list(TITLES),
        required=True,
        format_func=TITLES.get,
        key="wish",
        on_change=address.forget,
        args=OUTDATED,
        help="Chosen on test tracks it would flatter itself. A wish holds for every tag; moving the slider ends it.",
    )
    return state.wish


def slide(wish: str, advised: evaluate.AtThreshold | None, best: evaluate.AtThreshold | None, highest: float) -> float:
    """Let the threshold be seen, and set by hand up to where no track reaches it; `best` is that of the best F1.

    A wish that cannot be had leaves the slider at the best F1.
    """
    stand_in = advised or best
    start = MIDDLE if stand_in is None else stand_in.threshold
    if wish == HAND:
        start = address.choose_number("threshold", start)
    else:
        st.session_state.threshold = start
    # Rare tags are never probable: the slider ends where no track is predicted any more: else no hand could set it.
    end = min(1.0, np.ceil(20 * max(start, highest, STEP)) / 20)
    st.slider(
        "The tag is there from this probability on",
        0.0,
        end,
        step=STEP,
        format="%.3f",
        key="threshold",
        on_change=_by_hand,
    )
    if wish == HAND:
        return address.keep_number("threshold", np.nan)
    address.keep("wish")
    return st.session_state.threshold


def basis(wish: str, advised: evaluate.AtThreshold | None, test: evaluate.AtThreshold, valid: Column) -> None:
    """Words on what a wish rests on, what became of it on test tracks, or why it cannot be had."""
    tracks = len(valid[0])
    positives = int(valid[0].sum())
    if advised is not None:
        st.caption(f"Chosen on {tracks} validation tracks, {positives} with the tag: {_shares(advised)}.")
        st.caption(f"On the {_total(test)} test tracks, which had no say in it: {_shares(test)}.")
        if positives < FEW:
            notes.cautions([f"Fewer than {FEW} validation tracks have the tag: this threshold is next to chance."])
    elif wish == HAND:
        return
    elif positives in (0, tracks):
        st.caption("No threshold can be advised: the validation part has no track with this tag, or none without.")
    else:
        reason = f"no threshold reaches it on the {tracks} validation tracks, {positives} with the tag"
        notes.cautions([f"{TITLES[wish]} cannot be had: {reason}. This is the threshold of the best F1 instead."])


def _shares(counts: evaluate.AtThreshold) -> str:
    right = counts.true_positives
    alarms = right + counts.false_positives
    true = right + counts.false_negatives
    precision = f"precision {percent(counts.precision)} ({right} of {alarms})" if alarms else "no alarm"
    recall = f"recall {percent(counts.recall)} ({right} of {true})" if true else "no track with the tag"
    return f"{precision}, {recall}"


def _total(counts: evaluate.AtThreshold) -> int:
    return counts.true_positives + counts.false_positives + counts.false_negatives + counts.true_negatives


def _by_hand() -> None:
    address.renew("wish")
    address.forget(*OUTDATED)
    st.session_state.wish = HAND
