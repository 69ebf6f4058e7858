"""The panel of edits: a slider for each, pills for those without a number; together they are the chain of the link."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from load import edits
from load.sounds import Sound
from state import address

from genrelib.edits import EDITS, SHORTEST, STEPS, Chain, Crop, Edit, strengths
from genrelib.edits.chain import LONGEST as MOST
from genrelib.numerals import minus

KEY = "edits"  # of the address
PLAYED = "play"  # which of the two is in the player
EDITED, ORIGINAL = "edited", "original"
LONGEST = 400  # characters of a chain in a link
COLUMNS = 3
SWITCHES = tuple(name for name, kind in EDITS.items() if not kind.knobs)


def chain() -> Chain:
    """The chain of edits that is chosen; a link to what is none gets a word, and nothing is edited."""
    address.choose_text(KEY, "", LONGEST)
    text = st.session_state[KEY]
    try:
        chosen = Chain.parse(text)
    except ValueError as error:
        st.warning(f"The link asks for the edits “{address.plain(text)}”: {address.plain(str(error))}. None is made.")
        chosen = Chain()
    st.session_state[KEY] = str(chosen)
    address.keep(KEY)
    return chosen


def choose_excerpt(sound: Sound) -> str:
    """Let the beginning of the excerpt be chosen, in s, where a sound is too long to be edited as a whole."""
    starts = edits.starts(sound)
    if len(starts) == 1:
        return starts[0]
    address.choose("from", starts)
    st.select_slider(
        f"Excerpt of {edits.SECONDS:.0f} s that is edited and judged, from",
        starts,
        format_func=lambda start: f"{int(start) // 60}:{int(start) % 60:02d}",
        key="from",
        on_change=address.forget,
        args=["t"],
    )
    return address.keep("from")


def switch() -> None:
    """Put the other one of original and edited sound into the player."""
    st.session_state[PLAYED] = ORIGINAL if st.session_state[PLAYED] == EDITED else EDITED
    address.forget(PLAYED)


def put(chosen: Chain) -> None:
    """Choose this chain, and play what it makes of the sound."""
    st.session_state[KEY] = str(chosen)
    st.session_state[PLAYED] = EDITED
    address.forget(KEY, PLAYED)


def draw(chosen: Chain, sound: Sound) -> None:
    """Draw the sliders and pills, as the chain has them."""
    columns = st.columns(COLUMNS, gap="small")
    for place, name in enumerate(STEPS):
        with columns[place % COLUMNS]:
            _slider(chosen, name, sound.recording.sample_rate)
    with columns[len(STEPS) % COLUMNS]:
        _crop(chosen, sound.recording.length)
    with st.container(horizontal=True, vertical_alignment="center"):
        _switches(chosen)
        st.button("No edits", icon=":material/restart_alt:", on_click=put, args=[Chain()], disabled=not chosen.edits)
    if chosen.edits:
        st.caption(f"In this order: {address.plain(chosen.words)}.")


def strength(value: float, neutral: float | None) -> str:
    """A value as sliders and sweeps show it."""
    return "off" if value == neutral else f"{value:,.0f}" if abs(value) >= 1000 else minus(f"{value:.3g}")


def label(kind: type[Edit]) -> str:
    """Words at the slider of an edit."""
    return f"{kind.title}, {kind.leading()[1].unit}"


def _slider(chosen: Chain, name: str, sample_rate: int) -> None:
    kind = EDITS[name]
    number, knob = kind.leading()
    own = chosen.get(kind)
    value = knob.neutral if own is None else getattr(own, number)
    key = f"edit {name}"
    st.session_state[key] = value
    st.select_slider(
        label(kind),
        sorted({*strengths(kind, sample_rate), value}),
        format_func=lambda value: strength(value, knob.neutral),
        key=key,
        on_change=_moved,
        args=[chosen, name],
        help=_help(kind),
    )


def _moved(chosen: Chain, name: str) -> None:
    kind = EDITS[name]
    value = st.session_state[f"edit {name}"]
    put(chosen.drop(kind) if value == kind.leading()[1].neutral else _grown(chosen, chosen.at(kind, value)))


def _crop(chosen: Chain, seconds: float) -> None:
    own = chosen.get(Crop)
    length = max(SHORTEST, float(np.floor(10 * seconds) / 10))
    ends = (0.0, length) if own is None else (min(own.start, length), min(own.end, length))
    key = "edit crop"
    st.session_state[key] = ends
    st.slider(
        "Keep, s",
        0.0,
        length,
        step=0.1,
        format="%.1f",
        key=key,
        on_change=_cropped,
        args=[chosen, length],
        help=_help(Crop),
    )


def _cropped(chosen: Chain, length: float) -> None:
    start, end = st.session_state["edit crop"]
    if (start, end) == (0.0, length):
        put(chosen.drop(Crop))
        return
    end = max(end, start + SHORTEST)
    start = max(0.0, min(start, end - SHORTEST))
    put(_grown(chosen, Crop(start, np.inf if end >= length else end)))


def _switches(chosen: Chain) -> None:
    key = "edit switches"
    st.session_state[key] = [name for name in SWITCHES if chosen.get(EDITS[name])]
    st.pills(
        "The whole sound",
        SWITCHES,
        selection_mode="multi",
        format_func=lambda name: EDITS[name].title,
        key=key,
        on_change=_switched,
        args=[chosen],
        label_visibility="collapsed",
    )


def _switched(chosen: Chain) -> None:
    pressed: Sequence[str] = st.session_state["edit switches"]
    for name in SWITCHES:
        if name in pressed and chosen.get(EDITS[name]) is None:
            chosen = _grown(chosen, EDITS[name]())
        elif name not in pressed:
            chosen = chosen.drop(EDITS[name])
    put(chosen)


def _grown(chosen: Chain, edit: Edit) -> Chain:
    """The chain with an edit; unchanged if a link filled it with repetitions."""
    return chosen if len(chosen.edits) == MOST and chosen.get(type(edit)) is None else chosen.put(edit)


def _help(kind: type[Edit]) -> str:
    return f"It {kind.meaning}." + (f" {address.plain(kind.source)}" if kind.source else "")
