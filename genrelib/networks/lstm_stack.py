"""The recurrent half of Yenney's comparison: LSTM layers with a normalisation after each."""

from torch import Tensor, nn

from genrelib.networks.blocks import KERAS_NORM, Standardise, keras_initialise
from genrelib.networks.network import Network, Reading


class LstmStack(Network):
    """LSTM layers, each behind a dropout of what it reads and before a normalisation of what it says.

    The normalisation is per unit, over batch and frames; after the top layer, of which only the last state goes on,
    over the batch.
    Input (batch, bands, frames), any number of frames; output (batch, classes) logits.
    Source: Yenney, section 2.2; sizes and order from the author's code.
    """

    def __init__(self, *, bands: int, hidden: int, layers: int, dropout: float, units: int, classes: int):
        super().__init__()
        inputs = (bands, *[hidden] * (layers - 1))
        self.dropout = nn.Dropout(dropout)
        self.lstms = nn.ModuleList([nn.LSTM(size, hidden, batch_first=True) for size in inputs])
        self.norms = nn.ModuleList([nn.BatchNorm1d(hidden, **KERAS_NORM) for _ in inputs])
        # No activation stands between the two linear layers: so it is in the author's code.
        self.project = nn.Linear(hidden, units)
        self.classify = nn.Linear(units, classes)
        self.apply(keras_initialise)

    def inspect(self, x: Tensor) -> Reading:
        *lower, (top, last_norm) = zip(self.lstms, self.norms, strict=True)
        for lstm, norm in lower:
            states, _ = lstm(self.dropout(x.transpose(1, 2)))  # (batch, frames, hidden)
            x = norm(states.transpose(1, 2))  # (batch, hidden, frames)
        _, (hidden, _) = top(self.dropout(x.transpose(1, 2)))  # (1, batch, hidden)
        return Reading(self.project(last_norm(hidden[-1])))  # (batch, units)


class StandardisedLstmStack(LstmStack):
    """The stack behind a standardisation of each band, which it was published without.

    Decibels as they are, tens below zero, push the gates of the first layer to their ends, where little of a gradient
    comes through. Input and output as LstmStack.
    """

    def __init__(self, *, bands: int, hidden: int, layers: int, dropout: float, units: int, classes: int):
        super().__init__(bands=bands, hidden=hidden, layers=layers, dropout=dropout, units=units, classes=classes)
        self.standardise = Standardise(bands)

    def inspect(self, x: Tensor) -> Reading:
        return super().inspect(self.standardise(x))
