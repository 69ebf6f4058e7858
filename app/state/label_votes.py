"""Votes of a visitor on labels, in the session alone: no address holds them, and no file until the visitor asks."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from genrelib.datasets import playback_source
from genrelib.predictions.label_votes import Vote
from genrelib.runs import Run

_VOTES = "votes on labels"  # name of the music -> track -> Vote
_LOADS = "loads of votes"  # count: widgets that show votes begin anew after one


def votes(run: Run) -> dict[str, Vote]:
    """Votes of this visitor on the music of a run, by track: runs on the same music share them."""
    return st.session_state.setdefault(_VOTES, {}).setdefault(music(run), {})


def music(run: Run) -> str:
    """Name of the data set whose labels are voted on."""
    return playback_source.home_of(run.data)


def vote(run: Run, track: str, label: str, given: str, proposed: str = "") -> None:
    """Take a vote on a track's label, and the genre proposed instead; "" takes the vote back and leaves the note."""
    own = votes(run)
    note = own[track].note if track in own else ""
    if given or note:
        own[track] = Vote(label, given, proposed, note, run.name, music(run), run.split)
    else:
        own.pop(track, None)


def note(run: Run, track: str, label: str, text: str) -> None:
    """Take a note on a track."""
    own = votes(run)
    own[track] = replace(own.get(track, Vote(label, run=run.name, data=music(run), split=run.split)), note=text)


def take(run: Run, read: Mapping[str, Vote]) -> None:
    """Take over votes that were read; they replace those on the same tracks."""
    votes(run).update(read)
    st.session_state[_LOADS] = loads() + 1


def loads() -> int:
    """Count of votes read in this session: a part of the keys of widgets that show votes."""
    return st.session_state.get(_LOADS, 0)


def given(run: Run, kind: str) -> dict[str, Vote]:
    """Votes of a kind by track."""
    return {track: own for track, own in votes(run).items() if own.vote == kind}
