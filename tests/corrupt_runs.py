"""Every corruption of a run against every reader: `python tests/corrupt_runs.py`. Not part of `make test`.

A home gets one good run and one that is spoilt, in run.json or in one of its files; then `results`, `predict` and every
page are asked. Each must come to an end: with the run left out by name, one sentence, or an answer of the others. An
exception is mishandled, and so is a page that shows one, and more than a line of complaint. Prints counts; the exit
status is 1 if anything was mishandled.
"""

import contextlib
import io
import logging
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import soundfile
from damage import CORRUPT, EMBEDDINGS, HISTORIES, NO_FILES, TABLES, WEIGHTS, made
from factories import SYSTEM
from streamlit.testing.v1 import AppTest

from genrelib import runs
from genrelib.__main__ import main as command
from genrelib.runs import places

APP = Path(__file__).resolve().parent.parent / "app"
FILES = ("run.json", "weights.safetensors", "predictions.parquet", "tracks.parquet", "valid.parquet", "embeddings.npz")
VIEWS = sorted(path.stem for path in (APP / "views").glob("*.py"))
OUTCOMES = (LEFT_OUT, SENTENCE, ANSWERED, MISHANDLED) = (
    "left out with a reason",
    "one sentence",
    "answered by the others, or without that file",
    "mishandled",
)


def corruptions() -> Iterator[tuple[str, Callable[[Path], object]]]:
    """Names, and functions that spoil the run in a folder."""
    for name, content in CORRUPT.items():
        data = content if isinstance(content, bytes) else content.encode()
        yield f"run.json: {name}", lambda folder, data=data: (folder / "run.json").write_bytes(data)
    for name, spoil in WEIGHTS.items():
        yield f"weights: {name}", lambda folder, spoil=spoil: spoil(folder / "weights.safetensors")
    for table in ("predictions", "tracks", "valid"):
        for name, spoil in TABLES.items():
            yield (
                f"{table}: {name}",
                lambda folder, spoil=spoil, table=table: _table(folder / f"{table}.parquet", spoil),
            )
    for name, spoil in EMBEDDINGS.items():
        yield f"embeddings: {name}", lambda folder, spoil=spoil: spoil(folder / "embeddings.npz")
    for file in FILES:
        yield f"{file}: gone", lambda folder, file=file: (folder / file).unlink()
        for name, make in NO_FILES.items():
            yield f"{file}: {name}", lambda folder, file=file, make=make: _replace(folder / file, make)
    for content in (b"", *HISTORIES):
        yield f"history: {content!r}", lambda folder, content=content: (folder / "history.csv").write_bytes(content)


def _table(file: Path, spoil: Callable) -> None:
    spoil(file, pd.read_parquet(file))


def _replace(file: Path, make: Callable) -> None:
    file.unlink()
    make(file)


def readers(home: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """Names of readers, and functions that ask one and tell how it ended."""
    song = home / "song.wav"
    soundfile.write(song, np.random.default_rng(0).normal(0, 0.1, 66_150), 22_050)
    for arguments in (["results"], ["results", "--json"], ["predict", str(song), "--run", str(_spoilt(home))]):
        yield " ".join(arguments[:2]).replace(str(song), "FILE"), partial(_command, arguments)
    for view in VIEWS:
        yield f"page {view}", partial(_page, view)


def _spoilt(home: Path) -> Path:
    return runs.address(home / "runs", "folder-test", "track", SYSTEM.name, 1)


def _command(arguments: list[str]) -> str:
    errors = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(errors):
        status = command(arguments)
    lines = errors.getvalue().splitlines()
    if status == 2 and len(lines) == 1:
        return SENTENCE
    if status != 0 or len(lines) > 1:
        return f"{MISHANDLED}: status {status}, {lines}"
    return LEFT_OUT if lines else ANSWERED


def _page(view: str) -> str:
    page = AppTest.from_file(APP / "main.py", default_timeout=120)
    page.query_params["run"] = f"folder-test/track/{SYSTEM.name}/seed-1@your"
    page.run()
    if not page.exception:
        page.switch_page(f"views/{view}.py").run()
    if page.exception:
        return f"{MISHANDLED}: {page.exception[0].value}"
    if page.error:
        return SENTENCE if len(page.error) == 1 else f"{MISHANDLED}: {[error.value for error in page.error]}"
    return LEFT_OUT if runs.scan()[1] else ANSWERED


def main() -> int:
    sys.path.insert(0, str(APP))
    logging.disable(logging.WARNING)  # of Streamlit, that there is no browser
    counts = defaultdict(Counter)
    spoilers = list(corruptions())
    for name, spoil in spoilers:
        with tempfile.TemporaryDirectory() as place:
            home = Path(place)
            os.environ["GENRELIB_HOME"] = place
            places.SHIPPED = home / "shipped"
            for seed in (0, 1):
                kept = made()
                kept.info["seed"] = seed
                runs.save(runs.address(home / "runs", "folder-test", "track", SYSTEM.name, seed), kept)
            spoil(_spoilt(home))
            for reader, ask in readers(home):
                try:
                    outcome = ask()
                except Exception as reason:
                    outcome = f"{MISHANDLED}: {type(reason).__name__}: {reason}"
                if outcome.startswith(MISHANDLED):
                    print(f"{name}: {reader}: {outcome}")
                counts[reader][outcome.partition(":")[0]] += 1
    print(f"{len(spoilers)} corruptions")
    for reader, outcomes in counts.items():
        print(f"{reader:15}", *(f"{outcomes[outcome]:4} {outcome}" for outcome in OUTCOMES), sep="  ")
    return 1 if any(outcomes[MISHANDLED] for outcomes in counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
