"""A training's line on standard error: clips done and to come, their speed, time left, and the last epoch's row.

In a file it is a plain line an epoch.
"""

import sys
from collections.abc import Mapping

from tqdm.auto import tqdm

from genrelib.terminal import is_watched


class Progress:
    """Shown for `name`, a training of `epochs` epochs of `clips` clips each, of which `done` epochs lie behind it.

    The time left is what all epochs would take at the speed so far; a training that patience ends is over sooner.
    """

    def __init__(self, name: str, epochs: int, clips: int, done: int, shown: bool = True):
        self.clips, self.epochs = clips, epochs
        self.name = name
        self.plain = shown and not is_watched()
        # smoothing 0: the speed is that of the whole training, validation included, or the time left would jump
        self.bar = tqdm(
            desc=name,
            total=epochs * clips,
            initial=done * clips,
            unit=" clips",
            smoothing=0,
            mininterval=1.0,
            disable=self.plain or not shown,
        )

    def step(self, clips: int) -> None:
        """That many clips are learned from; nothing is read from the device, which may still be at it."""
        self.bar.update(clips)

    def epoch(self, row: Mapping, score: str, best: int) -> None:
        """An epoch is over: its row of the history, the name of its score there, and the best epoch so far."""
        figures = {"loss": row["train_loss"], "valid_loss": row["valid_loss"], score: row[score]}
        texts = {name: f"{value:.3f}" for name, value in figures.items() if value is not None}
        self.bar.update(row["epoch"] * self.clips - self.bar.n)  # a last batch of one is left out of an epoch
        self.bar.set_postfix({"epoch": f"{row['epoch']}/{self.epochs}", **texts, "best": best})
        if self.plain:
            words = ", ".join(f"{name} {text}" for name, text in texts.items())
            speed = f"{row['clips_per_second']:.0f} clips/s"
            print(f"{self.name}: epoch {row['epoch']}/{self.epochs}, {words}, {speed}, best {best}", file=sys.stderr)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_) -> None:
        self.bar.close()
