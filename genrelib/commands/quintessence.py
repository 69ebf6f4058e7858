"""Sounds that a network takes for most of a genre: `quintessence`."""

import argparse
import re
from functools import partial
from pathlib import Path

from genrelib.commands import options
from genrelib.commands.output import show, warn


def add(commands) -> None:
    command = commands.add_parser("quintessence", help="sounds that a network takes for most of a genre")
    command.add_argument("--run", type=options.place, metavar="DIR", dest="folder")
    command.add_argument(
        "--genre", action="append", metavar="G", dest="genres", help="may be given several times; all by default"
    )
    command.add_argument("--out", type=options.place, metavar="FOLDER", default=Path("quintessence"))
    command.add_argument("--format", choices=("wav", "flac"), default="wav")
    command.add_argument("--start", choices=("noise", "mean", "clip"), default="noise", help="what is climbed from")
    command.add_argument("--seed", type=options.seed, default=0, metavar="N")
    command.add_argument("--tracks", type=options.positive, default=6, metavar="N", help="tracks of a genre to search")
    options.json(command, run)


def run(parsed: argparse.Namespace) -> int:
    from tqdm import tqdm

    from genrelib import datasets, inference
    from genrelib.interpret import ascent, quintessence, second_opinions
    from genrelib.terminal import is_watched

    chosen = _choose_run(parsed)
    model = inference.load(chosen)
    ascent.with_gradients(model.network)
    data = datasets.get(chosen.data)
    listeners = second_opinions.others(chosen)
    rows: list[dict] = []
    try:
        for genre in parsed.genres or chosen.classes:
            with tqdm(total=100, desc=genre, unit="%", disable=not is_watched(), leave=False) as bar:
                portrait = quintessence.portray(
                    model,
                    data,
                    _sound(chosen.data),
                    genre,
                    listeners,
                    parsed.start,
                    seed=parsed.seed,
                    tracks=parsed.tracks,
                    progress=partial(_advance, bar),
                )
            files = _write(portrait, parsed)
            fresh = quintessence.rows_of(portrait, chosen.name)
            rows += [row | {"file": str(file)} for row, file in zip(fresh, files, strict=True)]
            warn("quintessence", [_about(portrait)])
    except KeyboardInterrupt as wish:
        if rows:
            show(parsed, rows if parsed.json else [_for_people(row) for row in rows])
        raise KeyboardInterrupt("interrupted; the genres printed above are done") from wish
    return show(parsed, rows if parsed.json else [_for_people(row) for row in rows])


def _choose_run(parsed: argparse.Namespace):
    from genrelib import runs
    from genrelib.datasets import playback_source
    from genrelib.task import GENRES

    if parsed.folder:
        return runs.load(parsed.folder)
    able = [
        run
        for run in runs.find(runs.shipped())
        if run.has_weights and run.has_answers and run.task == GENRES and playback_source.lies_here(run.data)
    ]
    if not able:
        raise ValueError("expected a shipped run whose music is here, got none; name a run with --run DIR")
    return max(able, key=runs.trust)


def _sound(name: str):
    """The data set that has the sound of these tracks; None where it is not here, and clips cannot be played."""
    from genrelib.datasets import playback_source

    try:
        return playback_source.sound(name)
    except ValueError as reason:
        warn("quintessence", [f"without the sound of the clips: {reason}"])
        return None


def _write(portrait, parsed: argparse.Namespace) -> list[Path]:
    """Write a file for each sound, named by genre and way with letters, digits and hyphens alone."""
    import soundfile

    parsed.out.mkdir(parents=True, exist_ok=True)
    files = []
    for essence in portrait.essences:
        name = "-".join(re.sub(r"[^A-Za-z0-9]+", "-", part).strip("-") for part in (portrait.genre, essence.way))
        files.append(parsed.out / f"{name}.{parsed.format}")
        soundfile.write(files[-1], essence.waveform, essence.sample_rate, subtype="PCM_16")
    return files


def _advance(bar, share: float) -> None:
    bar.update(100 * share - bar.n)


def _about(portrait) -> str:
    unit = portrait.unit
    best = portrait.clips.iloc[0]
    return (
        f"{portrait.genre}: unit {unit.number} is active on {unit.active:.0%} of the clips called so and on "
        f"{unit.elsewhere:.0%} of others; most of all by {best.track} at {best.start:.0f} s"
    )


def _for_people(row: dict) -> dict:
    """Format a row for people: how many of the other networks name the genre."""
    agreeing = sum(other["top"] == row["genre"] for other in row["others"])
    return {
        "genre": row["genre"],
        "way": row["way"],
        "before inversion": row["before"],
        "of the sound": row["after"],
        "own answer": row["top"],
        "others agree": f"{agreeing} of {len(row['others'])}",
        "file": row["file"],
    }
