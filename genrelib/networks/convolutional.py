"""Networks that see a clip's spectrogram as a picture of fixed size."""

from torch import Tensor, nn

from genrelib.networks.blocks import KERAS_NORM, keras_initialise
from genrelib.networks.network import Network, Reading


class Cnn(Network):
    """Convolutions whose last map is flattened, so that every place of the clip has weights of its own.

    Input (batch, bands, frames) of exactly the declared size; output (batch, classes) logits. Convolutions are not
    padded: a map of n becomes n - kernel + 1, then is divided by the pool, rounded down.
    Source: Yenney, section 2.2.
    """

    def __init__(
        self,
        *,
        bands: int,
        frames: int,
        widths: tuple[int, ...],  # feature maps of the convolutions
        kernel: int,
        pools: tuple[tuple[int, int], ...],  # bands, frames
        dropout: float,
        hidden: int,
        classes: int,
    ):
        super().__init__()
        chain = zip((1, *widths[:-1]), widths, pools, strict=True)
        self.convolve = nn.Sequential(*[block(*link, kernel, dropout) for link in chain])
        for across, along in pools:
            bands = (bands - kernel + 1) // across
            frames = (frames - kernel + 1) // along
        # No activation stands between the two linear layers: so it is in the author's code.
        self.project = nn.Linear(widths[-1] * bands * frames, hidden)
        self.classify = nn.Linear(hidden, classes)
        self.apply(keras_initialise)

    def inspect(self, x: Tensor) -> Reading:
        maps = self.convolve(x.unsqueeze(1))  # (batch, widths[-1], pooled bands, pooled frames)
        return Reading(self.project(maps.flatten(1)))  # (batch, hidden)


def block(
    inputs: int, outputs: int, pool: tuple[int, int], kernel: int, dropout: float, padding: int = 0
) -> nn.Sequential:
    """Convolution, ELU, normalisation, maximum, dropout: the activation comes before the normalisation here.

    `padding` is of zeros on every side of the map.
    """
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, padding=padding),
        nn.ELU(),
        nn.BatchNorm2d(outputs, **KERAS_NORM),
        nn.MaxPool2d(pool),
        nn.Dropout(dropout),
    )
