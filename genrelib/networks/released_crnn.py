"""The CRNNs whose weights others released: what differs from the CRNN of the paper is written down here."""

from torch import Tensor, nn

from genrelib.networks.crnn import Crnn
from genrelib.networks.keras_gru import KerasGru
from genrelib.networks.network import Network, Reading


class KerasCrnn(Crnn):
    """The paper's CRNN with Keras' own recurrent unit, and a dropout before the last layer.

    Input (batch, bands, frames) of exactly the declared number of frames; output (batch, classes) logits.
    Source: the tagger that Choi released in 2016.
    """

    def __init__(self, *, hidden: int, state_dropout: float, **sizes):
        super().__init__(hidden=hidden, **sizes)
        self.gru = KerasGru(self.gru.input_size, hidden, layers=2)
        self.dropout = nn.Dropout(state_dropout)

    def inspect(self, x: Tensor) -> Reading:
        return Reading(self.dropout(super().inspect(x).states))


class TorchCrnn(Network):
    """A CRNN after the paper's, in PyTorch's terms: one mean and one deviation for the whole picture, ReLU, no padding.

    Input (batch, bands, frames), any number of frames that the pools leave a step of; output (batch, classes) logits.
    Source: the code of Won et al. 2020.
    """

    def __init__(
        self,
        *,
        bands: int,
        widths: tuple[int, ...],  # feature maps of the convolutions
        pools: tuple[tuple[int, int], ...],  # bands, frames
        dropout: float,
        hidden: int,
        classes: int,
    ):
        super().__init__()
        self.normalise = nn.BatchNorm2d(1)
        chain = zip((1, *widths[:-1]), widths, pools, strict=True)
        self.convolve = nn.Sequential(*[torch_block(*link) for link in chain])
        for across, _ in pools:
            bands //= across
        self.gru = nn.GRU(widths[-1] * bands, hidden, num_layers=2, batch_first=True)
        self.dropout = nn.Dropout(dropout)
        self.classify = nn.Linear(hidden, classes)

    def inspect(self, x: Tensor) -> Reading:
        maps = self.convolve(self.normalise(x.unsqueeze(1)))  # (batch, widths[-1], 1, steps)
        _, hidden = self.gru(maps.flatten(1, 2).transpose(1, 2))  # (2, batch, hidden)
        return Reading(self.dropout(hidden[-1]))  # (batch, hidden)


def torch_block(inputs: int, outputs: int, pool: tuple[int, int]) -> nn.Sequential:
    """Convolution that keeps the size, normalisation, ReLU, maximum."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel_size=3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(), nn.MaxPool2d(pool)
    )
