"""Sound of what the map points at, in the player's place, and what this network and a second one say of it."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st
import words
from load import masked, opinions, runs
from load.explanations import Asked
from load.openings import first
from load.sounds import Sound
from state import address
from widgets import tables
from widgets.segment import choose_segment

from genrelib.numerals import percent
from genrelib.runs import Run, trust

WHOLE = "all"
WAYS = {WHOLE: "All of it", "top": "What the map points at", "but": "Everything but"}
SHARES = {"5": "5 % of the energy", "10": "10 %", "25": "25 %"}


def choose() -> tuple[str, str]:
    """Let a way of hearing be chosen, and the share of energy that the map's most important places are to hold."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        way = choose_segment("Hear", "masked", WAYS)
        share = choose_segment("The most important places, with", "energy", SHARES)
    return way, share


def part(asked: Asked, method: str, way: str, share: str) -> Sound:
    """The part of a sound as a sound of its own, with what was done to it."""
    with address.refused():
        made = masked.part(asked, method, way, int(share) / 100)
    ends = "" if asked.stretch.whole else " Outside the explained seconds there is silence."
    st.caption(
        f"{WAYS[way]}, by the most important places with {share} % of the energy: the sound's own short-time spectrum "
        f"and phases, {made.level}.{ends}"
    )
    return replace(made.sound, title=f"{asked.sound.title} · {WAYS[way]} {share} %")


def choose_second(asked: Asked) -> Run | None:
    """Let a second network be chosen that knows the label, the most trusted of others at first; None without one."""
    others = {
        name: run
        for name, run in runs.find(runs.can_judge).items()
        if asked.label in run.classes and run.system != asked.run.system
    }
    if not others:
        st.caption(f"No second network knows {address.plain(asked.label)}.")
        return None
    opening = max(others.values(), key=lambda run: (run.data == asked.run.data, *trust(run)))
    options = first(opening.linked, others)
    address.choose("second", list(options))
    st.selectbox(
        "A second network",
        list(options),
        format_func=lambda name: words.entry(options[name]),
        key="second",
        on_change=address.forget,
    )
    return options[address.keep("second")]


def compare(asked: Asked, part: Sound, second: Run | None) -> None:
    """Draw the answers to the explained stretch beside those to a part of it."""
    whole = asked.sound if asked.stretch.whole else masked.alone(asked).sound
    chosen = [run for run in (asked.run, second) if run is not None]
    named = dict(zip(words.names(chosen), chosen, strict=True))
    with address.refused():
        rows = [_row(name, run, whole, part, asked.label) for name, run in named.items()]
    columns = {name: st.column_config.TextColumn(name) for name in rows[0]}
    tables.draw(_turned(rows), columns, tables.ROW * (len(rows) + 1) + 3, "Answers to the whole and to this part")
    st.caption(
        "No network learned from such remains: a new answer may be due to their being odd. Hear the same share by the "
        "method “random” beside it."
    )


def _row(name: str, run: Run, whole: Sound, part: Sound, label: str) -> dict[str, str]:
    before, after = (opinions.predict(run, sound) for sound in (whole, part))
    place = run.classes.index(label)
    shares = [percent(None if one.silent else float(one.track[place])) for one in (before, after)]
    return {
        "network": name,
        "says of all": words.headline(before),
        "says of this": words.headline(after),
        f"{label}, of all": shares[0],
        f"{label}, of this": shares[1],
    }


def _turned(rows: list[dict[str, str]]) -> Mapping[str, list[str]]:
    return {name: [row[name] for row in rows] for name in rows[0]}
