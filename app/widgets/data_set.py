"""A data set: its facts, its counts, its faults, and its tracks to hear."""

import pandas as pd
import streamlit as st
from load import data_sets, playback, sounds
from state import address
from widgets import clip_lab_link, figure, notes, tables
from widgets.segment import choose_segment
from widgets.track_list import choose_row

from genrelib import datasets, player
from genrelib.datasets import Dataset, overview
from genrelib.numerals import percent

SYSTEM = "house/crnn-attention"  # whose front end draws the spectrogram
EVERY = ""  # the genre that is none: all of them
SHOWN = {"all": "All tracks", "faults": "With a known fault"}
ROWS = 9  # of the faults that are seen at once


def credits(name: str, facts: dict[str, str]) -> None:
    """Say what a data set holds, and whose it is."""
    st.markdown(address.plain(facts["holds"]))
    if datasets.is_synthetic(name):
        notes.cautions(["Synthetic: composed by rule. What holds here need not hold for real music."])
    if weak := datasets.label_quality(name):
        notes.cautions([weak])
    link = f" [{address.plain(facts['url'])}]({facts['url']})" if facts["url"] else ""
    st.caption(f"{address.plain(facts['citation'])}.{link} Licence: {address.plain(facts['licence'])}.")


def missing(name: str, facts: dict[str, str], reason: str) -> None:
    """Say how a data set that is not here gets ready."""
    st.info(address.plain(reason))
    st.markdown("Layout: " + f"`{facts['layout']}`. This reads it once and keeps it ready:")
    st.code(f"python -m genrelib data prepare {name} --root DIR", language=None, wrap_lines=True)


def counts(data: Dataset) -> None:
    """Draw tracks by label, lengths, and a split that can be chosen."""
    split = _choose_split(data)
    by_label, by_part = data_sets.counts(data.fingerprint, data, split)
    drawn = data_sets.figures(data.fingerprint, data, split)
    left, right = st.columns(2, gap="large")
    with left:
        figure.draw(drawn["labels"], f"Tracks by {data.task.name}", key="labels")
    with right:
        figure.draw(drawn["parts"], f"Parts of split {split}", key="parts")
        sums = ", ".join(f"{by_part[part].sum()} {part}" for part in by_part)
        st.caption(address.plain(f"Split {split} keeps apart: {data.splits[split]} Bars sum to {sums}."))
        if sentences := data_sets.shared(data.fingerprint, data, split):
            st.caption(address.plain(f"As far as is known, {'; '.join(sentences)}."))
    together = by_label.join(by_part).reset_index(names=data.task.name)
    height = min(12, len(together) + 1) * tables.ROW + 3
    tables.draw(together, {}, height, f"Tracks and artists by {data.task.name}")
    figure.draw(drawn["lengths"], "Lengths of tracks", key="lengths")


def faults(data: Dataset) -> None:
    """Draw a table of the known faults."""
    table = overview.faults(data)
    st.header("What is wrong with it?")
    if table.empty:
        st.markdown("No fault of these tracks is known.")
    else:
        share = percent(len(table) / len(data.tracks))
        st.markdown(f"{len(table)} of {len(data.tracks)} tracks ({share}) have a known fault.")
        tables.draw(table, {}, (min(ROWS, len(table)) + 1) * tables.ROW + 3, "Known faults")
    _checked(data)


def _checked(data: Dataset) -> None:
    """Say what the last check of these very files came to, or how to make one."""
    account = data_sets.checked(data.fingerprint, data)
    if account is None:
        st.markdown("This reads every track once, and names repetitions, wrong lengths and damaged files:")
        st.code(f"python -m genrelib data check {data.name}", language=None, wrap_lines=True)
        return
    counts = ", ".join(f"{count} {kind}" for kind, count in account.counts().items())
    st.markdown(f"The last check of these files: {address.plain(counts) or 'nothing is wrong'}.")
    if counts:
        rows = account.rarest_first()[["track", "problem"]]
        tables.draw(rows, {}, (min(ROWS, len(rows)) + 1) * tables.ROW + 3, "Problems of the last check")


def listen(data: Dataset) -> None:
    """Let a track be chosen, by genre or by fault, and play it."""
    st.header("How does it sound?")
    genres = [EVERY, *sorted({*data.tracks.genre} - {EVERY})]
    address.choose("genre", genres)
    with st.container(horizontal=True, gap="large", vertical_alignment="bottom"):
        st.selectbox(
            "Genre",
            genres,
            format_func=lambda genre: genre or "all genres",
            key="genre",
            on_change=address.forget,
            args=["row", "t"],
            width=240,
        )
        genre = address.keep("genre")
        shown = choose_segment("Show", "shown", SHOWN, "row", "t")
    tracks = data.tracks[(data.tracks.genre == genre) | (genre == EVERY)]
    tracks = tracks[tracks.fault != ""] if shown == "faults" else tracks
    if tracks.empty:
        st.info("No track is so.")
        return
    facts = tracks.reindex(columns=["genre", "artist", "title", "fault"]).fillna("")
    rows = pd.DataFrame({"track": tracks.index, "start": 0.0}, index=list(tracks.index))
    beside = st.container(horizontal=True, gap="large")
    with beside.container(key="track-choice"):
        row = choose_row(rows, facts, sounds.playable(data.name), "In order", _genre)
    with beside.container(key="track-sound"):
        _play(data, row.track)


def _genre(row: pd.Series) -> str:
    return f"**{address.plain(row.genre)}**"


def _choose_split(data: Dataset) -> str:
    splits = [data.default_split, *(split for split in data.rules if split != data.default_split)]
    address.choose("split", splits)
    st.selectbox("Split", splits, key="split", on_change=address.forget)
    return address.keep("split")


def _play(data: Dataset, track: str) -> None:
    try:
        sound = sounds.track(data.name, track)
    except ValueError as error:
        notes.no_audio(error)
        return
    place = player.streamlit(
        playback.payload(sound, SYSTEM, {}),
        key=address.PLAYER,
        start=address.start(track),
        on_change=address.keep_place,
    )
    if sound.note:
        st.caption(address.plain(sound.note))
    clip_lab_link.draw(data.name, track, place["time"], after="where networks say what they hear.")
