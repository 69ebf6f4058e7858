"""A network's idea of a genre as sounds, made once for all sessions."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st
from load import explanations, made_sounds, opinions
from load.explanations import Asked
from load.runs import RUN, judged_genres, version
from load.shared import kept_for_all, turn
from load.sounds import Sound

from genrelib import datasets, papers
from genrelib.datasets import playback_source
from genrelib.interpret import quintessence, second_opinions
from genrelib.interpret.ascent import CLIMB
from genrelib.interpret.quintessence import Essence, Portrait
from genrelib.runs import Run

THIS = "this"
STARTS = {
    "noise": "noise",
    THIS: "this sound, at the playhead",
    "mean": "the mean of its clips",
    "clip": "one of its clips",
}
SMOOTHNESS = {"usual": 1.0, "rough": 0.25, "smooth": 3.0}  # factor of the total variation's weight


def can_climb(run: Run) -> bool:
    """True if the run's network has gradients, answers a clip by itself, and its test clips can be read here."""
    system = papers.CATALOG.get(run.system)
    return (
        system is not None
        and system.is_network
        and not getattr(system.network, "reads_batch", False)
        and run.has_weights
        and judged_genres(run)
        and playback_source.lies_here(run.data)
    )


def portrait(asked: Asked, second: float, start: str, smoothness: str) -> Portrait:
    """The sounds that a network takes for most of a genre, with progress where they are made now.

    `second` is that of the sound whose clip THIS starts from. Raises ValueError if no test clip is called so, or the
    music is not here.
    """
    place = st.empty()
    advance = partial(_tell, place, asked.label)
    made = _portrait(asked, _clip_at(asked, second) if start == THIS else -1, start, smoothness, advance)
    place.empty()
    return made


def sound(run: Run, genre: str, essence: Essence, *made_by: str) -> Sound:
    """An essence for the player; `made_by` are the choices that it was made by."""
    title = f"{genre}, {essence.way}"
    return made_sounds.sound(run, title, essence.waveform, essence.sample_rate, genre, essence.way, *made_by)


def _tell(place, genre: str, share: float) -> None:
    place.progress(min(share, 1.0), f"Climbing to {genre} …")


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs=RUN)
def _listeners(run: Run) -> list:
    return [opinions.model(other.run) for other in second_opinions.others(run)]


@st.cache_resource(ttl=60, show_spinner=False)
def _sound_of(name: str):
    try:
        return playback_source.sound(name)
    except ValueError:  # then the portrait is without the clip as it sounds
        return None


def _size(made: Portrait) -> int:
    return sum(essence.waveform.nbytes + essence.features.nbytes for essence in made.essences)


def _clip_at(asked: Asked, second: float) -> int:
    """Number of the clip whose middle is nearest to a second."""
    cut = explanations.clips(asked)
    return int(np.abs(cut.starts + cut.seconds / 2 - second).argmin())


def _key(asked: Asked, clip: int, start: str, smoothness: str, advance: Callable) -> tuple:
    return (*version(asked.run), asked.label, start, smoothness, (clip, asked.piece) if start == THIS else ())


# Streamlit's caches would replay the progress.
@kept_for_all(64 << 20, size=_size, key=_key)
def _portrait(asked: Asked, clip: int, start: str, smoothness: str, advance: Callable[[float], None]) -> Portrait:
    run = asked.run
    own = explanations.clips(asked).features[clip : clip + 1] if start == THIS else None
    factor = SMOOTHNESS[smoothness]
    climb = replace(CLIMB, time=CLIMB.time * factor, frequency=CLIMB.frequency * factor)
    model = opinions.model(run)
    listeners = _listeners(run)
    sound_set = _sound_of(run.data)
    with turn():
        return quintessence.portray(
            model,
            datasets.get(run.data),
            sound_set,
            asked.label,
            listeners,
            "noise" if start == THIS else start,
            climb,
            progress=advance,
            own=own,
        )
