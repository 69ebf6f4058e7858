"""The list of tracks or clips to hear: a page at a time, one of them chosen."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st
from state import address
from widgets.segment import choose_segment

from genrelib.numerals import percent

PAGE = 5  # rows that stand above the player without scrolling
AUDIBLE, ALL = "audible", "all"


def choose_row(
    rows: pd.DataFrame,
    facts: pd.DataFrame,
    playable: frozenset[str],
    order: str = "Most confident first",
    write: Callable[[pd.Series], str] | None = None,
) -> pd.Series:
    """Let one of the rows be chosen, a page at a time; arrow keys step through them.

    Where only some of the rows are `playable`, the others say that they are not, and can be left out. `write` says of a
    row what was answered, by default one genre and the true one; `order` says how rows are sorted. What is true of a
    row may stand in a column `tags`; rows without a column `start` (s) are of whole tracks.
    """
    rows = _within_earshot(rows, playable)
    address.choose("row", list(rows.index))
    first = rows.index.get_loc(st.session_state.row) // PAGE * PAGE
    shown = rows.iloc[first : first + PAGE].join(facts, on="track").fillna("")
    shown["silent"] = [bool(playable) and track not in playable for track in shown.track]
    st.radio(
        order,
        list(shown.index),
        format_func=lambda name: _numbers(shown.loc[name], write or _genres),
        captions=[_known(line) for _, line in shown.iterrows()],
        key="row",
        on_change=address.forget,
        args=["t"],
    )
    if len(rows) > PAGE:
        page = first // PAGE + 1
        key = f"page {page}"  # a new one each time: its value follows the row
        st.pagination(-(-len(rows) // PAGE), default=page, key=key, on_change=_turn, args=[key, rows.index])
    return rows.loc[address.keep("row")]


def _within_earshot(rows: pd.DataFrame, playable: frozenset[str]) -> pd.DataFrame:
    """The rows to list: where some can be played and others not, a switch leaves those out; a link to one does not."""
    here = np.array([track in playable for track in rows.track], bool)  # isin would sort all of a large data set
    if here.all() or not here.any():
        return rows
    words = {AUDIBLE: f"only audible ({here.sum()})", ALL: f"all ({len(rows)})"}
    linked = st.session_state.get("row") or st.query_params.get("row")
    if linked in rows.index and rows.track[linked] not in playable:
        words = dict(reversed(words.items()))
    return rows[here] if choose_segment("List", "list", words, "row", "t") == AUDIBLE else rows


def _turn(key: str, index: pd.Index) -> None:
    st.session_state.row = index[(st.session_state[key] - 1) * PAGE]
    address.forget("t")


def _numbers(row: pd.Series, write: Callable[[pd.Series], str]) -> str:
    silent = " :material/volume_off:" if row.silent else ""
    second = f" at {row.start:.1f} s" if "start" in row else ""
    return f"{write(row)} · {address.plain(row.track)}{second}{silent}"


def _genres(row: pd.Series) -> str:
    text = f"**{percent(row.confidence)} {address.plain(row.answer)}**"
    if row.answer != row.truth:
        text += f", {percent(row.credence)} {address.plain(row.truth)}"
    return text


def _known(row: pd.Series) -> str:
    work = ": ".join(address.plain(part) for part in (row.artist, row.title) if part) or "artist unknown"
    if row.get("tags"):
        work += f" · is {address.plain(row.tags)}"
    return f"{work} · :orange[:material/warning: {address.plain(row.fault)}]" if row.fault else work
