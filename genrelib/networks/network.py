"""The contract of every network: one pass tells all that is ever asked of it."""

from typing import ClassVar, NamedTuple

from torch import Tensor, nn


class Reading(NamedTuple):
    """Values that a network computed from clips in one pass, before its last layer."""

    states: Tensor  # what the last layer reads: (batch, d), of a step-wise network (batch, steps, d)
    attention: Tensor | None = None  # weight of each step, (batch, steps), summing to one over steps
    gates: tuple[Tensor, ...] = ()  # scales in (0, 1) of feature maps at each step, (batch, steps, maps) per block

    @property
    def embedding(self) -> Tensor:
        """Vector that the answer rests on, (batch, d): of a step-wise network the state after the last step."""
        return self.states[:, -1] if self.states.ndim == 3 else self.states


class Network(nn.Module):
    """A network of the catalogue: it `inspect`s clips and `classify`s what it read.

    Input (batch, *shape), the shape as its front end gives it; output (batch, classes) logits, of a step-wise network
    (batch, steps, classes). A subclass sets `classify` and writes `inspect`.
    """

    attends: ClassVar[bool] = False  # whether a reading has attention
    reads_batch: ClassVar[bool] = False  # whether a clip's answer depends on the other clips of its batch
    padding: int = 0  # frames of zeros that it puts on each side of a clip
    window: int = 0  # samples that a step reads, half of them again in the next; 0 where steps divide the frames
    classify: nn.Module

    def inspect(self, x: Tensor) -> Reading:
        """One pass up to the last layer."""
        raise NotImplementedError(f"{type(self).__name__} has no way to inspect clips")

    def embed(self, x: Tensor) -> Tensor:
        """The embedding of each clip, (batch, d)."""
        return self.inspect(x).embedding

    def forward(self, x: Tensor) -> Tensor:
        return self.classify(self.inspect(x).states)

    def last_convolutions(self) -> tuple[nn.Module, ...]:
        """The deepest convolution, before its pool, of each branch that reads a whole clip; () if there is none."""
        return () if self.window else deepest_convolution(self)

    def weigh(self, weights: Tensor) -> Tensor:
        """The attention to use in place of the network's own, (batch, steps); `interpret.attending` sets another."""
        return weights


def deepest_convolution(chain: nn.Module) -> tuple[nn.Module, ...]:
    """The last convolution of a chain, by itself; () if it has none."""
    return tuple([module for module in chain.modules() if isinstance(module, nn.Conv1d | nn.Conv2d)][-1:])
