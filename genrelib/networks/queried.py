"""An LSTM that learns what to ask its states for.

Source: Irvin, Chartock & Hollander, Recurrent Neural Networks with Attention for Genre Classification, their code.
"""

import torch
from torch import Tensor, nn

from genrelib.networks.blocks import Standardise, keras_initialise


class LearnedQueryLstm(nn.Module):
    """Stacked LSTM that asks its states a question made of the last one.

    The query is a = W_a h_T + b_a of the top layer's last hidden state; frame t has weight softmax_t(a . h_t), and the
    classifier reads tanh(W_c [sum of the weighted h_t; a] + b_c). `recurrent.AttentionLstm` asks with the last cell.
    Input (batch, bands, frames), any number of frames; output (batch, classes) logits.
    Source: the code of Irvin et al.
    """

    def __init__(self, *, bands: int, hidden: int, layers: int, dropout: float, classes: int):
        super().__init__()
        self.standardise = Standardise()
        self.lstm = nn.LSTM(bands, hidden, layers, batch_first=True, dropout=dropout)
        self.dropout = nn.Dropout(dropout)  # nn.LSTM spares its top layer, whose states are attended to
        self.ask = nn.Linear(hidden, hidden)
        self.combine = nn.Linear(2 * hidden, hidden)
        self.classify = nn.Linear(hidden, classes)
        self.apply(keras_initialise)

    def embed(self, x: Tensor) -> Tensor:
        states, query, weights = self.read(x)
        context = torch.einsum("bth,bt->bh", states, weights)  # (batch, hidden)
        return self.combine(torch.cat([context, query], dim=1)).tanh()  # (batch, hidden)

    def forward(self, x: Tensor) -> Tensor:
        return self.classify(self.embed(x))  # (batch, classes)

    def attention(self, x: Tensor) -> Tensor:
        """Weight of each frame, (batch, frames), summing to one over frames."""
        return self.read(x)[2]

    def read(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        states, (hidden, _) = self.lstm(self.standardise(x).transpose(1, 2))
        states = self.dropout(states)  # (batch, frames, hidden)
        query = self.ask(hidden[-1])  # (batch, hidden); of the state before dropout
        scores = torch.einsum("bth,bh->bt", states, query)  # (batch, frames)
        return states, query, scores.softmax(dim=1)
