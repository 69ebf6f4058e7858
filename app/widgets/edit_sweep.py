"""An edit at every strength: the curve of the probabilities, and the smallest edit that flips the answer."""

import streamlit as st
from load import edits, figures
from load.sounds import Sound
from state import address
from widgets import edit_panel, figure

from genrelib import counterfactuals
from genrelib.counterfactuals import Sweep
from genrelib.edits import EDITS, STEPS, Chain, Pitch, Tempo
from genrelib.runs import Run

NONE = "none"
STRETCHED = (Pitch.name, Tempo.name)


def draw(run: Run, sound: Sound, chain: Chain) -> None:
    """Let an edit be chosen, ask the network at each of its strengths, the other edits as they are, and draw it."""
    address.choose("sweep", [NONE, *STEPS])
    st.pills(
        "Move",
        [NONE, *STEPS],
        format_func=lambda name: "nothing" if name == NONE else EDITS[name].title,
        required=True,
        key="sweep",
        on_change=address.forget,
    )
    kind = address.keep("sweep")
    if kind == NONE:
        st.caption("Choose an edit: it is tried at each strength, some twenty questions, the others as they are.")
        return
    bar = st.progress(0.0, "Asking at every strength …")

    def ask(candidate: Chain):
        return edits.probabilities(edits.answer(run, sound, str(candidate)))

    with address.refused():
        sweep = counterfactuals.run_sweep(kind, chain, ask, sound.recording.sample_rate, bar.progress)
    bar.empty()
    shown = EDITS[kind]
    _, knob = shown.leading()
    ticks = tuple(edit_panel.strength(value, knob.neutral) if value in STEPS[kind] else "" for value in sweep.values)
    plotted = figures.by_strength(
        sweep.values, ticks, sweep.probabilities, run.classes, edit_panel.label(shown), sweep.flip
    )
    figure.draw(plotted, f"Probabilities at every strength of {shown.title}")
    st.markdown(address.plain(summary(sweep, run)))
    if kind in STRETCHED:
        st.caption("All but the neutral strength pass through a stretcher, whose own traces may count, too.")
    if sweep.flip is not None:
        value = edit_panel.strength(sweep.flip, knob.neutral)
        st.button(
            f"Hear it at {value} {knob.unit}",
            icon=":material/hearing:",
            on_click=edit_panel.put,
            args=[chain.put(chain.at(shown, sweep.flip))],
        )


def summary(sweep: Sweep, run: Run) -> str:
    """Words on where the answer flips."""
    _, knob = EDITS[sweep.kind].leading()
    label = _label(sweep.label, run)
    if sweep.flip is None:
        return f"The answer stays {label} at all {sweep.asked} strengths that were tried."
    flip, kept = (edit_panel.strength(value, knob.neutral) for value in (sweep.flip, sweep.kept))
    return (
        f"The smallest of {sweep.asked} strengths that flips the answer from {label} to {_label(sweep.becomes, run)}: "
        f"{flip} {knob.unit}; at {kept} it is still {label}. Between strengths that were tried it may flip, too."
    )


def _label(place: int, run: Run) -> str:
    return "nothing to judge" if place < 0 else run.classes[place]
