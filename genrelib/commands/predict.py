"""Predictions of a trained system for audio files: `predict`."""

import argparse
import sys
from pathlib import Path

from genrelib.commands import options
from genrelib.commands.output import printable, show, warn

STREAM = Path("-")
LARGEST = 1 << 30  # bytes taken from a pipe
PIPES = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")  # what a shell makes of `<(command)`


def add(commands) -> None:
    command = commands.add_parser("predict", help="genres or tags of audio files")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="- reads standard input")
    options.system_or_run(command)
    options.json(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import inference

    model = inference.load(choose_run(parsed))
    rows: list[dict] = []
    try:
        for file in parsed.files:
            rows.append(_row(model, file))
            if not parsed.json:  # at once: a later file may take long, or end the program
                print("\n".join(map(printable, _lines(rows[-1]))), flush=True)
    except KeyboardInterrupt as wish:
        if parsed.json:
            show(parsed, rows)
        raise KeyboardInterrupt(f"interrupted after {len(rows)} of {len(parsed.files)} files, printed above") from wish
    if parsed.json:
        show(parsed, rows)
    return 2 if any(row["error"] for row in rows) else 0


def _row(model, file: Path) -> dict:
    """The row of a file; of one that cannot be read, with the error, which is told at once."""
    from genrelib import audio, inference

    row = {"file": str(file), "system": model.system.name, "run": model.run.name}
    try:
        return row | _fields(inference.predict(model, read(file)))
    except audio.AudioError as reason:
        message = str(reason) if str(reason).startswith(f"{file}: ") else f"{file}: {reason}"
        warn("predict", [message])
        nothing: dict = {"seconds": None, "top": [], "timeline": [], "attention": None, "padded": False, "remarks": []}
        return row | nothing | {"error": message}


def read(file: Path):
    """Read the recording of a file, or of what a pipe gives, up to LARGEST bytes."""
    from genrelib import audio

    if file == STREAM:
        return audio.load(_bounded(sys.stdin.buffer.read(LARGEST + 1), "-"), name="-")
    if str(file).startswith(PIPES) and not file.is_file():
        with open(file, "rb") as pipe:
            return audio.load(_bounded(pipe.read(LARGEST + 1), str(file)), name=str(file))
    return audio.load(file)


def _bounded(data: bytes, name: str) -> bytes:
    from genrelib.audio import AudioError

    if len(data) > LARGEST:
        raise AudioError(f"{name}: expected at most {LARGEST >> 20} MB from a pipe, got more; write it to a file first")
    return data


def choose_run(parsed: argparse.Namespace):
    """The run that --run or --system names, by default the best shipped one on real music."""
    from genrelib import papers, runs

    if parsed.folder:
        return runs.load(parsed.folder)
    if parsed.system:
        system = papers.get(parsed.system)
        usable, left_out = runs.scan()
        warn(parsed.command, left_out)
        trained = [run for run in usable if run.system == system.name and run.has_weights and not run.partial]
        if not trained:
            raise ValueError(f"{system.name} has no run with weights yet; {system.remedy}, or name another --system")
        return max(trained, key=runs.trust)
    run = runs.best()
    if run is None:
        raise ValueError("expected a shipped run, got none; name a run with --run DIR")
    return run


def _fields(prediction) -> dict:
    """Fields of a row for a file that was read."""
    labels = prediction.labels
    attention = prediction.attention
    clips = zip(prediction.starts.tolist(), prediction.ends.tolist(), prediction.clips.tolist(), strict=True)
    return {
        "seconds": round(prediction.seconds, 3),
        "top": [{"label": label, "probability": probability} for label, probability in prediction.top(len(labels))],
        "timeline": [
            {"start": start, "end": end, "probabilities": dict(zip(labels, probabilities, strict=True))}
            for start, end, probabilities in clips
        ],
        "attention": attention
        and {"start": attention.start, "step": attention.step, "weights": attention.weights.tolist()},
        "padded": prediction.padded,
        "remarks": list(prediction.remarks),
        "error": None,
    }


def _lines(row: dict) -> list[str]:
    """The lines of a file for people: the most probable labels, and remarks."""
    return [f"{row['file']}: {_summary(row)}", *(f"  {remark}" for remark in row["remarks"])]


def _summary(row: dict) -> str:
    """One line for people."""
    if row["error"]:
        return "not read"
    if not row["top"]:
        return "nothing to judge"
    top = ", ".join(f"{guess['label']} {guess['probability']:.0%}" for guess in row["top"][:3])
    end = row["timeline"][-1]["end"]
    if end < row["seconds"] - 1:
        return f"{top} (of the first {end:.0f} s of {row['seconds']:.0f})"
    return f"{top} (shorter than a clip, filled with silence)" if row["padded"] else top
