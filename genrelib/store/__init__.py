"""A data set's signals on disk, memory-mapped: decoded once, in parallel, then read anywhere without decoding.

`prepare` decodes missing tracks and opens a `Store`. A data set may be larger than memory.
"""

from genrelib.store.plan import prepared_waveforms
from genrelib.store.preparation import prepare, prepare_waveforms, space_for, space_for_waveforms
from genrelib.store.signals import Encoding, Store

__all__ = [
    "Encoding",
    "Store",
    "prepare",
    "prepare_waveforms",
    "prepared_waveforms",
    "space_for",
    "space_for_waveforms",
]
