"""A network's idea of a genre: its sounds in the player, what other networks call them, the clips beside them."""

from functools import partial

import streamlit as st
from load import essences, playback, sounds
from load.explanations import Asked
from state import address
from widgets import clip_lab_link, notes, tables

from genrelib import datasets, player
from genrelib.interpret.exciting import ActiveUnit
from genrelib.interpret.quintessence import Essence, Portrait
from genrelib.numerals import percent
from genrelib.player import Place
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


def show(asked: Asked, second: float) -> None:
    """Let a start be chosen, make the sounds when asked, and play one beside what networks call it.

    `second` is where the sound itself stands in its player.
    """
    run, genre = asked.run, asked.label
    if not essences.can_climb(run):
        st.caption("Only for a network of genres whose test music lies here: the climb stays within what that holds.")
        return
    start, smoothness = _choose()
    wish = (run.linked, genre, start, smoothness, asked.sound.digest if start == essences.THIS else "")
    wishes = st.session_state.setdefault(_ASKED, set())
    if wish not in wishes:
        st.caption("Making them takes this computer about half a minute for a genre, once for all visitors.")
        if not st.button("Make the sounds", icon=":material/play_arrow:"):
            return
        wishes.add(wish)
        st.rerun()  # without the button
    try:
        portrait = essences.portrait(asked, second, start, smoothness)
    except ValueError as error:
        st.info(address.plain(str(error)))
        return
    essence = _choose_way(portrait)
    sound = essences.sound(run, genre, essence, start, smoothness)
    player.streamlit(playback.payload(sound, run.system, {}), key="essence-player", start=Place())
    st.caption(address.plain(_answers(run, genre, essence)))
    _opinions(genre, essence)
    _clips(run, portrait)


def _choose() -> tuple[str, str]:
    options = {
        "from": ("Start from", tuple(essences.STARTS)),
        "smoothness": ("Smoothness", tuple(essences.SMOOTHNESS)),
    }
    values = []
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for key, (title, names) in options.items():
            address.choose(key, names)
            st.selectbox(title, names, key=key, format_func=_named, on_change=address.forget, width=320)
            values.append(address.keep(key))
    return values[0], values[1]


def _named(option: str) -> str:
    return address.plain(essences.STARTS.get(option, option))


def _choose_way(portrait: Portrait) -> Essence:
    made = {essence.way: essence for essence in portrait.essences}
    ways = [way for way in WAYS if way in made]
    address.choose("way", ways)
    st.radio("Listen to", ways, key="way", format_func=WAYS.__getitem__, horizontal=True, on_change=address.forget)
    return made[address.keep("way")]


def _answers(run: Run, genre: str, essence: Essence) -> str:
    before = "" if essence.before is None else f"{percent(essence.before)} {genre} to it before inversion, "
    answer = f"{before}{percent(essence.after)} as it sounds, where its own answer is {essence.top}."
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
    names = [f"{track}@{start:.0f}" for track, start in zip(clips.track, clips.start, strict=True)]
    address.choose("excites", names)
    place = names.index(st.session_state["excites"])
    height = tables.ROW * (len(clips) + 1) + 3
    key = f"excites {run.linked} {portrait.genre}"
    tables.draw_clickable(
        shown, columns, height, "Test clips that excite the unit most", key, partial(_pick, names), place
    )
    address.keep("excites")
    track = str(clips.track.iloc[place])
    start = float(clips.start.iloc[place])
    try:
        sound = sounds.track(run.data, track)
    except ValueError as error:
        notes.no_audio(error)
        return
    loop = (start, min(start + run.declaration["clip"], sound.recording.seconds))
    player.streamlit(playback.payload(sound, run.system, {}), key="excites-player", start=Place(start, loop))
    clip_lab_link.draw(run.data, track, start, [run])


def _pick(names: list[str], place: int | None) -> None:
    address.forget()
    if place is not None:
        st.session_state["excites"] = names[place]


def _about(unit: ActiveUnit, genre: str) -> str:
    return (
        f"The test clips that excite unit {unit.number} most, a clip of a track. Of the clips searched it is active on "
        f"{percent(unit.active)} of those called {genre} and {percent(unit.elsewhere)} of the others."
    )
