"""Sounds of a visitor's in the session: the latest of each kind stays when another page is opened."""

import streamlit as st
from load import sounds

_OWN = "own sounds"  # kind -> the visitor's latest sound of it: a widget that is not drawn forgets its file


def receive(kind: str, file, name: str) -> None:
    """Take a visitor's file as the latest sound of that kind. Raises AudioError if it is no usable audio."""
    st.session_state.setdefault(_OWN, {})[kind] = sounds.upload(file.getvalue(), name)


def latest(kind: str) -> sounds.Sound | None:
    """The visitor's latest sound of that kind, if there is one in this session."""
    return st.session_state.get(_OWN, {}).get(kind)


def drop(kind: str) -> None:
    """Forget the visitor's sound of that kind."""
    st.session_state.get(_OWN, {}).pop(kind, None)
