"""Clips a second of training with features in memory, and streamed from the store: `python tests/streaming_speed.py`.

Trains a system on noise, from one store, by turns resident and streamed. A streamed round runs under a limit of
memory, as a container sets it, below what the features and the store take. Prints the medians and their ratio.
"""

import argparse
import dataclasses
import os
import statistics
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

from tiny_sets import write_sound

from genrelib import datasets, papers
from genrelib.clips import device_memory
from genrelib.datasets import Dataset
from genrelib.system import System
from genrelib.train import train_system

NO_ROOM = "1000"  # bytes: nothing fits
LABELS = ("noise", "tones")
SECONDS = 30.0


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--system", default="irvin2016/lstm-attention")
    parser.add_argument("--tracks", type=int, default=20, help="of each of two labels, of 30 s")
    parser.add_argument("--epochs", type=int, default=3, help="the first is not counted")
    parser.add_argument("--rounds", type=int, default=3, help="of each kind, by turns")
    parser.add_argument("--device", default="auto")
    chosen = parser.parse_args(argv)
    warnings.simplefilter("ignore")
    system = papers.get(chosen.system)
    system = dataclasses.replace(system, recipe=dataclasses.replace(system.recipe, epochs=chosen.epochs, watch=10**6))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GENRELIB_HOME"] = folder
        music = Path(folder) / "songs"
        for number in range(chosen.tracks):
            for label in LABELS:
                write_sound(music / label / f"{number}.wav", label, number, SECONDS)
        data = datasets.get("folder", music)
        limit = Path(folder) / "memory.max"
        limit.write_text(NO_ROOM)
        speeds: dict[str, list[float]] = {"resident": [], "streamed": []}
        for number in range(chosen.rounds):
            for kind, file in (("resident", device_memory.LIMIT), ("streamed", limit)):
                speeds[kind].append(speed(system, data, Path(folder) / f"{kind}-{number}", chosen.device, file))
                print(f"round {number + 1}, {kind}: {speeds[kind][-1]:.1f} clips/s", flush=True)
    resident, streamed = (statistics.median(speeds[kind]) for kind in ("resident", "streamed"))
    print(f"{system.name}: resident {resident:.1f}, streamed {streamed:.1f} clips/s, ratio {streamed / resident:.3f}")


def speed(system: System, data: Dataset, root: Path, device: str, limit: Path) -> float:
    """Median clips a second of the epochs after the first, in memory that is bounded by the number in a file."""
    usual = device_memory.LIMIT
    device_memory.LIMIT = limit
    try:
        run = train_system(system, data, "track", 0, root, device=device)
    finally:
        device_memory.LIMIT = usual
    return statistics.median(run.history.clips_per_second[1:])


if __name__ == "__main__":
    main()
