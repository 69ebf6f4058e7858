"""A second method beside the first: both over time, and how far they agree."""

import streamlit as st
from load import explanations, figures
from load.explanations import Asked
from widgets import figure, inside_choice

from genrelib.numerals import minus


def draw(asked: Asked, method: str, beside: str) -> None:
    """Draw what speaks for the label by two methods over time, one above the other, with their rank correlation."""
    rank = explanations.agreement(asked, method, beside)
    written = minus(f"{rank:.2f}")
    drawn = figures.speaking_for(asked, (method, beside))
    figure.draw(drawn, f"{method} and {beside} over time, rank correlation {written}")
    st.markdown(f"Rank correlation over time, mean over clips: **{written}**. {_verdict(rank)}")
    st.caption(
        "Drawn is what speaks for the label less what speaks against it, over all Hz, where the sum is above 0. "
        f"{beside.capitalize() if beside.islower() else beside}: {inside_choice.limit(beside)}"
    )


def _verdict(rank: float) -> str:
    if rank >= 0.7:
        return "They point at the same moments. That both are right does not follow."
    if rank >= 0.3:
        return "They share some moments and differ about others."
    return "They point at different moments: who believes one cannot believe the other."
