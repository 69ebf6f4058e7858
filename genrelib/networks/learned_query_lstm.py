"""An LSTM that learns what to ask its states for.

Source: Irvin, Chartock & Hollander, Recurrent Neural Networks with Attention for Genre Classification, their code.
"""

from torch import Tensor, nn

from genrelib.networks.blocks import keras_initialise
from genrelib.networks.recurrent import AttentionLstm


class LearnedQueryLstm(AttentionLstm):
    """Stacked LSTM that asks its states a question made of the last one.

    The query is a = W_a h_T + b_a of the top layer's last hidden state, before dropout; frame t has weight
    softmax_t(a . h_t), and the classifier reads tanh(W_c [sum of the weighted h_t; a] + b_c). AttentionLstm asks with
    the last cell, and combines without a bias.
    Input (batch, bands, frames), any number of frames; output (batch, classes) logits.
    Source: the code of Irvin et al.
    """

    def __init__(self, *, bands: int, hidden: int, layers: int, dropout: float, classes: int):
        super().__init__(bands=bands, hidden=hidden, layers=layers, dropout=dropout, classes=classes)
        self.ask = nn.Linear(hidden, hidden)
        self.combine = nn.Linear(2 * hidden, hidden)
        self.apply(keras_initialise)

    def query(self, hidden: Tensor, cell: Tensor) -> Tensor:
        return self.ask(hidden)
