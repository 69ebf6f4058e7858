"""The least of a sound that keeps its answer: a short stretch and a narrow band, to be heard, and other opinions."""

from collections.abc import Sequence

import streamlit as st
import words
from load import edits
from load.sounds import Sound
from state import address
from widgets import edit_panel
from widgets.segment import choose_segment

from genrelib import counterfactuals
from genrelib.counterfactuals import Remainder
from genrelib.edits import Chain
from genrelib.inference import Prediction
from genrelib.numerals import percent
from genrelib.runs import Run

SEARCH = {"no": "don't search", "yes": "search"}
GREEDY = (
    "A greedy search: of three stretches 0.7 as long (or of two bands, narrower at either end) it goes on with the one "
    "whose label is surest. So what it finds is small, not certainly the smallest."
)


def draw(run: Run, others: Sequence[Run], sound: Sound, chain: Chain, now: Prediction) -> None:
    """Search for the least that still has the label of the edited sound, and offer it to be heard."""
    if choose_segment("Some sixty questions", "least", SEARCH) == "no":
        st.caption(GREEDY)
        return
    label = counterfactuals.first(edits.probabilities(now))
    if label < 0:
        st.info("Nothing to judge: there is no label to keep.")
        return
    bar = st.progress(0.0, "Searching …")

    def ask(candidate: Chain):
        return edits.probabilities(edits.answer(run, sound, str(candidate)))

    seconds = sound.recording.length
    with address.refused():
        stretch = counterfactuals.shortest(seconds, chain, label, ask, lambda share: bar.progress(share / 2))
        highest = sound.recording.sample_rate / 2
        band = counterfactuals.narrowest(highest, chain, label, ask, lambda share: bar.progress((1 + share) / 2))
    bar.empty()
    name = run.classes[label]
    if stretch is not None:
        _show(
            f"{stretch.high - stretch.low:.1f} s, from {stretch.low:.1f} s on", stretch, name, others, sound, "stretch"
        )
    if band is not None:
        _show(f"{band.low:,.0f} to {band.high:,.0f} Hz", band, name, others, sound, "band")
    if stretch is None or band is None:
        st.caption("Nothing smaller keeps the answer.")
    if not others:
        st.caption("Choose a second network above, and it is asked about what is left, too.")
    st.caption(GREEDY)


def _show(size: str, kept: Remainder, name: str, others: Sequence[Run], sound: Sound, key: str) -> None:
    """Write a remainder, with a button that plays it."""
    with address.refused():
        opinions = [_second(other, name, edits.answer(other, sound, str(kept.chain))) for other in others]
    sentence = f"{size}: still {name}, {percent(kept.probability)}, after {kept.asked} questions."
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(address.plain(" ".join([sentence, *opinions])), width="stretch")
        st.button(
            "Hear it",
            icon=":material/hearing:",
            key=f"hear the {key}",
            on_click=edit_panel.put,
            args=[kept.chain],
        )


def _second(other: Run, name: str, prediction: Prediction) -> str:
    if name not in other.classes:
        return f"{other.system} never learned {name}; it says {words.headline(prediction)}."
    agrees = bool(prediction.top(1)) and prediction.top(1)[0][0] == name
    return f"{other.system} {'agrees' if agrees else 'disagrees'}: {words.headline(prediction)}."
