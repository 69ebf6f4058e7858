"""Accuracy that is left when the sound of test tracks is edited: `robustness`."""

import argparse
import sys

from genrelib.commands import options
from genrelib.commands.output import show, warn


def add(commands) -> None:
    command = commands.add_parser("robustness", help="what edits of the sound do to systems")
    command.add_argument("--run", type=options.place, nargs="+", metavar="DIR", dest="folders", help="runs to ask")
    command.add_argument("--data", metavar="NAME", help="shipped runs on this data set; jukebox by default")
    command.add_argument("--root", type=options.place, metavar="DIR", help="where its music lies")
    command.add_argument("--tracks", type=options.positive, default=40, metavar="N", help="test tracks of each run")
    command.add_argument(
        "--edits", nargs="+", metavar="EDIT", help="such as lowpass, all of its strengths, or lowpass:3000+gain:-6"
    )
    options.json(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import robustness
    from genrelib.robustness.results import own_results

    edits = robustness.chosen(parsed.edits)
    chosen = _chosen_runs(parsed)
    data = _music(chosen, parsed)
    samples = {one: robustness.sample(one, data, parsed.tracks) for one in chosen}
    asked: dict[str, list] = {}
    for one, sample in samples.items():
        for track in sample.tracks:
            asked.setdefault(track, []).append(one)
    answers = robustness.Answers.load(robustness.kept_answers())
    print(f"{len(chosen)} runs, {len(asked)} tracks, {len(edits)} edits; answers: {answers.file}", file=sys.stderr)
    robustness.ask(data, asked, edits, answers, _progress)
    rows = [row for one, sample in samples.items() for row in robustness.losses(one, sample, edits, answers)]
    fresh = {(row["run"], row["edit"]) for row in rows}
    before = [row for row in robustness.read(own_results()) if (row["run"], row["edit"]) not in fresh]
    robustness.write(own_results(), before + rows)
    return show(parsed, rows, hidden=("run", "data", "split"))


def _progress(tracks):
    from tqdm import tqdm

    return tqdm(tracks, "Asking", unit="track", mininterval=10)


def _chosen_runs(parsed: argparse.Namespace) -> list:
    """The runs that are named, else the shipped ones on the music of the data set that can be asked."""
    from genrelib import runs
    from genrelib.datasets import playback_source

    if parsed.folders:
        return [runs.load(folder, _provenance(folder)) for folder in parsed.folders]
    usable, left_out = runs.scan(runs.shipped())
    warn("robustness", left_out)
    name = playback_source.home_of(parsed.data or "jukebox")
    able = [one for one in usable if playback_source.home_of(one.data) == name and one.has_weights and one.has_answers]
    if not able:
        raise ValueError(f"{name}: expected shipped runs on it that can be asked, got none; name a run with --run DIR")
    return able


def _provenance(folder) -> str:
    from genrelib import runs

    places = [label for place, label in runs.roots().items() if folder.resolve().is_relative_to(place.resolve())]
    return places[0] if places else "your run"


def _music(chosen: list, parsed: argparse.Namespace):
    """The data set that has the sound of all runs' tracks."""
    from genrelib import datasets
    from genrelib.datasets import playback_source

    names = {playback_source.home_of(one.data) for one in chosen}
    if len(names) > 1:
        raise ValueError(f"expected runs on one kind of music, got {', '.join(sorted(names))}; ask them one by one")
    (name,) = names
    return datasets.get(name, parsed.root) if parsed.root else playback_source.sound(name)
