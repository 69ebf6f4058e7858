"""The poster's claims, and the shipped results of its six systems."""

import numpy as np
import pandas as pd

from genrelib.lesson.results import PaperResults

MEMORY = {  # short name -> its name here, and its memory of earlier frames
    "svm": ("SVM", "none: reads the clip at once"),
    "softmax": ("softmax regression", "none: reads the clip at once"),
    "mlp": ("two-layer network", "none: reads the clip at once"),
    "rnn": ("RNN", "a state that every frame overwrites"),
    "lstm": ("LSTM", "a cell that gates protect"),
    "lstm-attention": ("LSTM with attention", "the cell, and a look back at all frames"),
}
POSTER = PaperResults("irvin2016", {short: name for short, (name, _) in MEMORY.items()})
TO_HEAR = ("jazz.00007", "metal.00006", "classical.00002")  # of artists that are not in the network's training part


def claims() -> pd.DataFrame:
    """The poster's two tables as one: system, place on the poster, memory, number of weights, accuracy."""
    printed = POSTER.printed()
    return pd.DataFrame(
        {
            "on the poster": printed.place,
            "memory": [memory for _, memory in MEMORY.values()],
            "weights": ["" if np.isnan(count) else f"{count:,.0f}" for count in printed.weights],
            "poster's accuracy": [f"{value:.1%}" for value in printed.value],
        }
    )
