"""Explanations scored against planted truth and by what networks do without what they name: `explanations`."""

import argparse
import platform
import time

from genrelib import home
from genrelib.commands import options
from genrelib.commands.output import show, warn

TRACKS, CLIPS = 60, 20
SHOWN = (
    "run",
    "method",
    "tracks",
    "hit",
    "hit_chance",
    "clip_share",
    "clip_share_chance",
    "faithful",
    "kept",
    "believe",
)


def add(commands) -> None:
    command = commands.add_parser("explanations", help="which explanation to believe for which network")
    command.add_argument(
        "--runs", nargs="+", metavar="RUN", default=[], help="data/split/system/seed-n or a part of it; by default all"
    )
    command.add_argument("--methods", nargs="+", metavar="METHOD", default=[], help="by default all that can be")
    command.add_argument("--tracks", type=options.positive, default=TRACKS, metavar="N", help="needles per run")
    command.add_argument("--clips", type=options.positive, default=CLIPS, metavar="N", help="test clips per run")
    command.add_argument(
        "--budget", type=options.minutes, metavar="MINUTES", help="begin nothing new after that; the same goes on"
    )
    command.add_argument(
        "--keep", type=options.place, metavar="DIR", help="folder of the scores, by default in $GENRELIB_HOME"
    )
    options.json(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import inference
    from genrelib.interpret import METHODS, applicable, scores

    methods = parsed.methods or list(METHODS)
    unknown = sorted(set(methods) - set(METHODS))
    if unknown:
        raise ValueError(f"expected methods of {', '.join(METHODS)}, got {', '.join(unknown)}")
    kept = scores.Kept(parsed.keep or home() / "explanations")
    end = time.monotonic() + (parsed.budget or float("inf")) * 60
    for chosen in _chosen(parsed.runs):
        model = inference.load(chosen)
        if applicable(model):
            scores.measure(
                model, kept, parsed.tracks, parsed.clips, methods, lambda line: warn("explanations", [line]), end
            )
            kept.sign(_facts(parsed))
    rows = scores.verdict_rows(kept)
    return show(parsed, rows if parsed.json else [{key: row[key] for key in SHOWN} for row in rows])


def _chosen(parts: list[str]) -> list:
    from genrelib import runs

    usable, left_out = runs.scan()
    warn("explanations", left_out)
    able = [usable_run for usable_run in usable if usable_run.has_weights and not usable_run.partial]
    chosen = [usable_run for usable_run in able if not parts or any(part in usable_run.name for part in parts)]
    if not chosen:
        raise ValueError(f"expected runs with weights that match {' '.join(parts)}, got none of {len(able)}")
    return chosen


def _facts(parsed: argparse.Namespace) -> dict:
    import captum
    import torch

    from genrelib import __version__

    return {
        "genrelib": __version__,
        "torch": torch.__version__,
        "captum": captum.__version__,
        "machine": platform.machine(),
        "tracks": parsed.tracks,
        "clips": parsed.clips,
    }
