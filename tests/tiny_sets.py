"""Tiny copies of published sets, faithful to their layouts, ugly parts included; the sound is synthesised."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import soundfile

RATE = 16_000


def sound(kind: str, number: int, seconds: float = 1.5) -> np.ndarray:
    """A tone, or noise, that any system can tell from the other."""
    random = np.random.default_rng([*kind.encode(), number])
    time = np.arange(round(seconds * RATE)) / RATE
    if len(kind) % 2:
        return 0.3 * np.sin(2 * np.pi * random.uniform(200, 400) * time)
    return random.normal(0, 0.1, len(time))


def write_sound(path: Path, kind: str, number: int = 0, seconds: float = 1.5) -> Path:
    """Write a file in the format of its ending."""
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, sound(kind, number, seconds), RATE)
    return path


def write_csv(path: Path, rows: Iterable[Iterable], delimiter: str = ",", begin: bytes = b"") -> Path:
    """Write rows as a spreadsheet does, after the bytes `begin`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(begin + text.getvalue().encode())
    return path


def songs(
    root: Path, labels: Iterable[str] = ("noise", "tones"), each: int = 6, seconds: float = 1.5
) -> list[tuple[str, str]]:
    """Write songs below a folder: rows of path and label."""
    rows = []
    for label in labels:
        for number in range(each):
            write_sound(root / "music" / f"{label} {number}.wav", label, number, seconds)
            rows.append((f"music/{label} {number}.wav", label))
    return rows


FMA_COLUMNS = (
    *(("album", "comments"), ("album", "title"), ("artist", "bio"), ("artist", "id"), ("artist", "name")),
    *(("set", "split"), ("set", "subset"), ("track", "bit_rate"), ("track", "duration"), ("track", "genre_top")),
    *(("track", "genres"), ("track", "title")),
)
FMA_GENRES = (
    *("Blues", "Classical", "Country", "Easy Listening", "Electronic", "Experimental", "Folk", "Hip-Hop"),
    *("Instrumental", "International", "Jazz", "Old-Time / Historic", "Pop", "Rock", "Soul-RnB", "Spoken"),
)
FMA_SMALL = ("Electronic", "Experimental", "Folk", "Hip-Hop", "Instrumental", "International", "Pop", "Rock")
FMA_PARTS = ("training", "training", "validation", "test")


def fma_rows(each: int = 4) -> list[tuple[int, str, str, str, str]]:
    """Number, subset, part, genre and artist of each track: as many of each genre, and two without a genre."""
    rows = []
    for place, genre in enumerate(FMA_GENRES):
        for number in range(each):
            subset = "small" if genre in FMA_SMALL else "medium"
            part = FMA_PARTS[number % len(FMA_PARTS)]
            rows.append((2 + 1000 * place + number, subset, part, genre, f"{genre} {part}"))
    return [*rows, (155_320, "large", "training", "", "Nobody"), (155_321, "large", "test", "", "Nobody")]


def write_fma_table(root: Path, rows: Iterable[tuple[int, str, str, str, str]]) -> Path:
    """Write fma_metadata/tracks.csv: names in two rows, track_id in a third, and texts with commas and line ends."""
    lines: list[list] = [["", *(pair[0] for pair in FMA_COLUMNS)], ["", *(pair[1] for pair in FMA_COLUMNS)]]
    lines.append(["track_id", *[""] * len(FMA_COLUMNS)])
    for number, subset, part, genre, artist in rows:
        bio = f'<p>{artist}, "born"\nin the Alps; ça va</p>'
        album = f"Album of {artist}"
        lines.append(
            [number, 0, album, bio, number // 2, artist, part, subset, 256_000, 168, genre, "[21]", f"no. {number}"]
        )
    return write_csv(root / "fma_metadata" / "tracks.csv", lines)


def write_fma(root: Path, folder: str = "fma_large", seconds: float = 1.2) -> Path:
    """Write the metadata and, in a folder of the layout, a clip of every track."""
    rows = fma_rows()
    write_fma_table(root, rows)
    for number, _, _, genre, _ in rows:
        write_sound(root / folder / f"{number:06d}"[:3] / f"{number:06d}.mp3", genre, number, seconds)
    (root / folder / "checksums").write_text("not music\n")
    return root


def write_fma_features(root: Path, tracks: Iterable[tuple[int, str]], columns: Iterable[tuple[str, str, str]]) -> Path:
    """Write fma_metadata/features.csv: names in three rows, track_id in a fourth; values of a genre are alike."""
    columns = sorted(columns)
    lines: list[list] = [[title, *(column[place] for column in columns)] for place, title in enumerate(FMA_LEVELS)]
    lines.append(["track_id", *[""] * len(columns)])
    for number, genre in tracks:
        random = np.random.default_rng(number)
        middle = np.random.default_rng([*genre.encode()]).normal(0, 1000, len(columns))
        lines.append([number, *(f"{value:.10e}" for value in middle + random.normal(0, 300, len(columns)))])
    return write_csv(root / "fma_metadata" / "features.csv", lines)


FMA_LEVELS = ("feature", "statistics", "number")
