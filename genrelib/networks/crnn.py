"""Networks whose convolutions turn a spectrogram into a few steps that a recurrent layer reads."""

from torch import Tensor, nn
from torch.nn.functional import pad

from genrelib.networks.blocks import KERAS_NORM, keras_initialise


class Crnn(nn.Module):
    """Four convolutions pool the bands to one and the frames to a few steps; two GRU layers sum these up.

    Input (batch, bands, frames) of exactly the declared number of frames; output (batch, classes) logits. `padding`
    zeros come before and after the frames, so that the pools leave 15 steps of 1366 frames; without them it is 14.
    The first layer normalises each padded frame over batch and bands, with a scale and shift per frame: only so does
    the network have the number of parameters that its paper states.
    Source: Choi et al. 2017, section 2.4 and Table 1.
    """

    def __init__(
        self,
        *,
        bands: int,
        frames: int,
        padding: int,  # frames on each side
        widths: tuple[int, ...],  # feature maps of the convolutions
        pools: tuple[tuple[int, int], ...],  # bands, frames
        dropout: float,
        hidden: int,
        classes: int,
    ):
        super().__init__()
        self.padding = padding
        self.normalise = nn.BatchNorm1d(frames + 2 * padding, **KERAS_NORM)
        chain = zip((1, *widths[:-1]), widths, pools, strict=True)
        self.convolve = nn.Sequential(*[block(*link, dropout) for link in chain])
        for across, _ in pools:
            bands //= across
        self.gru = nn.GRU(widths[-1] * bands, hidden, num_layers=2, batch_first=True)
        self.classify = nn.Linear(hidden, classes)
        self.apply(keras_initialise)

    def embed(self, x: Tensor) -> Tensor:
        x = pad(x, (self.padding, self.padding)).transpose(1, 2)  # (batch, frames, bands)
        maps = self.convolve(self.normalise(x).transpose(1, 2).unsqueeze(1))  # (batch, widths[-1], 1, steps)
        _, hidden = self.gru(maps.flatten(1, 2).transpose(1, 2))  # (2, batch, hidden)
        return hidden[-1]  # (batch, hidden)

    def forward(self, x: Tensor) -> Tensor:
        return self.classify(self.embed(x))  # (batch, classes)


def block(inputs: int, outputs: int, pool: tuple[int, int], dropout: float) -> nn.Sequential:
    """Convolution that keeps the size, normalisation, ELU, maximum, dropout."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel_size=3, padding=1),
        nn.BatchNorm2d(outputs, **KERAS_NORM),
        nn.ELU(),
        nn.MaxPool2d(pool),
        nn.Dropout(dropout),
    )
