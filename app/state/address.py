"""The choices of a page, in its address and in the session: a class of thirty can open the very same view.

A page begins with `open_page` and ends with `write`; between them `choose` gives a widget its value, `keep` reads it.
The address wins where it differs from what the session wrote last: so links and the browser's Back work. It is written
once a run, and only what differs from the default: one choice is one entry in the browser's history. What was chosen
is remembered when another page is opened, and a page that lacks it does not change it elsewhere.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unicodedata import category
from urllib.parse import unquote, urlencode

import streamlit as st

from genrelib.player import Place, link_to
from genrelib.player.place import KEYS as PLACE

PLAYER = "player"  # key of the player's widget
SIGNS = r"\`*_{}[]()<>#+-=.!|~$:&"  # that mean something in Markdown
REPLACED = "\ufffd"
_KEPT = "kept choices"  # key -> value, of all pages
_WRITTEN = "written addresses"  # page -> the address as this session wrote it last
_PAGE = "open page"
_FRESH = "address to write"  # key -> value, "" for a default
_DEFAULTS = "default choices"  # key -> the page's default
_LACKING = "choices that the page lacks"
_OUTDATED = "choices that mean nothing any more"
_STALE = "choices of the address that mean nothing any more"
_TOUCHED = "a choice was made"
_SOUND = "sound in the player"
_LEFT = "places where sounds were left"  # sound -> its place in the address
_RETURNED = "places where sounds go on"  # the same, as it was when the page was opened


def open_page(name: str) -> None:
    """Begin a page: take over what the address says where it is not what this session wrote there."""
    state = st.session_state
    arrived = state.get(_PAGE) != name
    here = _address()
    before = state.setdefault(_WRITTEN, {}).get(name, {})
    kept = state.setdefault(_KEPT, {})
    if arrived:
        for key in kept:
            state.pop(key, None)  # what a widget of another page holds
        state[_RETURNED] = dict(state.get(_LEFT, {}))
        if any(key in here and here[key] != before.get(key) for key in PLACE):  # a link from page to page names a place
            state[_RETURNED] = {}
            state.pop("opened", None)
    # A choice made before the browser got the last address comes with an older one, which means nothing.
    touched = state.pop(_TOUCHED, False)
    if here != before and (here or not arrived) and not touched:
        for key in {*here, *before}:
            if here.get(key) != before.get(key):
                state.pop(key, None)
                kept.pop(key, None)
    outdated = state[_STALE] = state.pop(_OUTDATED, set())
    for key in outdated:
        kept.pop(key, None)
    state[_PAGE] = name
    state[_DEFAULTS] = {}
    state[_LACKING] = set()
    state[_FRESH] = {key: here[key] for key in here if key in PLACE and key not in outdated}


def write() -> None:
    """End a page: write its choices into the address, at once, if they differ from it."""
    fresh = {key: value for key, value in st.session_state.get(_FRESH, {}).items() if value}
    if fresh != _address():
        st.query_params.from_dict(fresh)
    st.session_state.setdefault(_WRITTEN, {})[st.session_state.get(_PAGE, "")] = fresh


def choose(key: str, options: Sequence[str]) -> None:
    """Give the widget of this key its value: its own, else the link's, else what was kept, else the first option.

    Assigned on every run, because Streamlit forgets a widget that one run did not draw. A link to what is not here gets
    a word; a choice that this page lacks gives way without one, and comes back where it is there.
    """
    state = st.session_state
    value = state.get(key)
    if value is None and key in _linked():
        value = st.query_params[key]
        if value not in options:
            st.warning(
                f"The link asks for {key} “{plain(value)}”, which is not here. This is the first choice instead."
            )
    kept = state.get(_KEPT, {}).get(key)
    if kept is not None and kept not in options:
        state.setdefault(_LACKING, set()).add(key)
    if value is None:
        value = kept
    state.setdefault(_DEFAULTS, {})[key] = options[0]
    state[key] = value if value in options else options[0]


def lacking(key: str) -> str:
    """The choice for this key on another page that is not to be had here, "" if there is none."""
    state = st.session_state
    return state.get(_KEPT, {}).get(key, "") if key in state.get(_LACKING, set()) else ""


def wish(key: str) -> str:
    """The choice for this key that the link asks for, else the one of another page; "" where there is none."""
    return _linked().get(key) or st.session_state.get(_KEPT, {}).get(key, "")


def asks(key: str) -> bool:
    """True if the address has a choice for this key that no other choice has outdated."""
    return key in _linked()


def keep(key: str) -> str:
    """The widget's value, which goes into the address unless it is the default, and is kept for other pages."""
    state = st.session_state
    value = state[key]
    default = state.get(_DEFAULTS, {}).get(key)
    # a default that a link spelt out stays there: an address is not rewritten for opening it
    state.setdefault(_FRESH, {})[key] = "" if value == default and key not in _linked() else value
    if not (key in state.get(_LACKING, set()) and value == default):
        state.setdefault(_KEPT, {})[key] = value
    return value


def choose_text(key: str, otherwise: str, longest: int) -> None:
    """Give the widget of this key its text: its own, else the link's, else what was kept, else `otherwise`."""
    state = st.session_state
    value = state.get(key) or _linked().get(key) or state.get(_KEPT, {}).get(key) or otherwise
    state.setdefault(_DEFAULTS, {})[key] = otherwise
    state[key] = value[:longest]


def choose_several(key: str, options: Sequence[str]) -> None:
    """Give the widget of this key its values, of which there may be none: its own, else the link's, else what was kept.

    A link repeats the key or writes commas. One to what is not here gets a word.
    """
    state = st.session_state
    kept = _several(state.get(_KEPT, {}).get(key, ""), options)
    values = state.get(key)
    if values is None and key in _linked():
        values = [value for text in st.query_params.get_all(key) for value in _several(text, options)]
        for gone in sorted({*values} - {*options}):
            st.warning(f"The link asks for {key} “{plain(gone)}”, which is not here, or leads already.")
    if not {*kept} <= {*options}:
        state.setdefault(_LACKING, set()).add(key)
    values = [value for value in dict.fromkeys(kept if values is None else values) if value in options]
    state.setdefault(_DEFAULTS, {})[key] = state[key] = values


def keep_several(key: str) -> list[str]:
    """The widget's values, which go into the address and are kept for other pages."""
    state = st.session_state
    values = state[key]
    text = several(values)
    state.setdefault(_FRESH, {})[key] = text
    if not (key in state.get(_LACKING, set()) and values == state.get(_DEFAULTS, {}).get(key)):
        state.setdefault(_KEPT, {})[key] = text
    return values


def several(values: Sequence[str]) -> str:
    """Several values as an address has them, for a link to a page that lets several be chosen."""
    return values[0] if len(values) == 1 else ",".join(map(_part, values))


def choose_number(key: str, otherwise: float) -> float:
    """Give the widget of this key its number: its own, else the link's, else `otherwise`; links hold 0 to 1."""
    value = st.session_state.get(key)
    if value is None:
        text = _linked().get(key, "")
        value = _number(text, -1.0)
        if text and not 0 <= value <= 1:
            st.warning(f"The link asks for {key} “{plain(text)}”, which is no number from 0 to 1.")
        value = value if 0 <= value <= 1 else otherwise
    st.session_state[key] = value
    return value


def keep_number(key: str, default: float) -> float:
    """The widget's number, which goes into the address with three decimals unless it is the default."""
    value = st.session_state[key]
    st.session_state.setdefault(_FRESH, {})[key] = (
        "" if math.isclose(value, default) and key not in _linked() else f"{value:.3f}"
    )
    return value


def start(sound: str, otherwise: float = 0.0) -> Place:
    """Place at which the player opens.

    Where the sound was left before another page was opened; else the link's for the first sound of a session, the
    second `otherwise` for later ones.
    """
    state = st.session_state
    state[_SOUND] = sound
    if "opened" not in state:
        state.opened = (sound, {key: value for key, value in _address().items() if key in PLACE})
    if sound in state.get(_RETURNED, {}):
        for key, value in state[_RETURNED][sound].items():
            state.setdefault(_FRESH, {}).setdefault(key, value)
        return Place.from_link(state[_RETURNED][sound], float(otherwise))
    first, linked = state.opened
    return Place.from_link(linked if sound == first else {}, float(otherwise))


def place() -> Place:
    """The place that the player was left at, as this page's address will have it: after `start`."""
    return Place.from_link(st.session_state.get(_FRESH, {}), 0.0)


def keep_place() -> None:
    """Write the place of the playhead, loop, box and view into the address: the player calls this when one moved."""
    state = st.session_state[PLAYER].state
    if state:
        place = link_to(state)
        st.session_state[_TOUCHED] = True
        st.session_state.setdefault(_LEFT, {})[st.session_state.get(_SOUND, "")] = place
        written = st.session_state.setdefault(_WRITTEN, {}).setdefault(st.session_state.get(_PAGE, ""), {})
        for key in PLACE:
            written.pop(key, None)
        written |= place
        others = {key: value for key, value in _address().items() if key not in PLACE}
        if others | place != _address():
            st.query_params.from_dict(others | place)


def forget(*keys: str) -> None:
    """Note that a choice was made, and take out of the address what no longer means anything, such as the place `t`.

    Every widget of a choice calls this, or `renew`, when it is changed.
    """
    st.session_state[_TOUCHED] = True
    st.session_state.setdefault(_OUTDATED, set()).update(keys)
    if "t" in keys:  # with it the rest of the place
        st.session_state[_OUTDATED].update(key for key in PLACE if key != "over")  # a way of looking, not a place
        st.session_state.pop(_RETURNED, None)


def renew(*keys: str) -> None:
    """Forget these and what their widgets hold, so that they are chosen anew: what they meant has changed."""
    forget(*keys)
    for key in keys:
        st.session_state.pop(key, None)


def page(name: str, **choices: str) -> str:
    """Address of another page with these choices made; the first page has the name ""."""
    return f"./{name}?{urlencode(choices)}"


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


def _part(value: str) -> str:
    return value.replace("%", "%25").replace(",", "%2C")


def _several(text: str, options: Sequence[str]) -> list[str]:
    return [text] if text in options else [unquote(part) for part in text.split(",") if part]


def _address() -> dict[str, str]:
    return {key: st.query_params[key] for key in st.query_params}


def _linked() -> dict[str, str]:
    """The address less what a choice has just outdated."""
    stale = st.session_state.get(_STALE, set())
    return {key: value for key, value in _address().items() if key not in stale}


def _number(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise
