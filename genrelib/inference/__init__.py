"""The one inference path: waveform -> features of clips -> network -> probabilities over time and for the track.

Silence is not judged, and what else of a recording's condition makes an answer doubtful is a sentence among the
prediction's `remarks`.
"""

from genrelib.inference.agreement import agree
from genrelib.inference.asking import BATCH, Outputs, infer, probabilities, reads_batch, together
from genrelib.inference.model import Model, load
from genrelib.inference.predicting import on_one_axis, predict
from genrelib.inference.prediction import Attention, Prediction
from genrelib.inference.spreadsheet import over_time

__all__ = [
    "BATCH",
    "Attention",
    "Model",
    "Outputs",
    "Prediction",
    "agree",
    "infer",
    "load",
    "on_one_axis",
    "over_time",
    "predict",
    "probabilities",
    "reads_batch",
    "together",
]
