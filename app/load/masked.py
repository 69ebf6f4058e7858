"""Sounds of what a map points at, and of all but that."""

from collections.abc import Callable

import numpy as np
import streamlit as st
from load import explanations
from load.explanations import Asked
from load.parts import Part, levelled
from load.shared import turn

from genrelib.interpret import masked

WAYS: dict[str, Callable[..., np.ndarray]] = {"top": masked.pointed_at, "but": masked.all_but}


def part(asked: Asked, method: str, way: str, share: float) -> Part:
    """The part of WAYS by a method's map; private, as sounds are. Raises ValueError if the sound is too short."""
    return _part((asked.key, method), way, share, asked, method)


def alone(asked: Asked) -> Part:
    """The stretch alone, silence before and after."""
    return _alone(asked.piece, asked)


@st.cache_resource(max_entries=6, scope="session", show_spinner="Taking it apart …")
def _part(key: tuple, way: str, share: float, _asked: Asked, _method: str) -> Part:
    shown = explanations.importance(_asked, _method)
    recording = _asked.sound.recording
    with turn():
        piece = WAYS[way](recording.waveform, recording.sample_rate, shown, share, _asked.stretch)
        return levelled(_asked.sound, piece, f"{way} {share} {key}")


@st.cache_resource(max_entries=2, scope="session", show_spinner=False)
def _alone(key: tuple, _asked: Asked) -> Part:
    recording = _asked.sound.recording
    return levelled(
        _asked.sound,
        masked.stretch_alone(recording.waveform, recording.sample_rate, _asked.stretch),
        f"alone {_asked.stretch}",
    )
