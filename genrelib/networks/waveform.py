"""Networks that read samples and learn their own filters: one over a whole clip, one window after window."""

from collections.abc import Iterator
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from genrelib.networks.blocks import Standardise
from genrelib.networks.network import Network, Reading

SIZE = 3  # of every kernel and of every maximum
AT_ONCE = 32  # windows of a clip that are convolved together; a track of 300 would fill a GPU's memory
CACHED = 16  # windows of all clips that are convolved together on a CPU: the maps of more of them leave its cache


class SampleCnn(Network):
    """Convolutions of three samples, each followed by a maximum of three, until one number per map is left.

    Input (batch, samples), at least 3 ** len(widths) of them; what the thirds leave at the end is not heard. Output
    (batch, classes) logits. The first of `widths` is of a convolution with a stride in place of the maximum.
    Source: Kim, Lee & Nam 2019, the basic block; widths, initial weights and head are their code's.
    """

    def __init__(self, *, widths: tuple[int, ...], dropout: float, classes: int):
        super().__init__()
        self.standardise = Standardise()
        self.convolve = nn.Sequential(
            nn.Conv1d(1, widths[0], SIZE, stride=SIZE),
            nn.BatchNorm1d(widths[0]),
            nn.ReLU(),
            *[sample_block(*link) for link in pairwise(widths)],
        )
        self.project = nn.Sequential(
            nn.Linear(widths[-1], widths[-1]), nn.BatchNorm1d(widths[-1]), nn.ReLU(), nn.Dropout(dropout)
        )
        self.classify = nn.Linear(widths[-1], classes)
        self.apply(sample_initialise)

    def inspect(self, x: Tensor) -> Reading:
        maps = self.convolve(self.standardise(x).unsqueeze(1))  # (batch, widths[-1], samples // 3 ** len(widths))
        return Reading(self.project(maps.amax(dim=-1)))  # (batch, widths[-1])


def sample_block(inputs: int, outputs: int) -> nn.Sequential:
    """Convolution that keeps the length, normalisation, ReLU, maximum."""
    return nn.Sequential(
        nn.Conv1d(inputs, outputs, SIZE, padding=1),
        nn.BatchNorm1d(outputs),
        nn.MaxPool1d(SIZE),  # before the ReLU, with which it commutes: a third of the numbers to rectify
        nn.ReLU(),
    )


def sample_initialise(module: nn.Module) -> None:
    """Draw a layer's weights as the authors of SampleCNN do; for `network.apply`.

    Linear layers: Glorot uniform, biases zero. Convolutions: uniform with variance scale / fan, scale 1 for the first
    and 2 for the others. Their fan counts the incoming maps twice, kernel * maps ** 2, so that deep weights start
    far smaller than He's; the normalisation after them makes up for it.
    """
    if isinstance(module, nn.Conv1d):
        inputs = module.in_channels
        scale = 1 if inputs == 1 else 2
        limit = (3 * scale / (SIZE * inputs**2)) ** 0.5
        nn.init.uniform_(module.weight, -limit, limit)
        nn.init.zeros_(module.bias)
    if isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        nn.init.zeros_(module.bias)


class WindowCrnn(Network):
    """Convolutions sum up each short window of the sound, a GRU reads the windows and decides after every one.

    Input (batch, samples), any number from one window upwards; output (batch, steps, classes) logits, one per window.
    Windows overlap by half: 2 * (samples // window) - 1 steps. The first of `widths` is of a convolution with a stride
    in place of the maximum. The GRU starts from zeros.
    Source: Kim & Nam 2019, sections 2 and 3.2, "CRNN"; window and widths from the authors' later code.
    """

    def __init__(self, *, window: int, widths: tuple[int, ...], dropout: float, hidden: int, classes: int):
        super().__init__()
        self.window = window  # samples
        self.standardise = Standardise()
        self.blocks = window_blocks(widths)
        self.dropout = nn.Dropout(dropout)
        self.gru = nn.GRU(widths[-1], hidden, batch_first=True)
        self.classify = nn.Linear(hidden, classes)

    def inspect(self, x: Tensor) -> Reading:
        parts = windows(self.standardise(x), self.window)
        summed = torch.cat([self.blocks(part).amax(dim=-1) for part in parts], dim=1)  # (batch, steps, widths[-1])
        states, _ = self.gru(self.dropout(summed))
        return Reading(states)  # (batch, steps, hidden)


def windows(x: Tensor, length: int) -> Iterator[Tensor]:
    """Windows of that many samples, each half over the next: (batch, samples) -> parts (batch, steps, 1, length).

    2 * (samples // length) - 1 steps in all: samples after the last whole window are not heard.
    """
    whole = x[:, : x.shape[1] // length * length]
    together = max(1, CACHED // len(x)) if x.device.type == "cpu" else AT_ONCE
    return iter(whole.unfold(1, length, length // 2).unsqueeze(2).split(together, dim=1))


def window_blocks(widths: tuple[int, ...]) -> nn.Sequential:
    """Blocks from the samples of a window to its last maps, (batch, steps, 1, window) -> (batch, steps, maps, length).

    The first divides the length by its stride, rounded up, each of the others by its maximum, rounded down.
    """
    first = nn.Conv1d(1, widths[0], SIZE, stride=SIZE, padding=1)
    others = [WindowBlock(nn.Conv1d(*link, SIZE, padding=1), pool=SIZE) for link in pairwise(widths)]
    return nn.Sequential(WindowBlock(first, pool=1), *others)


class WindowBlock(nn.Module):
    """Convolution, normalisation by step, ReLU, maximum: (batch, steps, maps, length) -> the same axes."""

    def __init__(self, convolve: nn.Conv1d, pool: int):
        super().__init__()
        self.convolve = convolve
        self.normalise = StepNorm(convolve.out_channels)
        self.pool = pool

    def forward(self, x: Tensor) -> Tensor:
        clips = x.shape[:2]
        maps = self.normalise(self.convolve(x.flatten(0, 1)).unflatten(0, clips)).flatten(0, 1)
        if self.pool > 1:
            maps = functional.max_pool1d(maps, self.pool)  # commutes with the ReLU
        return maps.relu().unflatten(0, clips)


class StepNorm(nn.BatchNorm1d):
    """Batch normalisation of all steps at once as a loop over the steps would do it, one after the other.

    (batch, steps, maps, length) -> the same. In training each step has a mean and a deviation of its own, and the
    running ones move as many times as there are steps. So steps may be batched, or not, without changing the result.
    """

    def forward(self, x: Tensor) -> Tensor:
        batch, steps, maps, length = x.shape
        if not self.training or (steps == 1 and x.is_cuda):  # one kernel for 15 that compute the same of a single step
            return super().forward(x.flatten(0, 1)).view(x.shape)
        mean, variance = self.running_mean.new_zeros(2, steps * maps)
        normal = functional.batch_norm(
            x.reshape(batch, steps * maps, length),
            mean,  # with a momentum of one it becomes the batch's
            variance,
            self.weight.repeat(steps),
            self.bias.repeat(steps),
            training=True,
            momentum=1.0,
            eps=self.eps,
        )
        self.follow(mean.view(steps, maps), variance.view(steps, maps))
        return normal.view(x.shape)

    @torch.no_grad()
    def follow(self, mean: Tensor, variance: Tensor) -> None:
        """Move the running mean and variance by those of each step in turn, (steps, maps), in closed form."""
        steps = len(mean)
        kept = (1 - self.momentum) ** torch.arange(steps, -1, -1, device=mean.device, dtype=mean.dtype)
        self.running_mean.mul_(kept[0]).add_(self.momentum * kept[1:] @ mean)
        self.running_var.mul_(kept[0]).add_(self.momentum * kept[1:] @ variance)
        self.num_batches_tracked += steps
