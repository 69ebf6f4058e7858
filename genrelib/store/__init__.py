"""A data set's signals on disk, memory-mapped: decoded once, in parallel, then read anywhere without decoding.

`prepare` decodes missing tracks and opens a `Store`. A data set may be larger than memory.
"""

from genrelib.store.preparation import prepare
from genrelib.store.signals import Encoding, Store

__all__ = ["Encoding", "Store", "prepare"]
