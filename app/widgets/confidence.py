"""The confidence of a run's answers beside the share of them that is right."""

import numpy as np
import streamlit as st
from load import figures, predictions
from widgets import figure

from genrelib import evaluate
from genrelib.numerals import percent
from genrelib.runs import Run


def reliability(run: Run, level: str) -> None:
    """Draw the reliability diagram of a run's tracks or clips, and say how to read it."""
    figure.draw(figures.reliability(run, level), "Share of right answers at each confidence, with counts")
    st.caption(
        "Points below the dotted line: surer than right; above it: less sure than it could be. Numbers count the "
        f"{level}s of each point; bars hold 95 %{', as if clips of a track were apart' if level == 'clip' else ''}. "
        f"{error(predictions.calibration_error(run, level))}"
    )


def error(estimate: evaluate.Interval) -> str:
    """Words on the expected calibration error."""
    bounds = "" if np.isnan(estimate.low) else f" ({percent(estimate.low)} to {percent(estimate.high)})"
    return (
        f"Expected calibration error: {percent(estimate.value)}{bounds}, the mean distance from that line. It is "
        "above 0 for honest probabilities, too, where few answers share a bin."
    )
