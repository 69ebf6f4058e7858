"""The network that tells artists apart, from which Yenney cut a convolutional and a recurrent half."""

from torch import Tensor, nn

from genrelib.networks.blocks import KERAS_NORM, keras_initialise
from genrelib.networks.convolutional import block
from genrelib.networks.network import Network, Reading


class ArtistCrnn(Network):
    """Four padded convolutions pool the bands to one; two GRU layers read the steps that are left.

    The input is normalised per band, over batch and frames. `crnn.Crnn` looks alike, but normalises per frame and
    before the activation, and pools time harder.
    Input (batch, bands, frames), any number of frames that the pools leave a step of; output (batch, classes) logits.
    Source: Nasrullah & Zhao, Music Artist Classification with Convolutional Recurrent Neural Networks, 2019; sizes and
    order from their code.
    """

    def __init__(
        self,
        *,
        bands: int,
        widths: tuple[int, ...],  # feature maps of the convolutions
        kernel: int,  # odd: half of it is padded on every side
        pools: tuple[tuple[int, int], ...],  # bands, frames
        dropout: float,  # of the maps
        hidden: int,
        state_dropout: float,  # before the classifier
        classes: int,
    ):
        super().__init__()
        self.normalise = nn.BatchNorm1d(bands, **KERAS_NORM)
        chain = zip((1, *widths[:-1]), widths, pools, strict=True)
        self.convolve = nn.Sequential(*[block(*link, kernel, dropout, padding=kernel // 2) for link in chain])
        for across, _ in pools:
            bands //= across
        self.gru = nn.GRU(widths[-1] * bands, hidden, num_layers=2, batch_first=True)
        self.dropout = nn.Dropout(state_dropout)
        self.classify = nn.Linear(hidden, classes)
        self.apply(keras_initialise)

    def inspect(self, x: Tensor) -> Reading:
        maps = self.convolve(self.normalise(x).unsqueeze(1))  # (batch, widths[-1], pooled bands, steps)
        _, hidden = self.gru(maps.flatten(1, 2).transpose(1, 2))  # (2, batch, hidden)
        return Reading(self.dropout(hidden[-1]))  # (batch, hidden)
