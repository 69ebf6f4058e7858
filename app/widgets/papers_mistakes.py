"""The published mistakes, each with its price."""

import pandas as pd
import streamlit as st
from load import studies
from state import address
from widgets import notes, tables

from genrelib import datasets, papers
from genrelib.papers.publication import Mistake
from genrelib.studies import unmeasured
from genrelib.studies.prices import Price

HEIGHT = 9  # rows of a table that are seen at once


def of_paper(paper: str, measured: studies.Measured) -> None:
    """Draw the mistakes of a paper: what is wrong, and what it costs."""
    for mistake in papers.MISTAKES:
        if paper in mistake.papers:
            prices = studies.price(mistake.name, measured)
            st.subheader(mistake.title)
            st.markdown(address.plain(mistake.wrong))
            for sentence in (*unmeasured.arithmetic(mistake), *map(sentence_of, prices[:1])):
                st.markdown(f"**{address.plain(sentence)}**")
            if prices:
                _limits(mistake, prices)
                _table([(mistake, price) for price in prices], f"Prices of: {mistake.title}")
            else:
                _how(mistake)
            st.caption(address.plain(f"Where: {mistake.where}."))


def overview(measured: studies.Measured) -> None:
    """Draw a table of all mistakes of all papers, each with its most telling price."""
    lines = []
    for mistake in papers.MISTAKES:
        prices = studies.price(mistake.name, measured)
        lines.append(
            {
                "paper": ", ".join(mistake.papers),
                "mistake": mistake.title,
                "price": prices[0].gain.value if prices else None,
                "95 %": _bounds(prices[0]) if prices else "",
                "measured on": _basis(prices[0]) if prices else _remedy(mistake),
                "where": mistake.where,
                "what is wrong": mistake.wrong,
            }
        )
    form = {"price": st.column_config.NumberColumn(format="%+.3f", help="With the mistake, less without it")}
    height = (len(lines) + 1) * tables.ROW + 3
    tables.draw(pd.DataFrame(lines), form, height, "All published mistakes")


def sentence_of(price: Price) -> str:
    """Say what a mistake costs in a place."""
    verdict = "" if price.clear else " That is no clear difference."
    if price.partial:
        verdict = " Some of it was cut short, so it decides nothing."
    bounds = _bounds(price) and f" ({_bounds(price)})"
    return (
        f"{price.system} on {price.data}: {price.value:.3f} by {price.mistaken}, {price.without:.3f} by {price.sound}, "
        f"which is {price.gain.value:+.3f}{bounds}.{verdict}"
    )


def _limits(mistake: Mistake, prices: list[Price]) -> None:
    limits = []
    if not any(price.paired for price in prices):
        limits.append("The two figures are of different tracks: the interval joins those of both.")
    if all(datasets.is_synthetic(price.data) for price in prices):
        limits.append("Only synthetic music was measured: the price on real music may be another one.")
    if len({price.gain.value > 0 for price in prices if price.gain.value}) > 1:
        limits.append("It does not always go the same way: the table below has all that was measured.")
    notes.cautions(limits)


def _how(mistake: Mistake) -> None:
    lines = unmeasured.commands(mistake)
    if not lines:
        st.caption("Its effect was not measured, and cannot be here: no data set of this explorer has these tracks.")
        return
    st.caption("Its effect was not measured. This would measure it:")
    st.code("\n".join(lines), language=None, wrap_lines=True)


def _table(rows: list[tuple[Mistake, Price]], alt: str) -> None:
    lines = [
        {
            "system": price.system,
            "data": f"{price.data}{' (synthetic)' if datasets.is_synthetic(price.data) else ''}",
            "with the mistake": price.mistaken,
            "value": price.value,
            "without": price.sound,
            "its value": price.without,
            "price": price.gain.value,
            "95 %": _bounds(price),
            "same tracks": price.paired,
            "seeds": price.seeds,
            "whose": price.provenance,
            "partial": price.partial,
        }
        for _, price in rows
    ]
    form = dict.fromkeys(("value", "its value"), st.column_config.NumberColumn(format="%.3f"))
    form["price"] = st.column_config.NumberColumn(format="%+.3f", help="With the mistake, less without it")
    tables.draw(pd.DataFrame(lines), form, (min(HEIGHT, len(lines)) + 1) * tables.ROW + 3, alt)


def _bounds(price: Price) -> str:
    return "" if pd.isna(price.gain.low) else f"{price.gain.low:+.3f} to {price.gain.high:+.3f}"


def _remedy(mistake: Mistake) -> str:
    return "; ".join(["not measured", *unmeasured.commands(mistake)])


def _basis(price: Price) -> str:
    partial = ", cut short" if price.partial else ""
    return f"{price.system}, {price.data}, {price.mistaken} less {price.sound}{partial}"
