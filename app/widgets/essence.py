"""A network's idea of a genre: its sounds in the player, what other networks call them, the clips beside them."""

import streamlit as st
from load import essences, playback
from state import address
from widgets import tables, track_player

from genrelib import datasets, player, plots
from genrelib.interpret.exciting import ActiveUnit
from genrelib.interpret.quintessence import Essence, Portrait
from genrelib.runs import Run

WAYS = {
    "label": "what the genre climbs to",
    "unit": "what its most active unit climbs to",
    "sound": "the waveform, climbed",
    "start": "where they start",
    "clip": "the clip that excites the unit most",
    "clip inverted": "that clip, inverted",
}
_ASKED = "essences asked for"  # choices that were asked for in this session


def show(run: Run) -> None:
    """Let a genre and a way be chosen, make the sounds when asked, and play one beside what networks call it."""
    chosen = _choose(run)
    asked = st.session_state.setdefault(_ASKED, set())
    if (run.linked, *chosen) not in asked:
        st.caption("Making them takes this computer about half a minute for a genre, once for all visitors.")
        if not st.button("Make the sounds", type="primary"):
            return
        asked.add((run.linked, *chosen))
        st.rerun()  # without the button
    genre, start, smoothness = chosen
    try:
        portrait = essences.portrait(run, genre, start, smoothness)
    except ValueError as error:
        st.info(address.plain(str(error)))
        return
    essence = _choose_way(portrait)
    sound = essences.sound(run, genre, essence, start, smoothness)
    place = address.start(sound.digest)
    player.streamlit(playback.payload(sound, run.system, {}), address.PLAYER, place, address.keep_place)
    st.caption(address.plain(_answers(run, genre, essence)))
    _opinions(genre, essence)
    _clips(run, portrait)


def _choose(run: Run) -> tuple[str, str, str]:
    options = {
        "genre": ("Genre", run.classes),
        "start": ("Start from", tuple(essences.STARTS)),
        "smoothness": ("Smoothness", tuple(essences.SMOOTHNESS)),
    }
    columns = st.columns(len(options))
    values = []
    for column, (key, (title, names)) in zip(columns, options.items(), strict=True):
        address.choose(key, names)
        column.selectbox(title, names, key=key, format_func=_named)
        values.append(address.keep(key))
    return values[0], values[1], values[2]


def _named(option: str) -> str:
    return address.plain(essences.STARTS.get(option, option))


def _choose_way(portrait: Portrait) -> Essence:
    made = {essence.way: essence for essence in portrait.essences}
    ways = [way for way in WAYS if way in made]
    address.choose("way", ways)
    st.radio("Listen to", ways, key="way", format_func=WAYS.__getitem__, horizontal=True)
    return made[address.keep("way")]


def _answers(run: Run, genre: str, essence: Essence) -> str:
    before = "" if essence.before is None else f"{plots.percent(essence.before)} {genre} to it before inversion, "
    answer = f"{before}{plots.percent(essence.after)} as it sounds, where its own answer is {essence.top}."
    synthetic = " It learned from synthetic music." if datasets.is_synthetic(run.data) else ""
    return f"{run.system}: {answer}{synthetic}"


def _opinions(genre: str, essence: Essence) -> None:
    rows = essence.opinions
    if not rows:
        st.caption("No other shipped network tells the same genres apart, so nobody else was asked.")
        return
    shown = {
        "network": ["/".join(opinion.run.split("/")[2:4]) for opinion in rows],
        "answer": [opinion.top for opinion in rows],
        "probability": [100 * opinion.probability for opinion in rows],
        "learned from": [", ".join(opinion.run.split("/")[:2]) for opinion in rows],
    }
    columns = {"probability": st.column_config.NumberColumn(f"{genre}, to it", format="%.0f %%")}
    tables.draw(
        shown, columns, tables.ROW * (len(rows) + 1) + 3, f"What other networks call the sound made for {genre}"
    )
    agreeing = sum(opinion.top == genre for opinion in rows)
    st.caption(
        address.plain(
            f"{agreeing} of {len(rows)} others name {genre}. Few networks, some of them alike: compare with what they "
            "call the start, before you believe in a difference."
        )
    )


def _clips(run: Run, portrait: Portrait) -> None:
    st.caption(address.plain(_about(portrait.unit, portrait.genre)))
    clips = portrait.clips
    shown = {
        "track": clips.track,
        "start": clips.start,
        "genre": clips.truth,
        "called": clips.predicted,
        "activation": clips.value,
    }
    columns = {
        "start": st.column_config.NumberColumn("from", format="%.0f s"),
        "activation": st.column_config.NumberColumn(format="%.2f"),
    }
    tables.draw(shown, columns, tables.ROW * (len(clips) + 1) + 3, "Test clips that excite the unit most")
    track_player.open_in_clip_lab(run, str(clips.track.iloc[0]), float(clips.start.iloc[0]))


def _about(unit: ActiveUnit, genre: str) -> str:
    return (
        f"The test clips that excite unit {unit.number} most, a clip of a track. Of the clips searched it is active on "
        f"{plots.percent(unit.active)} of those called {genre} and {plots.percent(unit.elsewhere)} of the others."
    )
