"""Tags that are falsely alarmed, or missed, on the same tracks as the chosen one; a row leads to its tag."""

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st
from load import predictions
from state import address
from widgets import tables
from widgets.segment import choose_segment
from widgets.tag_areas import choose_tag
from widgets.tag_wish import HAND, TITLES

from genrelib.evaluate.coincidence import LEAST
from genrelib.runs import Run

CHANCE = 0.05  # up to which, over all tags together, a coincidence counts as more than chance
KINDS = {"alarms": "false alarms", "misses": "misses"}
COUNTED = {"alarms": "have neither tag", "misses": "have both tags"}
HEIGHT = 390  # px: ten rows, the rest scrolls


def draw(compared: list[Run], tag: str, threshold: float, wish: str) -> None:
    """Let a kind of mistake be chosen, and draw the tags that are mistaken together with this one."""
    kind = choose_segment("On the same tracks", "together", KINDS)
    table = predictions.coincidences(compared, tag, threshold, wish, kind)
    if table.empty:
        st.info("No other tag has a threshold that was chosen on validation tracks.")
        return
    worth = table[table.p.notna() | (table.together > 0)]
    if not worth.empty:
        _table(worth, tag, kind)
    st.caption(address.plain(" ".join(_words(table, tag, kind, wish))))


def verdict(p_holm: float) -> str:
    """A word on a coincidence, none that its test does not bear."""
    if np.isnan(p_holm):
        return "too few"
    return "more than chance" if p_holm <= CHANCE else "cannot tell"


def _table(table: pd.DataFrame, tag: str, kind: str) -> None:
    shown = {
        "tag": table.index,
        "together": table.together.to_numpy(),
        "expected": table.expected.to_numpy(),
        "so it is": [verdict(p) for p in table.p_holm],
        "p": table.p_holm.to_numpy(),
        "its own": table.mistakes.to_numpy(),
        "of this tag": table.own.to_numpy(),
        "tracks": table.tracks.to_numpy(),
    }
    columns = {
        "tag": st.column_config.TextColumn(width=130),
        "expected": st.column_config.NumberColumn(format="%.1f", help="As many as chance would bring together"),
        "p": st.column_config.NumberColumn(
            format="%.2g", help="Fisher's exact test that more come together than by chance, after Holm for all tests"
        ),
        "its own": st.column_config.NumberColumn(help=f"All {KINDS[kind]} of the tag in this row, on these tracks"),
        "of this tag": st.column_config.NumberColumn(help=f"All {KINDS[kind]} of the chosen tag, on these tracks"),
        "tracks": st.column_config.NumberColumn(help=f"Test tracks that {COUNTED[kind]}: on others none can coincide"),
    }
    key = f"mistaken with {tag}, {kind}"
    height = min(HEIGHT, tables.ROW * (len(table) + 1) + 3)
    tables.draw_clickable(shown, columns, height, "Mistakes on the same tracks", key, partial(_clicked, [*table.index]))


def _words(table: pd.DataFrame, tag: str, kind: str, wish: str) -> list[str]:
    tests = int(table.p.notna().sum())
    clear = table.index[table.p_holm <= CHANCE]
    others = TITLES["f1" if wish == HAND else wish]
    sentences = []
    if table.together.any():
        sentences.append("A click at the left edge of a row chooses its tag.")
    if not tests:
        sentences.append(f"Nothing can be judged: a test needs {LEAST} {KINDS[kind]} of both tags on the same tracks.")
    elif clear.empty:
        sentences.append(f"No tag's {KINDS[kind]} coincide with those of {tag} more than chance can do.")
    else:
        sentences.append(f"More than chance: {', '.join(clear)}.")
    sentences.append(
        f"Counted are the test tracks that {COUNTED[kind]}. Fisher's exact test asks if more come together than by "
        f"chance; Holm's correction is for the {tests} tags tested, those with {LEAST} {KINDS[kind]} or more, "
        "of this table alone: who looks through those of all tags meets more by chance. Other tags have their "
        f"threshold of “{others}” on validation tracks. That two coincide does not say why: words may mean the same, "
        "or some tracks are hard for every tag."
    )
    return sentences


def _clicked(tags: list[str], row: int | None) -> None:
    if row is not None:
        choose_tag(tags[row])
