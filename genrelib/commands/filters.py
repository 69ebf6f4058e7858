"""The first filters of a network, measured and as sound: `filters`."""

import argparse
from pathlib import Path

from genrelib.commands import options
from genrelib.commands.output import show, warn


def add(commands) -> None:
    command = commands.add_parser("filters", help="filters that a network learned, measured and as sound")
    command.add_argument("--run", type=options.place, metavar="DIR", dest="folder", required=True)
    command.add_argument("--out", type=options.place, metavar="FILE", default=Path("filters.wav"))
    options.json(command, run)


def run(parsed: argparse.Namespace) -> int:
    import soundfile

    from genrelib import inference, runs
    from genrelib.interpret import filter_report

    model = inference.load(runs.load(parsed.folder))
    rows = filter_report.filter_rows(model)
    sound = filter_report.filter_sound(model)
    parsed.out.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(parsed.out, sound, model.system.frontend.sample_rate, subtype="PCM_16", format="WAV")
    warn("filters", [f"the first layer's filters sound one after another in {parsed.out}"])
    return show(parsed, rows if parsed.json else [_for_people(row) for row in rows])


def _for_people(row: dict) -> dict:
    low, middle, high = (f"{value:.0f}" for value in row["centre"])
    return {
        "weights": row["weights"],
        "layer": row["layer"],
        "filters": row["filters"],
        "centre, Hz": f"{middle} ({low} to {high})",
        "bandwidth, Hz": f"{row['bandwidth'][1]:.0f}",
        "off mel steps": row["mel"],
        "off equal steps": row["linear"],
        "widening": row["widening"],
    }
