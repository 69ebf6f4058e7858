"""The choice of a second run that can be compared with the first."""

from collections.abc import Mapping

import streamlit as st
import words
from load import comparable, predictions
from state import address
from widgets import notes

from genrelib.runs import Run

NOTHING = ""


def choose_second(run: Run, others: Mapping[str, Run], outdated: tuple[str, ...]) -> Run:
    """Let one of the runs be compared with `run`; another one outdates the choices of these keys."""
    return others[_choose("Network B", run, others, [*others], outdated)]


def choose_perhaps(run: Run, others: Mapping[str, Run], outdated: tuple[str, ...]) -> Run | None:
    """Let one of the runs, or none, be compared with `run`; another one outdates the choices of these keys."""
    return others.get(_choose("Compared with", run, others, [NOTHING, *others], outdated))


def joined(run: Run, other: Run, level: str) -> Run | None:
    """The other run if it judged some of the same tracks or clips; else None, with a caution that says why."""
    try:
        predictions.pair(run, other, level)
    except ValueError as error:
        notes.cautions([f"Shown without {other.system}: {error}."])
        return None
    return other


def _choose(label: str, run: Run, others: Mapping[str, Run], options: list[str], outdated: tuple[str, ...]) -> str:
    def line(name: str) -> str:
        return _entry(run, others[name]) if name else "no other run"

    address.choose("other", options)
    st.selectbox(label, options, format_func=line, key="other", on_change=address.forget, args=outdated)
    return address.keep("other")


def _entry(run: Run, other: Run) -> str:
    tracks = comparable.common(run, other)
    if tracks == run.info["tracks"]["test"] == other.info["tracks"]["test"]:
        return words.entry(other)
    return f"{words.entry(other)} · {tracks} tracks in common"
