"""Random decisions that are the same for the same key on every machine."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

Option = TypeVar("Option")
AHEAD = 128  # numbers drawn at once, for speed alone


class Chance:
    """A stream of decisions named by a key: Chance("jazz", 42, "melody") is the same on every machine.

    Only raw 64-bit numbers of PCG64 are used, the part of numpy's random numbers that never changes.
    """

    def __init__(self, *key: object):
        digest = hashlib.sha256("/".join(map(str, key)).encode()).digest()
        self._bits = np.random.PCG64(int.from_bytes(digest[:16], "big"))
        self._drawn: list[int] = []

    def share(self) -> float:
        """Draw a number in [0, 1)."""
        if not self._drawn:
            self._drawn = self._bits.random_raw(AHEAD).tolist()
        return (self._drawn.pop() >> 11) * 2.0**-53

    def between(self, low: float, high: float) -> float:
        """Draw a number in [low, high)."""
        return low + (high - low) * self.share()

    def around(self, center: float, spread: float) -> float:
        """Draw a number within 1.5 `spread` of `center`, mostly near it: the sum of three uniform ones."""
        return center + spread * (self.share() + self.share() + self.share() - 1.5)

    def whole(self, low: int, high: int) -> int:
        """Draw a whole number from low to high, both included."""
        return low + int(self.share() * (high - low + 1))

    def happens(self, probability: float) -> bool:
        """Decide: True with that probability."""
        return self.share() < probability

    def pick(self, options: Sequence[Option]) -> Option:
        """Choose one of the options, all equally likely."""
        return options[int(self.share() * len(options))]

    def weigh(self, options: Mapping[Option, float]) -> Option:
        """Choose one of the options with a chance in proportion to its weight."""
        left = self.share() * sum(options.values())
        *others, last = options
        for option in others:
            left -= options[option]
            if left < 0:
                return option
        return last

    def some(self, options: Sequence[Option], count: int) -> tuple[Option, ...]:
        """Choose `count` different options, or all if there are fewer, in random order."""
        left = list(options)
        return tuple(left.pop(int(self.share() * len(left))) for _ in range(min(count, len(left))))

    def strays(self, count: int, spread: float) -> np.ndarray:
        """Draw many numbers as `around` zero: (count,) float64."""
        shares = (self._bits.random_raw(3 * count) >> 11) * 2.0**-53
        return spread * (shares.reshape(3, count).sum(axis=0) - 1.5)

    def noise(self, samples: int) -> np.ndarray:
        """Draw white noise, (samples,) float32 uniform in [-1, 1)."""
        return ((self._bits.random_raw(samples) >> 40) * 2.0**-23 - 1.0).astype(np.float32)
