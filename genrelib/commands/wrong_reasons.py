"""Answers that are right for another reason than the music: `wrong-reasons`."""

import argparse

from genrelib.commands import options
from genrelib.commands.output import show, warn


def add(commands) -> None:
    command = commands.add_parser("wrong-reasons", help="are answers right for the wrong reason?")
    command.add_argument("--tracks", type=options.positive, default=30, metavar="N", help="of other music, by genre")
    command.add_argument("--pieces", type=options.positive, default=10, metavar="N", help="recorded anew, by genre")
    command.add_argument("--root", type=options.place, metavar="DIR", help="where GTZAN's music lies")
    command.add_argument("--out", type=options.place, metavar="FILE", help="file of the results")
    options.json(command, run)


def run(parsed: argparse.Namespace) -> int:
    from genrelib import runs, wrong_reasons
    from genrelib.task import GENRES

    shipped = [one for one in runs.find(runs.shipped()) if one.task == GENRES]
    able = [one for one in shipped if one.has_weights and one.has_answers]
    rows = {"music": _other_music(parsed, able), "records": []}
    on_jukebox = [one for one in able if one.data == "jukebox"]
    rows["records"] = wrong_reasons.of_runs(on_jukebox, parsed.pieces, _progress("other records"))
    if parsed.out:
        wrong_reasons.write(parsed.out, rows)
    if parsed.json:
        return show(parsed, [{"kind": kind} | row for kind, members in rows.items() for row in members])
    print(wrong_reasons.markdown(rows))
    return 0


def _other_music(parsed: argparse.Namespace, able: list) -> list[dict]:
    """Rows of our own system on the jukebox and on GTZAN, each asked about the other's music where that is here."""
    from genrelib import datasets, wrong_reasons
    from genrelib.datasets import playback_source

    own = {one.data: one for one in reversed(able) if one.system.startswith("house/")}
    rows = []
    for foreign, native in (("jukebox", "gtzan-logmel"), ("gtzan-logmel", "jukebox")):
        if lacking := [name for name in (foreign, native) if name not in own]:
            sentence = f"expected a shipped run of ours on {' and '.join(lacking)}; get all of assets/runs"
            warn("wrong-reasons", [sentence])
            continue
        music = playback_source.home_of(native)
        try:
            data = datasets.get(music, parsed.root if music == "gtzan" else None)
        except ValueError as reason:
            warn("wrong-reasons", [reason])
            continue
        pair = own[foreign], own[native]
        rows.append(
            wrong_reasons.beside_native(*pair, data, parsed.tracks, _progress(f"{foreign} asked about {music}"))
        )
    return rows


def _progress(name: str):
    from tqdm import tqdm

    return lambda tracks: tqdm(tracks, name, unit="track", mininterval=10)
