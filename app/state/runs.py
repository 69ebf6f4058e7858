"""The choice of runs: the one chooser of all pages, which takes what a page can show."""

from collections.abc import Mapping

import streamlit as st
import words
from state import address

from genrelib.runs import Run


def choose_run(
    runs: Mapping[str, Run], label: str = "Run", outdated: tuple[str, ...] = (), renewed: bool = False
) -> Run:
    """Let one of the runs be chosen, by its name in links.

    Another run outdates the choices of these keys; where they are `renewed`, their widgets begin anew, too.
    """
    address.choose("run", list(runs))
    st.selectbox(
        label,
        list(runs),
        format_func=lambda name: words.entry(runs[name]),
        key="run",
        on_change=address.renew if renewed else address.forget,
        args=outdated,
        help=words.RUNS,
    )
    if elsewhere := address.lacking("run"):
        st.caption(f"{address.plain(elsewhere)}, chosen on another page, is not one that this page can show.")
    return runs[address.keep("run")]


def choose_many(runs: Mapping[str, Run], outdated: tuple[str, ...] = (), most: int | None = None) -> list[Run]:
    """Let a run be chosen, and any number of others beside it, or at most so many.

    Another leading run outdates the choices of these keys.
    """
    first, second = st.columns(2)
    with first:
        leading = choose_run(runs, "Network", outdated, renewed=True)
    others = [name for name in runs if runs[name] is not leading]
    address.choose_several("other", others)
    if len(st.session_state.other) > (most or len(others)):
        st.warning(f"The link asks for {len(st.session_state.other)} others. The first {most} are shown.")
        st.session_state.other = st.session_state.other[:most]
    with second:
        st.multiselect(
            "Others beside it",
            others,
            format_func=lambda name: words.entry(runs[name]),
            key="other",
            on_change=address.forget,
            max_selections=most,
            placeholder="none",
            select_all=False,
        )
    return [leading, *(runs[name] for name in address.keep_several("other"))]
