"""Doors of the first page: a mistake to hear, a place for a sound, the lessons."""

import pages
import pandas as pd
import streamlit as st
from load import openings, opinions, playback, predictions, sounds
from load.lessons import Lesson
from state import address
from state import sound as sound_state
from state.address import companions
from widgets import clip_lab_link, notes

from genrelib import player
from genrelib.audio import AudioError
from genrelib.numerals import percent
from genrelib.player import Place
from genrelib.runs import Run


def mistake(run: Run, rows: pd.DataFrame) -> None:
    """A mistake in the player, another one at a click, and the way to all of its kind."""
    address.choose("mistake", list(rows.index))
    row = rows.loc[address.keep("mistake")]
    system = address.plain(run.system)
    truth, answer = address.plain(row.truth), address.plain(row.answer)
    st.markdown(f"It is **{truth}**; {system} says **{answer}** with {percent(row.confidence)}. Do you hear why?")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button("Another one", icon=":material/skip_next:", on_click=_next, args=[list(rows.index)])
        cell = {"run": run.linked, "cell": predictions.square(row.truth, row.answer), "row": str(row.name)}
        notes.page_link("All mistakes of this kind", "confusions", **cell)
    st.caption(f"This is {openings.origin(run)}. The answer is a {run.provenance}'s, to a test track.")
    try:
        sound = sounds.track(run.data, row.track)
        recorded = opinions.recorded(run, row.track)
    except ValueError as error:
        notes.no_audio(error)
        return
    place = player.streamlit(
        playback.payload(sound, run.system, {run.system: recorded}, (row.answer, row.truth)),
        key="mistake-player",
        start=Place(row.start),  # no part of the address: it is where the answer was surest
    )
    clip_lab_link.draw(run.data, row.track, place["time"], [run])


def own_sound() -> None:
    """A place for a visitor's file, which Clip lab opens with at once; the microphone is there."""
    st.markdown("Drop a song: the networks say what they hear, second by second.")
    file = st.file_uploader("Drop a song here", key="first file", label_visibility="collapsed")
    if file is not None:
        try:
            sound_state.receive("upload", file, file.name)
        except AudioError as error:
            st.error(address.plain(str(error)))
        else:
            st.switch_page(pages.VIEWS / "clip_lab.py", query_params=companions.along({"sound": "upload"}))
    notes.link("Record a sound", "clip_lab", "hum or play something", sound="record")
    st.caption("It stays in this computer's memory until you leave.")


def lessons(notebooks: list[Lesson]) -> None:
    """The notebooks with their questions, and what of the explorer they use."""
    for lesson in notebooks:
        time = f" {lesson.time}." if lesson.time else ""
        st.markdown(f"**{address.plain(lesson.question)}**{time}")
        with st.container(horizontal=True, gap="small"):
            for number, (place, choices) in enumerate(lesson.links, 1):
                page = pages.at(place or "clip-lab")
                notes.page_link(f"{number} {page.title}", page.view, **choices)
    st.caption("`make lab` opens the notebooks. The links are views that a lesson uses, in its order.")


def _next(rows: list[str]) -> None:
    st.session_state.mistake = rows[(rows.index(st.session_state.mistake) + 1) % len(rows)]
    address.forget()
