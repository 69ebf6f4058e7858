"""The answers to a sound as it was and as it is edited, side by side, and what makes them doubtful."""

from collections.abc import Sequence

import streamlit as st
import words
from load import figures
from load.sounds import Sound
from state import address
from widgets import figure, notes

from genrelib.edits import Chain, Edit, read
from genrelib.inference import Prediction
from genrelib.plots import difference
from genrelib.runs import Run


def headline(run: Run, original: Prediction, edited: Prediction) -> None:
    """Write both answers large, the original's left; beneath the edited one what it lost of the original's label."""
    left, right = st.columns(2)
    left.metric(address.plain(f"Original: {run.system} hears"), address.plain(words.headline(original)))
    change = None
    if original.top(1) and edited.top(1):
        label, before = original.top(1)[0]
        after = float(edited.track[edited.labels.index(label)])
        change = f"{difference(after - before)} points of {address.plain(label)}"
    right.metric("Edited", address.plain(words.headline(edited)), delta=change, delta_color="off", delta_arrow="off")


def bars(original: Prediction, edited: Prediction) -> None:
    """Draw the most probable labels of both, with the difference."""
    if original.silent or edited.silent:
        st.info("Nothing to judge: the sound, or what the edits leave of it, is silent.")
        return
    shares = [dict(zip(one.labels, one.track.tolist(), strict=True)) for one in (original, edited)]
    figure.draw(figures.before_and_after(*shares), "Most probable labels before and after the edits")


def small_print(
    run: Run, original: Prediction, edited: Prediction, sound: Sound, caveats: Sequence[str], rows: Sequence[dict]
) -> None:
    """Write how good the network is, what is doubtful, and what the edits do to it on many tracks."""
    st.caption(address.plain(f"{run.system}: {words.record(run)}"))
    fresh = [remark for remark in edited.remarks if remark not in original.remarks]
    notes.cautions([*caveats, *original.remarks, *(f"Edited: {remark}" for remark in fresh)])
    if sound.note:
        notes.cautions([sound.note])
    st.caption(
        f"Probabilities of the whole sound, {words.calibration([run])}: of sound that is not edited. One song proves "
        "little."
    )
    for row in rows:
        st.caption(address.plain(words.loss(row)))


def measured(run: Run, chain: Chain, rows: Sequence[dict]) -> list[dict]:
    """Rows of `robustness` about this run: for each edit of the chain the one of the nearest strength."""
    nearest = []
    for edit in chain.edits:
        own = [row for row in rows if row["run"] == run.linked and row["edit"].split(":")[0] == edit.name]
        nearest += sorted(own, key=lambda row, edit=edit: _distance(edit, read(row["edit"])))[:1]
    return nearest


def _distance(edit: Edit, other: Edit) -> float:
    """Difference of their leading numbers; 0 of edits without one."""
    name = next(iter(edit.knobs), None)
    return 0.0 if name is None else abs(getattr(edit, name) - getattr(other, name))
