"""The training tracks that a network hears as most alike to a sound; one of them is played under their table."""

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st
import words
from load import opinions, playback, sounds
from state import address
from widgets import clip_lab_link, notes, tables

from genrelib import player
from genrelib.predictions.neighbours import Neighbour
from genrelib.runs import Run

NOBODY = ""  # none of the tracks is chosen
COLUMNS = {
    "likeness": st.column_config.NumberColumn(
        format="%.2f", help="Cosine of the angle between what the network's last layer reads of both: 1 is the same"
    ),
    "labels": st.column_config.TextColumn("learned as"),
}


def draw(judged: Mapping[str, Run], sound: sounds.Sound) -> None:
    """Draw a table of them for each network whose embeddings are here, by its name; a row that is chosen is played."""
    nearest = {name: _nearest(run, sound) for name, run in judged.items()}
    links = {name: [_link(place, near) for near in nearest[name]] for place, name in enumerate(judged, start=1)}
    address.choose("near", [NOBODY, *(link for several in links.values() for link in several)])
    chosen = address.keep("near")
    for name, run in judged.items():
        if nearest[name]:
            _table(name, run, sound, nearest[name], links[name], chosen)


def _nearest(run: Run, sound: sounds.Sound) -> list[Neighbour]:
    try:
        return opinions.nearest(run, sound)
    except ValueError as error:
        notes.cautions([str(error)])
        return []


def _link(place: int, near: Neighbour) -> str:
    return f"{place}/{near.track}"


def _table(
    name: str, run: Run, sound: sounds.Sound, near: Sequence[Neighbour], links: Sequence[str], chosen: str
) -> None:
    playable = sounds.playable(run.data)
    choose = ", a click on the left edge of a row plays it" if any(one.track in playable for one in near) else ""
    text = f"Of the tracks that it learned from, **{address.plain(name)}** hears these as most alike{choose}:"
    st.caption(text if choose else f"{text} No audio of them is here.")
    elsewhere = chosen if chosen not in links else NOBODY
    key = f"nearest of {name} to {sound.digest} beside {elsewhere}"  # a new one lets its own row go
    place = links.index(chosen) if chosen in links else None
    shown = _shown(near, sounds.facts(run.data))
    height = tables.ROW * (len(near) + 1) + 3
    alt = f"Tracks most alike to {name}"
    tables.draw_clickable(shown, COLUMNS, height, alt, key, partial(_choose, links), place)
    if place is not None:
        _play(run, near[place].track)
    notes.cautions(words.same(near, opinions.least_distance(run)))


def _shown(near: Sequence[Neighbour], facts: pd.DataFrame) -> dict:
    known = facts.reindex([one.track for one in near]).fillna("")
    return {
        "track": known.index,
        "likeness": [1 - one.distance for one in near],
        "labels": [", ".join(one.labels) or genre for one, genre in zip(near, known.genre, strict=True)],
        "artist": known.artist.to_numpy(),
        "title": known.title.to_numpy(),
    }


def _choose(links: Sequence[str], row: int | None) -> None:
    st.session_state.near = NOBODY if row is None else links[row]
    address.forget()


def _play(run: Run, track: str) -> None:
    try:
        sound = sounds.track(run.data, track)
    except ValueError as error:
        notes.no_audio(error)
        return
    place = player.streamlit(
        playback.payload(sound, run.system, {}), key=f"{address.PLAYER} nearest", start=player.Place()
    )
    clip_lab_link.draw(run.data, track, place["time"], [run], "to ask about this one instead.")
