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
