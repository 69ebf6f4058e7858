"""Contents of this computer: music that can be played, runs and lessons, each with the way to its page."""

from collections.abc import Sequence

import streamlit as st
from load import runs, sounds
from widgets import notes

from genrelib import datasets
from genrelib.datasets import playback_source
from genrelib.runs import Run


def draw(usable: Sequence[Run], lessons: int) -> None:
    """A line on each kind of thing, as far as there is a page for it."""
    homes = sorted({sounds.JUKEBOX, *(playback_source.home_of(run.data) for run in usable)})
    music = [(name, len(sounds.playable(name))) for name in homes]
    audible = ", ".join(
        f"{name} ({count:,} {'synthetic ' if datasets.is_synthetic(name) else ''}tracks)"
        for name, count in music
        if count
    )
    shipped = sum(run.provenance == "shipped run" for run in usable)
    asked = sum(runs.can_judge(run) for run in usable)
    tagged = sum(runs.judged_tags(run) for run in usable)
    with st.container(horizontal=True, gap="large", key="inventory"):
        notes.link("Music", "data", f"that can be played here: {audible}.")
        counted = f"{shipped} shipped, {len(usable) - shipped} your own; {tagged} of them tell tags"
        notes.link("Runs", "papers", f"{counted}.")
        notes.link("Networks", "clip_lab", f"that can be asked about a sound: {asked}, on this computer's processor.")
        notes.link("About", "about", f"the numbers, and what happens to your sound. Notebooks: {lessons}.")
