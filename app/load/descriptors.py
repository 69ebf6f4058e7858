"""Descriptors of tracks whose sound is here, computed when they are asked for and kept for all sessions."""

from collections.abc import Callable, Sequence
from dataclasses import asdict

import pandas as pd
import streamlit as st
from load import sounds
from load.shared import turn

from genrelib import audio
from genrelib.datasets.dataset import default_root


def of_tracks(data: str, tracks: Sequence[str], advance: Callable[[], None]) -> pd.DataFrame:
    """Descriptors of those tracks of a data set whose sound is here, a row each; `advance` is called after each."""
    playable = sounds.playable(data)
    rows = {}
    for track in tracks:
        if track in playable:
            described = _described(data, track, str(default_root(data)))
            if described is not None:
                rows[track] = asdict(described)
        advance()
    columns = list(audio.Descriptors.__dataclass_fields__)
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


@st.cache_resource(max_entries=8192, show_spinner=False)
def _described(data: str, track: str, place: str) -> audio.Descriptors | None:
    """Descriptors of a track, None of one that cannot be read; `place` is where its data set lies."""
    try:
        recording = sounds.track(data, track).recording
    except ValueError:
        return None
    with turn():
        return audio.describe(recording.waveform, recording.sample_rate)
