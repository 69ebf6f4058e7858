"""Choices of the page Inside: a network that can be asked, a label of it, a method and what fills its gaps."""

from collections.abc import Mapping, Sequence

import streamlit as st
from load import runs, scan
from load.openings import first
from load.sounds import Sound
from state import address
from widgets import notes
from widgets.segment import choose_segment

from genrelib.inference import Prediction
from genrelib.interpret import METHODS
from genrelib.numerals import percent
from genrelib.runs import Run

ANSWER = ""  # the label that follows the answer
QUICK = ("gradient", "Grad-CAM", "attention")  # a pass or two of each clip
FEW_CLIPS = 3.0  # s of a clip: thirty seconds in shorter ones took OPENING half a minute (kim2019/crnn)
WIDTH = 320  # px of a chooser, at most
OPENING = "occlusion in time"  # says in plain words what its values mean, and is believed of more networks than others
GAPS = {"silence": "silence", "mean": "the clip's mean", "noise": "noise like the clip"}
LIMITS = {  # what a map of the kind cannot tell
    "gradient": "It tells how steep the network is here, not how much this place added to the answer.",
    "integrated gradients": "It tells what was added since silence, which is no music that the network ever met.",
    "SmoothGrad": "It tells how steep the network is near this sound, not how much this place added.",
    "Grad-CAM": "It sees no finer than the last convolution's steps, and nothing that comes after that layer.",
    "occlusion": "A gap is a sound of its own, and what is there twice is not missed: the loss may be due to either.",
    "linear surrogate": "Gaps are sounds of their own, and moments that count only together are missed.",
    "forest surrogate": "It does not tell for from against, and gaps are sounds of their own.",
    "attention": "What is weighed is what the layers below made of it, and the same for every label.",
    "change of sound": "It knows nothing of the network: an explanation should beat it.",
    "random": "It knows nothing at all: an explanation should beat it.",
}


def nearest(able: Mapping[str, Run]) -> dict[str, Run]:
    """The same networks; where a link or another page asks for one that cannot be looked into, the nearest first.

    That one is chosen, with a word on why.
    """
    state = st.session_state
    wish = address.wish("run")
    run = next((run for run in scan.readable() if run.linked == wish), None)
    if run is None or wish in able or "run" in state:
        return dict(able)
    near = max(able.values(), key=lambda other: _likeness(run, other))
    state["run"] = near.linked
    why = "comes without its weights" if not run.has_weights else "is of scikit-learn, and has no moments to point at"
    st.info(
        f"{address.plain(run.name)} cannot be looked into: it {why}. This is the nearest that can: "
        f"{address.plain(near.name)}."
    )
    return first(near.linked, able)


def link(run: Run, kind: str, sound: Sound) -> None:
    """A link to Inside with a network and the same sound, where that network can be looked into."""
    if runs.explainable(run):
        very = {"sound": kind, "run": run.linked} | ({"track": sound.track} if sound.track else {})
        notes.link("Why does it say that?", "inside", f"Look inside {address.plain(run.system)}.", **very)


def choose_label(run: Run, prediction: Prediction) -> str:
    """Let a label be chosen; at first the answer, whatever it is."""
    order = [label for label, _ in prediction.top(len(run.classes))]
    address.choose("label", [ANSWER, *order])
    shares = {label: percent(probability) for label, probability in prediction.top(len(run.classes))}
    st.selectbox(
        "What speaks for",
        [ANSWER, *order],
        format_func=lambda label: f"{label} {shares[label]}" if label else f"its answer: {order[0]} {shares[order[0]]}",
        key="label",
        on_change=address.forget,
    )
    return address.keep("label") or order[0]


def choose_method(run: Run, applicable: Sequence[str]) -> str:
    """Let a method be chosen, by its name without what fills its gaps; OPENING at first, where clips are not many."""
    names = families(applicable)
    if run.declaration["clip"] >= FEW_CLIPS:
        names = sorted(names, key=lambda name: name != OPENING)
    return _choose("method", "Method", names)


def choose_beside(applicable: Sequence[str], family: str) -> str:
    """Let another method be chosen, at first one of the QUICK."""
    names = [name for name in families(applicable) if name != family]
    return _choose("beside", "Another method", sorted(names, key=lambda name: name not in QUICK))


def choose_fill(*methods: str) -> str:
    """Let what fills gaps be chosen, where one of the methods makes gaps; "" where none does."""
    if not any(surrogate(name) for name in methods):
        return ""
    return choose_segment("Surrogates learn from copies with gaps, filled by", "fill", GAPS)


def families(applicable: Sequence[str]) -> list[str]:
    """Names of methods, one for those that differ by their fill alone."""
    return list(dict.fromkeys(name.split(", ")[0] for name in applicable))


def full_name(family: str, fill: str) -> str:
    """Name in METHODS of a method with that fill."""
    return f"{family}, {fill}" if surrogate(family) else family


def surrogate(family: str) -> bool:
    """True for a method that fills gaps by something that can be chosen."""
    return family not in METHODS


def limit(family: str) -> str:
    """A sentence on what a method cannot tell."""
    return next(sentence for name, sentence in LIMITS.items() if family.startswith(name))


def _choose(key: str, label: str, names: list[str]) -> str:
    address.choose(key, names)
    st.selectbox(label, names, format_func=_written, key=key, on_change=address.forget, width=WIDTH)
    return address.keep(key)


def _written(family: str) -> str:
    return f"{family} (control)" if not surrogate(family) and METHODS[family].control else family


def _likeness(run: Run, other: Run) -> tuple:
    """Rank of a run in the place of another, larger is nearer."""
    paper, own = (one.system.split("/")[0] for one in (run, other))
    return run.system == other.system, run.data == other.data, paper == own, run.split == other.split
