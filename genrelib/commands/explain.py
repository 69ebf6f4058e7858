"""An answer to a song explained: `explain`."""

import argparse
from pathlib import Path

import numpy as np

from genrelib.commands import options
from genrelib.commands.output import printable, show
from genrelib.commands.predict import choose_run, read

MOMENTS = 5  # that are named


def add(commands) -> None:
    command = commands.add_parser("explain", help="moments of a song that an answer rests on")
    command.add_argument("file", type=Path, metavar="FILE", help="- reads standard input")
    options.system_or_run(command)
    command.add_argument("--label", metavar="LABEL", help="genre or tag, by default the most probable one")
    command.add_argument("--method", metavar="METHOD", default="integrated gradients")
    options.json(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import audio, frontends, inference, interpret

    model = inference.load(choose_run(parsed))
    recording = read(parsed.file)
    prediction = inference.predict(model, recording)
    number = _number(model.run.classes, parsed.label, prediction.track)
    frontend = model.system.frontend
    waveform = audio.resample(
        audio.centred(recording.waveform, recording.condition.offset), recording.sample_rate, frontend.sample_rate
    )
    clips = frontends.clips(frontend, waveform, model.system.clip)
    shown = interpret.on_one_axis(interpret.explain(model, clips, number, parsed.method))
    row = {
        "file": str(parsed.file),
        "system": model.system.name,
        "run": model.run.name,
        "label": model.run.classes[number],
        "probability": float(prediction.track[number]),
        "method": shown.method,
        "signed": shown.signed,
        "start": shown.start,
        "step": shown.step,
        "importance": shown.over_time().tolist(),
        "moments": [{"time": time, "share": share} for time, share in _moments(shown)],
    }
    if parsed.json:
        return show(parsed, [row])
    says = interpret.METHODS[shown.method].says
    print(printable(f"{row['file']}: {row['label']} {row['probability']:.0%}, {row['system']}, {row['method']}"))
    print("\n".join([f"  {says}", *(f"  {time:6.1f} s  {share:.0%}" for time, share in _moments(shown))]))
    return 0


def _number(classes: tuple[str, ...], label: str | None, probabilities: np.ndarray) -> int:
    if label is None:
        return int(probabilities.argmax())
    if label not in classes:
        raise ValueError(f"expected a label of {', '.join(classes)}, got {label}")
    return classes.index(label)


def _moments(shown) -> list[tuple[float, float]]:
    """Second and share of the importance of the seconds that have most of it."""
    seconds = np.arange(max(0.0, np.floor(shown.start)), shown.end)
    shares = np.array([shown.share_between(second, second + 1) for second in seconds])
    most = np.argsort(-shares, kind="stable")[:MOMENTS]
    return [(float(seconds[place]), float(shares[place])) for place in most]
