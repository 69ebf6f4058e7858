"""Predictions of networks for a sound: each is asked once for all sessions."""

from pathlib import Path

import streamlit as st
from load.runs import RUN
from load.shared import turn
from load.sounds import SOUND, Sound

from genrelib import inference
from genrelib.inference import Prediction
from genrelib.predictions import genres, neighbours
from genrelib.runs import Run


@st.cache_resource(max_entries=8, show_spinner="Loading the network …", hash_funcs=RUN)
def model(run: Run) -> inference.Model:
    """A run's network. Raises RunError if its files are damaged or made by another catalogue."""
    return inference.load(Path(run.folder))


@st.cache_resource(max_entries=256, show_spinner="Listening …", hash_funcs=RUN | SOUND)
def predict(run: Run, sound: Sound) -> Prediction:
    """The prediction of a run's network for a sound; it holds no audio.

    Raises RunError as `model` does, AudioError if the system cannot read the sound.
    """
    network = model(run)
    with turn():
        return inference.predict(network, sound.recording)


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs=RUN)
def recorded(run: Run, track: str) -> Prediction:
    """The prediction for a test track that the run's files hold, without attention."""
    return genres.over_time(run, track)


@st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=RUN)
def least_distance(run: Run) -> float:
    """The distance from the training tracks that no held-out track of the run is below."""
    return neighbours.least_distance(run)


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs=RUN | SOUND)
def nearest(run: Run, sound: Sound) -> list[neighbours.Neighbour]:
    """The training tracks most alike to a run's network; none where its embeddings are not here.

    Raises ValueError if the run's embeddings are not of its network.
    """
    return neighbours.nearest(run, predict(run, sound).embedding) if run.has_embeddings else []
