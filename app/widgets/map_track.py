"""The chosen track of a map and those nearest to it in the network's space: a list to hear, and the player."""

import pandas as pd
import streamlit as st
import words
from load import maps, openings, opinions, playback, predictions, sounds
from load.sounds import Sound
from state import address
from widgets import clip_lab_link, judged_track, map_canvas, notes
from widgets.map_canvas import OWN

from genrelib import datasets, player
from genrelib.numerals import percent
from genrelib.predictions.genres import GenrePredictions
from genrelib.predictions.tags import TagPredictions
from genrelib.runs import Run
from genrelib.task import GENRES

THIS = ""  # of the list to hear: the chosen one itself


def choose(run: Run, sound: Sound | None) -> str:
    """Let a row be chosen by typing: the surest mistake that can be played here stands first, the own sound next."""
    rows = openings.first(maps.opening(run), maps.lines(run))
    options = [next(iter(rows)), *([OWN] if sound else []), *list(rows)[1:]]
    address.choose("row", options)
    st.selectbox(
        "Track",
        options,
        format_func=lambda name: f"Your sound: {sound.title}" if name == OWN and sound else rows[name],
        key="row",
        on_change=_changed,
        help="Type a name, a genre, an artist, or click a point of the map",
    )
    return address.keep("row")


def neighbours(run: Run, row: str, sound: Sound | None) -> str:
    """Let it be chosen what to hear: the chosen one or one of its nearest; the name of its row."""
    near = maps.near_sound(run, sound) if row == OWN and sound else maps.near_track(run, row)
    table = maps.tracks(run)
    address.choose("hear", [THIS, *near.index])
    shown = {THIS: _line(run, row)} | {
        name: f"{address.plain(name)} · likeness {1 - distance:.2f}" for name, distance in near.items()
    }
    st.radio(
        "Listen to it and to the five nearest in the network's space",
        list(shown),
        format_func=lambda name: shown[name],
        captions=[_facts(table.loc[name]) if name in table.index else "" for name in (row, *near.index)],
        key="hear",
        on_change=address.forget,
        args=["t"],
        help="Likeness: cosine of the angle between what the network's last layer reads of both, 1 is the same",
    )
    chosen = address.keep("hear") or row
    if chosen != row:
        st.button("Go there", icon=":material/my_location:", on_click=map_canvas.choose_row, args=[chosen])
    return chosen


def play(run: Run, row: str, sound: Sound | None, tag: str) -> None:
    """Open the player at a row: a test track as it was judged, another one as the network judges it now."""
    if row == OWN and sound:
        _ask_anew(run, sound, "")
        notes.link("Open in Clip lab", "clip_lab", "for other networks.", sound="upload", run=run.linked)
        return
    track = maps.tracks(run).loc[row]
    if track.part == "test":
        answers = predictions.of_genres(run, "track") if run.task == GENRES else predictions.of_tags(run)
        judges = {run.system: judged_track.Judge(run, answers)}
        judged_track.play(judges, _judged(answers, track.track, tag), (tag,) if tag else ())
    else:
        try:
            time = _ask_anew(run, sounds.track(run.data, track.track), track.part)
        except ValueError as error:
            notes.no_audio(error)
        else:
            clip_lab_link.draw(run.data, track.track, time, [run])


def _ask_anew(run: Run, sound: Sound, part: str) -> float:
    """The player with what the network says of a sound now, as no answer to it was kept; the second where it stands."""
    judged = {}
    if run.has_weights:
        prediction = opinions.predict(run, sound)
        judged = {} if prediction.silent else {run.system: prediction}
    place = player.streamlit(
        playback.payload(sound, run.system, judged),
        key=address.PLAYER,
        start=address.start(sound.digest),
        on_change=address.keep_place,
    )
    for prediction in judged.values():
        st.caption(address.plain(f"Asked now, the network says {words.headline(prediction)}."))
        synthetic = datasets.is_synthetic(sound.data)
        notes.cautions([*words.caveats(run, prediction, synthetic, part), *prediction.remarks])
    if not judged:
        st.caption("No curves: this run comes without its weights, or there is nothing to hear.")
    return place["time"]


def _judged(answers: GenrePredictions | TagPredictions, track: str, tag: str) -> pd.Series:
    """The row of a test track; on tags it starts where the tag is most probable."""
    if isinstance(answers, GenrePredictions):
        return answers.table.loc[track]
    place = answers.tracks.tolist().index(track)
    start = answers.starts[place, answers.tags.index(tag)] if tag else 0.0
    return pd.Series({"track": track, "start": start}, name=track)


def _line(run: Run, row: str) -> str:
    if row == OWN:
        return "Your sound"
    track = maps.tracks(run).loc[row]
    if not track.answer:
        return address.plain(row)
    return f"{address.plain(row)} · answered **{address.plain(track.answer)}** {percent(track.confidence)}"


def _facts(track: pd.Series) -> str:
    work = ": ".join(part for part in (track.artist, track.title) if part)
    known = " · ".join(part for part in (track.genre, track.tags, track.part, work) if part)
    fault = f" · :orange[:material/warning: {address.plain(track.fault)}]" if track.fault else ""
    return f"{address.plain(known)}{fault}"


def _changed() -> None:
    address.renew("hear")
    address.forget("t")
