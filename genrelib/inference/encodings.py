"""A model's answers to the same songs in the encodings that people bring them in, beside those to the plain sound.

`python -m genrelib.inference.encodings SONG ...` prints the table of docs/results.md for the default network,
`--run DIR` for another one. Songs are encoded by ffmpeg, which must be installed, and read as any file is.
"""

import argparse
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from genrelib import audio, evaluate, runs
from genrelib.inference.model import Model, load
from genrelib.inference.predicting import predict

PLAIN = "wav"
# Ending of the file and options of ffmpeg.
ENCODINGS = {
    "mp3, 128 kbit/s, 44.1 kHz": ("mp3", "-ar 44100 -c:a libmp3lame -b:a 128k"),
    "mp3, 128 kbit/s, 22.05 kHz": ("mp3", "-ar 22050 -c:a libmp3lame -b:a 128k"),
    "mp3, 32 kbit/s, 22.05 kHz": ("mp3", "-ar 22050 -c:a libmp3lame -b:a 32k"),
    "ogg vorbis, quality 4, 44.1 kHz": ("ogg", "-ar 44100 -c:a libvorbis -q:a 4"),
    "opus, 64 kbit/s": ("opus", "-ar 48000 -c:a libopus -b:a 64k"),
}

MEASURES, ENDS = ("same", "change"), ("", "_low", "_high")


def encode(song: Path, file: Path, options: str) -> None:
    """Write a song, mixed to one channel, in the format of the file's ending by the options.

    Raises ValueError if ffmpeg is not installed, or refuses.
    """
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", str(song), "-vn", "-ac", "1", *options.split()]
    try:
        done = subprocess.run([*command, str(file)], capture_output=True, text=True, errors="replace")
    except FileNotFoundError:
        raise ValueError("expected ffmpeg, which encodes the songs, found none; install it") from None
    if done.returncode:
        raise ValueError(f"{song}: expected a song that ffmpeg can encode as {file.suffix}, got {done.stderr.strip()}")


def answers(model: Model, songs: Iterable[Path]) -> dict[str, np.ndarray]:
    """Probabilities (songs, labels) of whole songs by encoding, PLAIN first. Raises ValueError as `encode` does."""
    rows: dict[str, list[np.ndarray]] = {}
    with TemporaryDirectory() as folder:
        for song in songs:
            plain = Path(folder, f"song.{PLAIN}")
            encode(song, plain, "-c:a pcm_s16le")
            rows.setdefault(PLAIN, []).append(predict(model, audio.load(plain)).track)
            for name, (ending, options) in ENCODINGS.items():
                file = Path(folder, f"encoded.{ending}")
                encode(plain, file, options)
                rows.setdefault(name, []).append(predict(model, audio.load(file)).track)
    return {name: np.array(probabilities) for name, probabilities in rows.items()}


def agreement(probabilities: dict[str, np.ndarray]) -> pd.DataFrame:
    """By encoding: the share of songs whose most probable label is that of the plain sound, and the mean change.

    `same` and `change`, each with `_low` and `_high` of its 95 % interval over songs; the change is that of the
    probability of the plain sound's label, up or down.
    """
    plain = probabilities[PLAIN]
    label = plain.argmax(axis=1)
    sure = plain.max(axis=1)
    rows = []
    for name in [name for name in probabilities if name != PLAIN]:
        other = probabilities[name]
        same = evaluate.over_tracks(evaluate.accuracy, label, other)
        change = evaluate.over_tracks(_distance, sure, np.take_along_axis(other, label[:, None], axis=1)[:, 0])
        rows.append(
            {"encoding": name, "songs": len(label)}
            | {"same": same.value, "same_low": same.low, "same_high": same.high}
            | {"change": change.value, "change_low": change.low, "change_high": change.high}
        )
    return pd.DataFrame(rows)


def _distance(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.abs(second - first).mean())


def markdown(table: pd.DataFrame) -> str:
    """A Markdown table of what `agreement` gives."""
    lines = ["| encoding | songs | same label as wav | change of its probability |", "|---|---|---|---|"]
    for row in table.to_dict("records"):
        same, change = ("{:.3f} ({:.3f} to {:.3f})".format(*(row[name + end] for end in ENDS)) for name in MEASURES)
        lines.append(f"| {row['encoding']} | {row['songs']} | {same} | {change} |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table; status 2 and one line for what cannot be encoded, read or judged."""
    parser = argparse.ArgumentParser(prog="python -m genrelib.inference.encodings")
    parser.add_argument("songs", nargs="+", type=Path, metavar="SONG")
    parser.add_argument("--run", type=Path, metavar="DIR", dest="folder")
    parsed = parser.parse_args(argv)
    try:
        run = parsed.folder or runs.best()
        if run is None:
            raise ValueError("expected a shipped run, got none; name a run with --run DIR")
        print(markdown(agreement(answers(load(run), parsed.songs))))
    except ValueError as error:
        parser.exit(2, f"{parser.prog}: {error}\n")


if __name__ == "__main__":
    main()
