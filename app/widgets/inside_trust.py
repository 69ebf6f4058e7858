"""Reasons to believe a map, or not: the same method without what the network learned, and what was planted."""

import streamlit as st
import words
from load import explanations, figures
from load.explanations import Asked
from state import address
from widgets import figure, inside_choice

from genrelib.interpret import METHODS, ImportanceMap
from genrelib.numerals import minus, percent


def describe(family: str, method: str) -> None:
    """Write what a value of the map means, and what it cannot tell."""
    st.markdown(f"**{family.capitalize() if family.islower() else family}.** {METHODS[method].says}")
    st.caption(inside_choice.limit(family))


def sanity(asked: Asked, method: str, shown: ImportanceMap) -> None:
    """Draw the map over time above that of the network with its weights in a random order, with a verdict."""
    doubt = explanations.doubt(asked, method)
    kept, over_time = (minus(f"{rank:.2f}") for rank in (doubt.kept, doubt.kept_over_time))
    rank = f"rank correlation {kept}" + (f", over time alone {over_time}" if shown.values.ndim == 2 else "")
    if not doubt.passes:
        says = f"This map would look the same without training ({rank}): do not believe it."
        st.warning(says, icon=":material/dangerous:")
    elif doubt.passes_over_time:
        st.success(f"Without training the map would be another ({rank}): it is about the network.")
    else:
        st.warning(
            f"Without training its places in Hz would be others, its moments the same ({rank}): do not believe when it "
            "points, the sound alone would do."
        )
    drawn = figures.with_and_without_training(asked, method)
    figure.draw(drawn, f"The map over time, and the same without training: {rank}")
    st.caption("One random order, absolute values, mean over clips. Who passes may still be wrong.")


def score(asked: Asked, method: str) -> None:
    """Write how often the method found what was planted, for this system; else that nobody measured it."""
    system = address.plain(asked.run.system)
    known = explanations.score(asked.run.system, method)
    if known is None:
        st.caption(
            f"Nobody scored this method for {system} yet. `python -m genrelib explanations` plants music at a known "
            "second and counts how often the map finds it."
        )
        return
    hits = f"{percent(known.hit.value)} (95 %: {percent(known.hit.low)} to {percent(known.hit.high)})"
    elsewhere = "" if known.run == asked.run.name else f", for {address.plain(known.run)}"
    better = "more than chance" if known.hit.low > known.chance else "not shown to be more than chance"
    edges = ""
    if known.edges is not None and method != explanations.CONTROL:
        edges = f" An edge detector, which knows no network, hits in {percent(known.edges)}."
    st.caption(
        "On the needle (synthetic music, the genre in a window of 1 to 3 s): the peak of this method lies in the "
        f"window in {hits} of {known.tracks} tracks over {known.beds} beds{elsewhere}; by chance in "
        f"{percent(known.chance)}: "
        f"{better}.{edges} What holds there need not hold for this sound."
    )


def small_print(asked: Asked) -> None:
    """Write how good the network is."""
    st.caption(f"**{address.plain(asked.run.system)}**: {address.plain(words.record(asked.run))}")
