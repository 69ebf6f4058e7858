"""The gated recurrent unit of Keras in 2016, which is not the one that PyTorch has."""

import torch
from torch import Tensor, nn


class KerasGruCell(nn.Module):
    """One step: an update gate z and a reset gate r decide what of the old state h goes into the new one.

    z, r = s(W x + U h + b), candidate c = tanh(W x + U (r * h) + b), new state z * h + (1 - z) * c, with s a sigmoid
    of three straight lines. One bias per gate, and the reset before the product; PyTorch's has two biases, a logistic s
    and r * (U h + b) in place of U (r * h).
    Input (batch, inputs) and the state (batch, hidden); output the new state. Weights of gates in the order z, r, c.
    Source: Cho et al. 2014, equations 5 to 8, as Keras 1.0 computes them.
    """

    def __init__(self, inputs: int, hidden: int):
        super().__init__()
        self.read = nn.Linear(inputs, 3 * hidden)
        self.gate = nn.Linear(hidden, 2 * hidden, bias=False)
        self.recall = nn.Linear(hidden, hidden, bias=False)
        nn.init.zeros_(self.read.bias)
        for weight in self.read.weight.split(hidden):
            nn.init.xavier_uniform_(weight)
        for weight in (*self.gate.weight.split(hidden), self.recall.weight):
            nn.init.orthogonal_(weight)

    def forward(self, x: Tensor, state: Tensor) -> Tensor:
        update, reset, candidate = self.read(x).chunk(3, dim=1)  # (batch, hidden) each
        update_again, reset_again = self.gate(state).chunk(2, dim=1)
        update = hard_sigmoid(update + update_again)
        reset = hard_sigmoid(reset + reset_again)
        return update * state + (1 - update) * torch.tanh(candidate + self.recall(reset * state))


class KerasGru(nn.Module):
    """Stacked layers of that cell, called as nn.GRU with `batch_first`; every layer starts from zeros.

    Input (batch, steps, inputs); output the states of the top layer (batch, steps, hidden) and the last state of every
    layer (layers, batch, hidden).
    """

    def __init__(self, inputs: int, hidden: int, layers: int):
        super().__init__()
        self.hidden_size = hidden
        self.cells = nn.ModuleList(KerasGruCell(hidden if layer else inputs, hidden) for layer in range(layers))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        last = []
        for cell in self.cells:
            state = x.new_zeros(len(x), self.hidden_size)
            states = []
            for step in x.unbind(dim=1):
                state = cell(step, state)
                states.append(state)
            x = torch.stack(states, dim=1)
            last.append(state)
        return x, torch.stack(last)


def hard_sigmoid(x: Tensor) -> Tensor:
    """Keras' sigmoid in three straight lines, with a slope of 0.2; PyTorch's has 1/6."""
    return (0.2 * x + 0.5).clamp(0, 1)
