"""Start of a notebook: full or reduced mode, the same numbers on every run, figures that its file can hold."""

import os
import warnings

import pandas as pd
import plotly.io
import torch


def _asked(variable: str) -> bool:
    return os.environ.get(variable, "") not in ("", "0")


REDUCED = _asked("GENRELIB_FAST")
ON_PAPER = _asked("GENRELIB_HANDOUT")  # made for readers who cannot turn a knob
THREADS = 1  # sums in another order give other last digits: the same on a laptop of two cores and on one of sixteen
SEED = 0


def start() -> None:
    """Set seed, threads and the format of figures, and print the mode."""
    torch.manual_seed(SEED)
    torch.set_num_threads(THREADS)
    plotly.io.renderers.default = "plotly_mimetype"  # the others put megabytes of script into the file
    pd.set_option("display.max_colwidth", None)  # a cut sentence of a paper would claim something else
    warnings.filterwarnings("ignore", category=FutureWarning)
    if REDUCED:
        print("Reduced mode (GENRELIB_FAST=1): everything runs, on so little that no live number means anything.")
    else:
        print("Full mode. Set GENRELIB_FAST=1 before you start JupyterLab for a quick look at everything.")


def amount(full: int, reduced: int) -> int:
    """Choose an amount by the mode."""
    return reduced if REDUCED else full
