"""Batches of features: held on a device from the first epoch to the last, or made as they are needed.

A training does not know which it has; on the CPU both give the same numbers to the last bit.
"""

import math
import signal
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader

AT_ONCE = 32  # excerpts made at once where they are to be held


class Features(Protocol):
    """Features of excerpts, a row each."""

    def __len__(self) -> int:
        """Number of rows."""

    def batches(self, rows: Iterable[Tensor]) -> Iterator[Tensor]:
        """For each tensor of row numbers in turn the features of these rows, (rows, *shape) float32."""

    def split(self, size: int) -> Iterator[Tensor]:
        """All rows in order, `size` at a time, as of a tensor."""


@dataclass(frozen=True, eq=False)
class Excerpts:
    """Excerpts of equal `length` from a store's signals, as they are encoded.

    `signals` (time, width) are `mapped` from the store's file, perhaps copied to a GPU; `firsts` and `rows` (excerpts,)
    say where in them an excerpt begins and how much of it is there: silence follows.
    """

    mapped: np.memmap
    signals: Tensor
    firsts: np.ndarray
    rows: np.ndarray
    length: int

    def __len__(self) -> int:
        return len(self.firsts)

    def __getitem__(self, numbers: np.ndarray) -> Tensor:
        """Excerpts of these numbers, (numbers, length, width), where the signals lie."""
        stored = self.signals.new_zeros(len(numbers), self.length, self.signals.shape[1])  # stored 0 is silence
        places = zip(stored, self.firsts[numbers].tolist(), self.rows[numbers].tolist(), strict=True)
        for here, first, rows in places:
            here[:rows] = self.signals[first : first + rows]
        return stored

    def __getstate__(self) -> dict:
        """For a reader that is no fork: it maps the file by itself, which may be larger than memory."""
        file = {"filename": self.mapped.filename, "dtype": self.mapped.dtype, "shape": self.mapped.shape}
        return self.__dict__ | {"mapped": file, "signals": None}

    def __setstate__(self, state: dict) -> None:
        mapped = np.memmap(**state["mapped"], mode="r")
        self.__dict__.update(state | {"mapped": mapped, "signals": as_tensor(mapped)})


def as_tensor(mapped: np.memmap) -> Tensor:
    """The same memory as a tensor."""
    with warnings.catch_warnings():  # of writing to what is mapped for reading only; nobody writes
        warnings.simplefilter("ignore", UserWarning)
        return torch.from_numpy(mapped)


@dataclass(frozen=True, eq=False)
class StreamedFeatures:
    """Features made of a store's excerpts whenever they are asked for, batch by batch, on a device.

    `make` turns excerpts as stored, on the device, into features of `shape`. `readers` processes read ahead; without
    any, the training's own reads when it is due.
    """

    excerpts: Excerpts
    make: Callable[[Tensor], Tensor]
    shape: tuple[int, ...]
    device: torch.device
    readers: int

    def __len__(self) -> int:
        return len(self.excerpts)

    @property
    def nbytes(self) -> int:
        """Bytes of all features at once."""
        return len(self) * math.prod(self.shape) * torch.finfo(torch.float32).bits // 8

    def batches(self, rows: Iterable[Tensor]) -> Iterator[Tensor]:
        rows = list(rows)
        if not rows:
            return
        on_host = torch.cat(rows).cpu().split([len(batch) for batch in rows])  # one wait for the device, not many
        stored = DataLoader(
            self.excerpts,
            batch_size=None,  # the sampler's items are batches
            sampler=[batch.numpy() for batch in on_host],
            num_workers=self.readers,
            pin_memory=self.device.type == "cuda" and not self.excerpts.signals.is_cuda,
            generator=torch.Generator(),  # it draws a seed for its workers: not from the generator of dropout
        )
        with _unheard(signal.SIGINT):
            stored = iter(stored)  # starts the readers
        for batch in stored:
            yield self.make(batch.to(self.device, non_blocking=True))

    def split(self, size: int) -> Iterator[Tensor]:
        return self.batches(torch.arange(len(self)).split(size))


@dataclass(frozen=True, eq=False)
class InMemoryFeatures:
    """Features that lie on a device, `values` (excerpts, *shape)."""

    values: Tensor

    def __len__(self) -> int:
        return len(self.values)

    def batches(self, rows: Iterable[Tensor]) -> Iterator[Tensor]:
        return (self.values[batch] for batch in rows)

    def split(self, size: int) -> Iterator[Tensor]:
        return iter(self.values.split(size))


def in_memory(features: InMemoryFeatures | StreamedFeatures) -> InMemoryFeatures:
    """The features made once, to be held where their batches come."""
    if isinstance(features, InMemoryFeatures):
        return features
    values = torch.empty(len(features), *features.shape, device=features.device)
    alone = replace(features, readers=0)  # read once: no process is worth starting
    for here, made in zip(values.split(AT_ONCE), alone.split(AT_ONCE), strict=True):
        here.copy_(made)
    return InMemoryFeatures(values)


@contextmanager
def _unheard(number: signal.Signals) -> Iterator[None]:
    """Processes that are started within never hear a signal, from their first moment; this one does, afterwards.

    A terminal sends Ctrl-C to all of them, but the training decides when it ends.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
