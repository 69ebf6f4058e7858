"""Sounds of what a map points at, and of all but that."""

from collections.abc import Callable

import numpy as np
import streamlit as st
from load import explanations
from load.explanations import ASKED, Asked
from load.parts import Part, levelled
from load.shared import turn

from genrelib.interpret import masked

WAYS: dict[str, Callable[..., np.ndarray]] = {"top": masked.pointed_at, "but": masked.all_but}


@st.cache_resource(max_entries=6, scope="session", show_spinner="Taking it apart …", hash_funcs=ASKED)
def part(asked: Asked, method: str, way: str, share: float) -> Part:
    """The part of WAYS by a method's map; private, as sounds are. Raises ValueError if the sound is too short."""
    shown = explanations.importance(asked, method)
    recording = asked.sound.recording
    with turn():
        piece = WAYS[way](recording.waveform, recording.sample_rate, shown, share, asked.stretch)
        return levelled(asked.sound, piece, f"{way} {share} {method} {asked.key}")


@st.cache_resource(max_entries=2, scope="session", show_spinner=False, hash_funcs=ASKED)
def alone(asked: Asked) -> Part:
    """The stretch alone, silence before and after."""
    recording = asked.sound.recording
    piece = masked.stretch_alone(recording.waveform, recording.sample_rate, asked.stretch)
    return levelled(asked.sound, piece, f"alone {asked.stretch}")
