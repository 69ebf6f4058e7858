"""Training: a system, a data set, a split and a seed in; a run out. The loop itself is in `epochs`."""

from genrelib.train.training import choose_device, train_system

__all__ = ["choose_device", "train_system"]
