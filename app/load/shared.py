"""Values made once for all sessions, within bounds: of memory, and of the processor's cores."""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value = TypeVar("Value")

# Thirty at once on two cores only wait for one another, with thirty times the memory.
_turns = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))


def turn() -> AbstractContextManager:
    """Wait until a core is free for heavy work; what is done within must not ask for a turn again."""
    return _turns


@dataclass(eq=False)
class _Entry(Generic[Value]):
    made: list[Value] = field(default_factory=list)  # the one value, once it is there
    size: int = 0
    making: threading.Lock = field(default_factory=threading.Lock)


class SharedCache(Generic[Value]):
    """Values by key, of together at most `limit` bytes as `size` counts them: the least recently used ones go first.

    Streamlit's own caches count entries, and a track may be thirty seconds or an hour. The newest value stays even
    where it alone exceeds the limit. A key's value is made once, however many ask for it at the same time.
    """

    def __init__(self, limit: int, size: Callable[[Value], int]):
        self.limit = limit
        self._size = size
        self._entries: OrderedDict[Hashable, _Entry[Value]] = OrderedDict()
        self._changing = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key; `make` makes it in its turn where it is not here. What `make` raises is raised here."""
        with self._changing:
            entry = self._entries.setdefault(key, _Entry())
            self._entries.move_to_end(key)
        with entry.making:
            if not entry.made:
                with turn():
                    value = make()
                entry.size = self._size(value)
                entry.made.append(value)
                self._drop_oldest()
            return entry.made[0]

    def clear(self) -> None:
        """Forget all values."""
        with self._changing:
            self._entries.clear()

    @property
    def bytes(self) -> int:
        """Size of all values together."""
        with self._changing:
            return sum(entry.size for entry in self._entries.values())

    def _drop_oldest(self) -> None:
        with self._changing:
            total = sum(entry.size for entry in self._entries.values())
            for key in list(self._entries)[:-1]:
                if total <= self.limit:
                    return
                if self._entries[key].made:  # one that is being made is about to be used
                    total -= self._entries.pop(key).size
