"""Refusals, at which a page ends; strangers' text without a meaning in Markdown."""

from collections.abc import Iterator
from contextlib import contextmanager
from unicodedata import category

import streamlit as st
from state.address.visit import write

SIGNS = r"\`*_{}[]()<>#+-=.!|~$:&"  # that mean something in Markdown
REPLACED = "\ufffd"


@contextmanager
def refused() -> Iterator[None]:
    """End the page at what is refused within, with the reason in plain text: a damaged run, a sound of no use."""
    try:
        yield
    except ValueError as error:
        st.error(plain(str(error)))
        stop()


def stop() -> None:
    """End the page here, its address written."""
    write()
    st.stop()


def plain(text: str) -> str:
    """Text that Markdown leaves alone: names of files and links are written by strangers.

    Control characters, and bytes of a file's name that are no text, are shown as replaced.
    """
    return "".join(
        f"\\{sign}" if sign in SIGNS else REPLACED if category(sign) in ("Cc", "Cs") else sign for sign in text
    )
