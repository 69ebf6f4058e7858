"""The command line: `python -m genrelib`; parsing and printing only."""

import argparse
import json
import os
import sys
from pathlib import Path

from genrelib import home


def main(arguments: list[str] | None = None) -> int:
    parsed = parser().parse_args(arguments)
    try:
        status = parsed.run(parsed)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # whoever reads us, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ValueError as reason:
        print(f"genrelib {parsed.command}: {reason}", file=sys.stderr)
        return 2
    except KeyboardInterrupt as wish:
        said = str(wish) or "interrupted; what was finished is kept, the same command goes on (train: with --resume)"
        print(f"genrelib {parsed.command}: {said}", file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m genrelib", description="Music genre systems of five papers.")
    commands = top.add_subparsers(dest="command", required=True)

    command = commands.add_parser("systems", help="list the catalogue")
    command.add_argument("--paper", metavar="P")
    command.add_argument("--cost", action="store_true", help="add what each reads and its MFLOPs per clip")
    _json(command, systems)

    command = commands.add_parser("data", help="list, check or prepare data sets")
    command.add_argument("verb", nargs="?", choices=("list", "check", "prepare"), default="list")
    command.add_argument("name", nargs="?", metavar="NAME")
    command.add_argument("--root", type=Path, metavar="DIR")
    command.add_argument("--jobs", type=_positive, metavar="N")
    _json(command, data)

    command = commands.add_parser("train", help="train one system")
    command.add_argument("system", metavar="SYSTEM")
    command.add_argument("--split", metavar="S")
    command.add_argument("--seed", type=int, default=0, metavar="N")
    command.add_argument("--epochs", type=_positive, metavar="N")
    command.add_argument("--resume", action="store_true", help="go on with an interrupted training")
    command.add_argument(
        "--deterministic", action="store_true", help="the same numbers again on this machine; not on another"
    )
    _training(command, train)

    command = commands.add_parser("reproduce", help="train the rows of the papers' studies")
    command.add_argument("papers", nargs="*", metavar="PAPER")
    command.add_argument("--seeds", type=_positive, metavar="N")
    command.add_argument("--budget", type=_minutes, metavar="MINUTES")
    _training(command, reproduce)

    _json(commands.add_parser("results", help="paper beside measured"), results)

    command = commands.add_parser("predict", help="genres or tags of audio files")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    which = command.add_mutually_exclusive_group()
    which.add_argument("--system", metavar="S")
    which.add_argument("--run", type=Path, metavar="DIR", dest="folder")
    _json(command, predict)

    command = commands.add_parser("bench", help="measure this machine")
    command.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    _json(command, bench)
    return top


def systems(parsed: argparse.Namespace) -> int:
    from genrelib import papers

    known = sorted({name.split("/")[0] for name in papers.CATALOG})
    if parsed.paper not in (None, *known):
        raise ValueError(f"unknown paper {parsed.paper}; expected one of {', '.join(known)}")
    rows = [
        {
            "name": system.name,
            "paper": system.name.split("/")[0],
            "row": system.row,
            "clip_seconds": system.clip,
            "parameters": system.count(system.labels),
            "parameters_stated": system.parameters,
            "reported": system.reported,
            "departs": system.departs,
        }
        | (_cost(system) if parsed.cost else {})
        for system in papers.CATALOG.values()
        if parsed.paper in (None, system.name.split("/")[0])
    ]
    return _print(parsed, rows, hidden=("departs", "reported"))


def _cost(system) -> dict:
    operations = system.operations(system.labels)
    return {
        "input": "x".join(map(str, system.frontend.shape(system.clip))),
        "mflops": operations and round(operations / 1e6, 3),
    }


def data(parsed: argparse.Namespace) -> int:
    from genrelib import datasets, papers, store

    if parsed.verb == "list":
        return _print(parsed, datasets.table(), hidden=("licence", "citation", "url"))
    if parsed.name is None:
        raise ValueError(f"data {parsed.verb}: expected the NAME of a data set, got none; `data list` names them")
    chosen = datasets.get(parsed.name, parsed.root)
    if parsed.verb == "check":
        problems = chosen.check()
        _print(parsed, problems.to_dict("records"))
        return 0
    front_ends = {system.frontend for system in papers.CATALOG.values() if chosen.frontend in (None, system.frontend)}
    rows = [
        {"data": chosen.name, "frontend": repr(frontend), "tracks": len(prepared.tracks), "rate": prepared.rate}
        for frontend in sorted(front_ends, key=repr)
        for prepared in [store.prepare(chosen, frontend, jobs=parsed.jobs)]
    ]
    return _print(parsed, rows)


def train(parsed: argparse.Namespace) -> int:
    from genrelib import datasets, papers
    from genrelib.datasets import listening
    from genrelib.processes import leads
    from genrelib.train import train

    system, chosen = papers.get(parsed.system), datasets.get(parsed.data, parsed.root)
    split = parsed.split or chosen.default_split
    if split not in chosen.splits:
        raise ValueError(f"{chosen.name} has no split {split}; expected one of {', '.join(chosen.splits)}")
    run = train(
        system,
        chosen,
        split,
        parsed.seed,
        parsed.runs,
        epochs=parsed.epochs,
        device=parsed.device,
        resume=parsed.resume,
        deterministic=parsed.deterministic,
        precision=parsed.precision,
    )
    if not leads():
        return 0
    listening.remember(chosen)
    return _print(parsed, [_summary(run)])


def reproduce(parsed: argparse.Namespace) -> int:
    from genrelib import datasets, studies
    from genrelib.datasets import listening

    wanted, chosen = studies.choose(parsed.papers), datasets.get(parsed.data, parsed.root)
    new = studies.reproduce(
        wanted,
        chosen,
        parsed.runs,
        seeds=parsed.seeds,
        device=parsed.device,
        precision=parsed.precision,
        budget=parsed.budget,
    )
    listening.remember(chosen)
    return _print(parsed, [_summary(run) for run in new])


def results(parsed: argparse.Namespace) -> int:
    from genrelib import studies

    return _print(parsed, studies.results())


def predict(parsed: argparse.Namespace) -> int:
    from genrelib import audio
    from genrelib import predict as inference

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
        _print(parsed, rows)
    for row in [] if parsed.json else rows:
        print(f"{row['file']}: {_said(row)}")
    return 2 if any(row["error"] for row in rows) else 0


def bench(parsed: argparse.Namespace) -> int:
    from genrelib import bench
    from genrelib.train import choose_device

    return _print(parsed, bench.bench(choose_device(parsed.device)))


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


def _summary(run) -> dict:
    return {
        "run": run.name,
        "folder": str(run.folder),
        **{metric: run.metrics[metric]["value"] for metric in run.task.headline},
        "seconds": run.info["seconds"],
        "partial": run.partial,
    }


def _training(command: argparse.ArgumentParser, run) -> None:
    command.add_argument("--data", required=True, metavar="NAME")
    command.add_argument("--root", type=Path, metavar="DIR")
    command.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    command.add_argument(
        "--precision",
        choices=("float32", "bfloat16"),
        default="float32",
        help="bfloat16 is faster on processors made for it",
    )
    command.add_argument("--runs", type=Path, metavar="DIR", default=home() / "runs")
    _json(command, run)


def _json(command: argparse.ArgumentParser, run) -> None:
    command.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    command.set_defaults(run=run)


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number above 0, got {text}")
    return int(text)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes < float("inf"):
        raise argparse.ArgumentTypeError(f"expected minutes above 0, got {text}")
    return minutes


def _print(parsed: argparse.Namespace, rows: list[dict], hidden: tuple[str, ...] = ()) -> int:
    if parsed.json:
        print(json.dumps(rows, ensure_ascii=False, allow_nan=False))
        return 0
    rows = [{key: value for key, value in row.items() if key not in hidden} for row in rows]
    texts = [[_cell(value) for value in row.values()] for row in rows]
    if not rows:
        print("nothing to show")
        return 0
    widths = [max(map(len, column)) for column in zip(rows[0], *texts, strict=True)]
    for line in [list(rows[0]), *texts]:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
    return 0


def _cell(value) -> str:
    return "" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
