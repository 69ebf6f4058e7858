"""Seconds and megabytes to read tables as large as FMA-large and the Million Song Dataset: `python large_tables.py`.

Linux alone. The files that a table lists are there, with a byte in each and no sound: measured is the table, the
folders and the splits. Each set is read in a process of its own, so that its memory is its own.
"""

import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
from tiny_sets import FMA_GENRES, write_csv, write_fma_features, write_fma_table

from genrelib import datasets
from genrelib.datasets.fma_features import MADE_BY

FMA, MSD = 106_574, 240_225
MEDIUM = 25_000


def touch(paths: Iterator[str]) -> None:
    """Make files of one byte."""
    made = set()
    for path in paths:
        above = os.path.dirname(path)
        if above not in made:
            os.makedirs(above, exist_ok=True)
            made.add(above)
        with open(path, "wb") as file:
            file.write(b"-")


def fma(root: Path) -> None:
    """FMA-large's table: a quarter in medium, half without a genre, 16,341 artists."""
    random = np.random.default_rng(0)
    parts = random.choice(["training", "validation", "test"], 16_341, p=[0.8, 0.1, 0.1])
    artists = random.integers(0, 16_341, FMA)
    rows = [
        (
            number,
            "medium" if number < MEDIUM else "large",
            parts[artists[number]],
            FMA_GENRES[number % 16] if number < FMA // 2 else "",
            f"artist {artists[number]}",
        )
        for number in range(FMA)
    ]
    write_fma_table(root, rows)
    touch(f"{root}/fma_large/{number:06d}"[:-3] + f"/{number:06d}.mp3" for number in range(FMA))


def features(root: Path) -> None:
    """A tenth of FMA's features, which is slow to write."""
    rows = [(n, "medium", ("training", "validation", "test")[n % 3], FMA_GENRES[n % 16], "") for n in range(FMA // 10)]
    write_fma_table(root, rows)
    columns = [column.rsplit("_", 2) for column in MADE_BY.columns]
    published = {"rms": "rmse", "zero_crossing_rate": "zcr"}
    write_fma_features(root, [(row[0], row[3]) for row in rows], [(published.get(a, a), b, c) for a, b, c in columns])


def msd(root: Path) -> None:
    """The Million Song Dataset's lists, and a million rows that name artists."""
    random = np.random.default_rng(0)
    songs = [f"TR{letters(number)}128F{number:07d}" for number in range(MSD)]
    ends = (0, 200_000, 212_000, MSD)
    for part, begin, end in zip(("train", "valid", "test"), ends, ends[1:], strict=False):
        (root / f"{part}_x_msd_id.txt").write_text("\n".join(songs[begin:end]))
        np.save(root / f"{part}_y.npy", random.random((end - begin, 50)) < 0.035)
    artists = random.integers(0, 40_000, MSD)
    lines = [f"{song}<SEP>SO<SEP>artist {artist}<SEP>title" for song, artist in zip(songs, artists, strict=True)]
    lines += [f"TRZZZ{number}<SEP>SO<SEP>else<SEP>title" for number in range(10**6 - MSD)]
    (root / "unique_tracks.txt").write_text("\n".join(lines))
    touch(f"{root}/audio/{song[2]}/{song[3]}/{song[4]}/{song}.mp3" for song in songs)


def letters(number: int) -> str:
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(3))


def table(root: Path) -> None:
    """A table of the user's of as many rows as the Million Song Dataset, with 50 tags."""
    random = np.random.default_rng(0)
    rows = [
        (f"{n % 1000:03d}/{n:06d}.mp3", "|".join(f"tag {t}" for t in random.integers(0, 50, 2)), f"artist {n // 6}", 29)
        for n in range(MSD)
    ]
    write_csv(root / "songs.csv", [("path", "tags", "artist", "seconds"), *rows])
    touch(str(root / row[0]) for row in rows)


def measured(name: str, root: Path) -> list[tuple[str, float]]:
    """Seconds of one core to load a set, choose a label and assign each split; and the most megabytes held."""
    warnings.simplefilter("ignore")
    Path("/proc/self/clear_refs").write_text("5")  # forget the highest memory so far
    before = highest()
    rows = []
    began = time.process_time()
    data = datasets.get(name, root)
    rows.append((f"load {len(data.tracks):,} tracks", time.process_time() - began))
    began = time.process_time()
    label = data.classes[0]
    chosen = data.tracks.index[data.tags[label] if data.tags is not None else data.tracks.genre == label]
    rows.append((f"choose {len(chosen):,} of one label", time.process_time() - began))
    clips = pd.DataFrame({"track": data.tracks.index, "start": 0.0})
    for split in data.rules:
        began = time.process_time()
        data.parts(split, clips)
        rows.append((f"split {split}", time.process_time() - began))
    return [*rows, ("MB", highest() - before)]


def highest() -> float:
    """Most memory that this process held at once, in MB. Linux alone says so."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


SETS: dict[str, tuple[Callable[[Path], None], str]] = {
    "fma-large": (fma, "."),
    "fma-features": (features, "."),
    "msd": (msd, "."),
    "table": (table, "songs.csv"),
}


def main(names: list[str]) -> None:
    for name in names or SETS:
        make, root = SETS[name]
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder))
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
                for what, value in alone.submit(measured, name, Path(folder) / root).result():
                    print(f"{name}: {what} {value:.2f}{'' if what == 'MB' else ' s'}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
