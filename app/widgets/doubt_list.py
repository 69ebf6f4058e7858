"""Lists of suspects: a kind and a number are chosen, what is known of the tracks can be hidden."""

import pandas as pd
import streamlit as st
from load import doubts
from state import address, label_votes
from widgets.segment import choose_segment

from genrelib.numerals import percent
from genrelib.predictions.near_pairs import EQUAL
from genrelib.runs import Run

PAIRS = "pairs"
KINDS = {
    "margin": "by the margin of another answer over the label",
    "confident": "by confident learning",
    PAIRS: "pairs of tracks that may be one sound",
    "chance": "none: tracks drawn at random",
}
NUMBERS = ("10", "20", "40", "80")
KNOWN = {"hidden": "hidden", "shown": "shown"}
ORDERS = {
    "margin": "The largest margin first",
    "confident": "The largest margin first",
    PAIRS: "The nearest pair first, by cosine distance",
    "chance": "In an order by chance",
}
MEANINGS = {
    "margin": "Tracks whose answer is another genre than their label, ordered by the margin: what the network gives to "
    "its answer less what it gives to the label.",
    "confident": "Of these, the tracks that confident learning counts as another genre: it reaches that genre's "
    "threshold, the mean probability that tracks of a genre get for their own (Northcutt, Jiang & Chuang 2021).",
    PAIRS: "Pairs of tracks of all parts that the network hears as most nearly the same: the cosine distance of what "
    "its last layer reads of both. Some are one recording twice, with one label or two, or learned and tested.",
    "chance": "Tracks of test and validation in an order by chance, right answers among them: votes on these say how "
    "many labels are wrong, which votes on suspects cannot.",
}
MARKS = {"right": ":material/check:", "wrong": ":material/close:", "cannot tell": ":material/question_mark:"}


def choose_kind() -> str:
    """Let a kind of suspicion be chosen."""
    address.choose("kind", list(KINDS))
    st.selectbox(
        "Suspects", list(KINDS), format_func=KINDS.get, key="kind", on_change=address.forget, args=["row", "t"]
    )
    return address.keep("kind")


def choose_number() -> int:
    """Let the number of suspects be chosen that are shown and scored."""
    return int(choose_segment("Shown", "top", {number: number for number in NUMBERS}, "row", "t"))


def choose_facts(facts: pd.DataFrame) -> pd.DataFrame:
    """Facts of tracks, their known faults only if these are to be shown: who votes should not know them."""
    shown = choose_segment("What is known of a track", "known", KNOWN) == "shown"
    return facts if shown else facts.assign(fault="")


def rows(run: Run, kind: str, number: int) -> pd.DataFrame:
    """The first suspects of a kind, as `track_list` takes them."""
    if kind == PAIRS:
        return doubts.pairs(run).head(number)
    return doubts.suspects(run, kind).head(number)


def writer(run: Run, kind: str):
    """Function: a line of the list, for a row of it; it begins with the visitor's vote."""
    own = label_votes.votes(run)

    def line(row: pd.Series) -> str:
        mark = MARKS.get(own[row.track].vote, "") if row.track in own else ""
        return f"{mark} {(_pair if kind == PAIRS else _suspect)(row)}".lstrip()

    return line


def _suspect(row: pd.Series) -> str:
    label = f"labelled **{address.plain(row.truth)}** {percent(row.credence)}"
    return f"{label}, answered **{address.plain(row.answer)}** {percent(row.confidence)}, {row.part}"


def _pair(row: pd.Series) -> str:
    labels = [address.plain(label or "unknown") for label in (row.label, row.other_label)]
    both = f"both {labels[0]}" if row.label == row.other_label else f"**two labels, {labels[0]} and {labels[1]}**"
    sides = ", **on both sides**" if row.sides else ""
    return f"{distance(row.distance)} from {address.plain(row.other)}, {both}{sides}"


def distance(value: float) -> str:
    """A cosine distance as it is written: one that is none but for rounding is 0."""
    if value < EQUAL:
        return "0"
    if value < 1e-5:
        return "less than 0.00001"
    return f"{value:.5f}" if value < 0.01 else f"{value:.2f}"
