"""Values made once for all sessions, within bounds: of memory, and of the processor's cores."""

import os
import threading
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager

from cachetools import LRUCache, cached

# Thirty at once on two cores only wait for one another, with thirty times the memory.
_turns = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))


def turn() -> AbstractContextManager:
    """Wait until a core is free for heavy work; what is done within must not ask for a turn again."""
    return _turns


def kept_for_all(limit: int, size: Callable[..., int], key: Callable[..., Hashable]) -> Callable[[Callable], Callable]:
    """Decorate a function whose values are kept by `key` of its arguments, the least recently used ones going first.

    They take at most `limit` bytes together, as `size` counts those of one. Streamlit's own caches count entries, and a
    track may be thirty seconds or an hour: one beyond the limit is kept alone. However many ask for a value at the same
    time, it is made once.
    """
    cache: LRUCache = LRUCache(limit, getsizeof=lambda value: min(size(value), limit))
    return cached(cache, key=key, condition=threading.Condition())
