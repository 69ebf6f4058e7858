"""Networks that read a spectrogram frame after frame: plain, with cells that remember, looking back over all states.

Source: Irvin, Chartock & Hollander, Recurrent Neural Networks with Attention for Genre Classification.
"""

import torch
from torch import Tensor, nn

from genrelib.networks.blocks import Standardise, keras_initialise
from genrelib.networks.network import Network, Reading


class Rnn(Network):
    """Stacked tanh layers that decide by what the top one holds after the last frame.

    Input (batch, bands, frames), any number of frames; output (batch, classes) logits. `dropout` falls on what a layer
    hands upwards, so the last hidden state reaches the classifier whole.
    Source: Irvin et al., "Recurrent Neural Network (RNN)".
    """

    def __init__(self, *, bands: int, hidden: int, layers: int, dropout: float, classes: int):
        super().__init__()
        self.standardise = Standardise()
        self.rnn = nn.RNN(bands, hidden, layers, batch_first=True, dropout=dropout)
        self.classify = nn.Linear(hidden, classes)
        self.apply(keras_initialise)

    def inspect(self, x: Tensor) -> Reading:
        _, hidden = self.rnn(self.standardise(x).transpose(1, 2))  # (layers, batch, hidden)
        return Reading(hidden[-1])  # (batch, hidden)


class LstmOnRnn(Network):
    """An LSTM that reads the states of a tanh layer and decides by its own last one.

    Input (batch, bands, frames), any number of frames; output (batch, classes) logits. `dropout` falls on what the
    tanh layer hands upwards.
    Source: the code of Irvin et al., whose second layer is an LSTM whatever the first one is.
    """

    def __init__(self, *, bands: int, hidden: int, dropout: float, classes: int):
        super().__init__()
        self.standardise = Standardise()
        self.rnn = nn.RNN(bands, hidden, batch_first=True)
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(hidden, hidden, batch_first=True)
        self.classify = nn.Linear(hidden, classes)
        self.apply(keras_initialise)

    def inspect(self, x: Tensor) -> Reading:
        states, _ = self.rnn(self.standardise(x).transpose(1, 2))  # (batch, frames, hidden)
        _, (hidden, _) = self.lstm(self.dropout(states))  # (1, batch, hidden)
        return Reading(hidden[-1])  # (batch, hidden)


class Lstm(Network):
    """Stacked LSTM that decides by what its top layer holds after the last frame.

    Input (batch, bands, frames), any number of frames; output (batch, classes) logits. `dropout` falls on what a layer
    hands upwards, so the last hidden state reaches the classifier whole.
    Source: Irvin et al., "Long Short Term Memory Network".
    """

    classify: nn.Linear

    def __init__(self, *, bands: int, hidden: int, layers: int, dropout: float, classes: int):
        super().__init__()
        self.standardise = Standardise()
        self.lstm = nn.LSTM(bands, hidden, layers, batch_first=True, dropout=dropout)
        self.classify = nn.Linear(hidden, classes)
        self.apply(keras_initialise)

    def inspect(self, x: Tensor) -> Reading:
        _, (hidden, _) = self.lstm(self.standardise(x).transpose(1, 2))  # (layers, batch, hidden)
        return Reading(hidden[-1])  # (batch, hidden)


class EqualStartLstm(Lstm):
    """The LSTM whose output weights, and biases, are all 0.1 at first: every genre starts out the same.

    What all genres share moves no probability, so the first step changes the output layer only; the LSTM gets no
    gradient before the rows differ. The targets part the rows, and hidden units that start different part the columns.
    Source: the code of Irvin et al.
    """

    def __init__(self, *, bands: int, hidden: int, layers: int, dropout: float, classes: int):
        super().__init__(bands=bands, hidden=hidden, layers=layers, dropout=dropout, classes=classes)
        nn.init.constant_(self.classify.weight, 0.1)
        nn.init.constant_(self.classify.bias, 0.1)


class AttentionLstm(Network):
    """Stacked LSTM that asks its states which of them resemble what it remembers at the end.

    The query is the top layer's cell c_T after the last frame; frame t has weight softmax_t(c_T . h_t), and the
    classifier reads tanh(W [sum of the weighted h_t; c_T]).
    Input (batch, bands, frames), any number of frames; output (batch, classes) logits.
    Source: Irvin et al., "Soft Attention Mechanism".
    """

    attends = True

    def __init__(self, *, bands: int, hidden: int, layers: int, dropout: float, classes: int):
        super().__init__()
        self.standardise = Standardise()
        self.lstm = nn.LSTM(bands, hidden, layers, batch_first=True, dropout=dropout)
        self.dropout = nn.Dropout(dropout)  # nn.LSTM spares its top layer, whose states are attended to
        self.combine = nn.Linear(2 * hidden, hidden, bias=False)
        self.classify = nn.Linear(hidden, classes)
        self.apply(keras_initialise)

    def inspect(self, x: Tensor) -> Reading:
        states, (hidden, cell) = self.lstm(self.standardise(x).transpose(1, 2))
        states = self.dropout(states)  # (batch, frames, hidden)
        query = self.query(hidden[-1], cell[-1])  # (batch, hidden)
        weights = self.weigh(torch.einsum("bth,bh->bt", states, query).softmax(dim=1))  # (batch, frames)
        context = torch.einsum("bth,bt->bh", states, weights)  # (batch, hidden)
        return Reading(self.combine(torch.cat([context, query], dim=1)).tanh(), weights)  # (batch, hidden)

    def query(self, hidden: Tensor, cell: Tensor) -> Tensor:
        """Query for the states, from the top layer's last state and cell: (batch, hidden) each and alike."""
        return cell
