"""A pair of tracks that may be one recording: either of them in the player."""

import pandas as pd
import streamlit as st
import words
from load import opinions, playback, sounds
from state import address
from widgets import clip_lab_link, doubt_list, notes
from widgets.segment import choose_segment

from genrelib import player
from genrelib.inference import Prediction
from genrelib.runs import Run

LONGEST = 24  # characters of a track's name on a button


def choose_side(row: pd.Series) -> tuple[str, str]:
    """Let one of the two tracks be chosen, to listen to and to vote on: its name and its label."""
    sides = {
        "track": f"{_short(row.track)} ({row.part})",
        "other": f"{_short(row.other)} ({row.other_part})",
    }
    side = choose_segment("Listen to, and vote on", "side", sides, "t")
    st.caption(f"Cosine distance {doubt_list.distance(row.distance)}. Listen to one, then to the other.")
    return (row.track, row.label) if side == "track" else (row.other, row.other_label)


def play(run: Run, track: str) -> None:
    """Open the player at a track, with the network's curves where it can be asked; without its sound, say why."""
    try:
        sound = sounds.track(run.data, track)
    except ValueError as error:
        notes.no_audio(error)
        return
    if (part := sounds.part(run, sound)) in words.KNOWN:
        notes.cautions([f"This network {words.KNOWN[part]}: its curves say little."])
    place = player.streamlit(
        playback.payload(sound, run.system, _predictions(run, sound)),
        key=address.PLAYER,
        start=address.start(track),
        on_change=address.keep_place,
    )
    clip_lab_link.draw(run.data, track, place["time"], [run])


def _short(track: str) -> str:
    """The end of a track's name, which is a path in a folder of music."""
    return address.plain(track if len(track) <= LONGEST else f"…{track[-LONGEST:]}")


def _predictions(run: Run, sound: sounds.Sound) -> dict[str, Prediction]:
    if not run.has_weights:
        return {}
    try:
        return {run.system: opinions.predict(run, sound)}
    except ValueError:  # it cannot be asked: the sound is what counts here
        return {}
