"""An excerpt of a store, decoded by the formula of its encoding: independent of how training reads it."""

import numpy as np

from genrelib.store import Store


def excerpt(store: Store, track: str, start: int, length: int) -> np.ndarray:
    """(length,) samples or (bands, length) features from `start` on, float32; silence after the track."""
    first, rows = store.spans[track]
    there = store.signals[first + min(start, rows) : first + min(start + length, rows)]
    padded = np.zeros((length, store.encoding.width), store.encoding.dtype)
    padded[: len(there)] = there
    decoded = padded.T.astype(np.float32) * np.float32(store.encoding.scale) + np.float32(store.encoding.offset)
    return decoded[0] if store.frontend is None else decoded
