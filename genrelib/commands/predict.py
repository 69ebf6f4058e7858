"""What trained systems say of files: `predict`."""

import argparse
import sys
from pathlib import Path

from genrelib.commands import options
from genrelib.commands.output import show


def add(commands) -> None:
    command = commands.add_parser("predict", help="genres or tags of audio files")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    which = command.add_mutually_exclusive_group()
    which.add_argument("--system", metavar="S")
    which.add_argument("--run", type=Path, metavar="DIR", dest="folder")
    options.json(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import audio, inference

    model = inference.load(_choose_run(parsed))
    rows = []
    for file in parsed.files:
        row = {"file": str(file), "system": model.system.name, "run": model.run.name}
        try:
            heard = inference.predict(model, audio.load(file))
            rows.append(row | _heard(heard))
        except audio.AudioError as reason:
            print(f"genrelib predict: {reason}", file=sys.stderr)
            nothing = {"seconds": None, "top": [], "timeline": [], "attention": None, "padded": False}
            rows.append(row | nothing | {"error": str(reason)})
    if parsed.json:
        show(parsed, rows)
    for row in [] if parsed.json else rows:
        print(f"{row['file']}: {_said(row)}")
    return 2 if any(row["error"] for row in rows) else 0


def _choose_run(parsed: argparse.Namespace):
    from genrelib import papers, runs

    if parsed.folder:
        return runs.load(parsed.folder)
    if parsed.system:
        system = papers.get(parsed.system).name
        trained = [run for run in runs.find() if run.system == system and run.has_weights and not run.partial]
        if not trained:
            raise ValueError(f"{system} has no trained run yet; train it, or name another --system")
        return max(trained, key=runs.trust)
    run = runs.best()
    if run is None:
        raise ValueError("no shipped run was found; name one with --run DIR")
    return run


def _heard(heard) -> dict:
    attends = heard.attention
    return {
        "seconds": round(heard.seconds, 3),
        "top": [{"label": label, "probability": probability} for label, probability in heard.top(len(heard.labels))],
        "timeline": [
            {"start": start, "end": end, "probabilities": dict(zip(heard.labels, row, strict=True))}
            for start, end, row in zip(heard.starts.tolist(), heard.ends.tolist(), heard.clips.tolist(), strict=True)
        ],
        "attention": attends and {"start": attends.start, "step": attends.step, "weights": attends.weights.tolist()},
        "padded": heard.padded,
        "error": None,
    }


def _said(row: dict) -> str:
    if row["error"]:
        return "not read"
    top = ", ".join(f"{guess['label']} {guess['probability']:.0%}" for guess in row["top"][:3])
    judged = row["timeline"][-1]["end"]
    if judged < row["seconds"] - 1:
        return f"{top} (of the first {judged:.0f} s of {row['seconds']:.0f})"
    return f"{top} (shorter than a clip, filled with silence)" if row["padded"] else top
