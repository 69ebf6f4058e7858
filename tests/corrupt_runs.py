"""Every corruption of a run against every reader: `python tests/corrupt_runs.py`. Not part of `make test`.

A home gets one good run and one that is spoilt, in run.json or in one of its files; then `results`, `predict` and every
page are asked. Each must come to an end: with the run left out by name, one sentence, or an answer of the others. An
exception is mishandled, and so is a page that shows one. Prints counts; the exit status is 1 if there was any.
"""

import contextlib
import io
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import soundfile
from streamlit.testing.v1 import AppTest
from test_hostile_runs import CORRUPT, EMBEDDINGS, TABLES, WEIGHTS
from test_runs import SYSTEM, result

from genrelib import runs
from genrelib.__main__ import main as command

APP = Path(__file__).resolve().parent.parent / "app"
VIEWS = ("clip_lab", "confusions", "tags", "about")


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
    for file in ("weights.safetensors", "predictions.parquet", "tracks.parquet", "valid.parquet", "embeddings.npz"):
        yield f"{file}: a folder", lambda folder, file=file: _folder(folder / file)
        yield f"{file}: gone", lambda folder, file=file: (folder / file).unlink()
    for content in (b"", b"\xff\xfe", b"a,b\n1\n2,3,4\n", b"<html>"):
        yield f"history: {content!r}", lambda folder, content=content: (folder / "history.csv").write_bytes(content)


def _table(file: Path, spoil: Callable) -> None:
    spoil(file, pd.read_parquet(file))


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def asked(home: Path) -> Iterator[tuple[str, Callable[[], bool]]]:
    """Names of readers, and whether each went well."""
    song = home / "song.wav"
    soundfile.write(song, np.random.default_rng(0).normal(0, 0.1, 66_150), 22_050)
    spoilt = str(runs.address(home / "runs", "folder-test", "track", SYSTEM.name, 1))
    for words in (["results"], ["results", "--json"], ["predict", str(song), "--run", spoilt]):
        yield words[0], lambda words=words: command(words) in (0, 2)
    for view in VIEWS:
        yield view, lambda view=view: _opens(view)


def _opens(view: str) -> bool:
    page = AppTest.from_file(APP / "main.py", default_timeout=120)
    page.query_params["run"] = f"folder-test/track/{SYSTEM.name}/seed-1@your"
    page.run()
    return not page.exception and not page.switch_page(f"views/{view}.py").run().exception


def main() -> int:
    sys.path.insert(0, str(APP))
    counts, wrong = Counter(), Counter()
    for name, spoil in corruptions():
        with tempfile.TemporaryDirectory() as place:
            home = Path(place)
            os.environ["GENRELIB_HOME"] = place
            runs.SHIPPED = home / "shipped"
            for seed in (0, 1):
                kept = result()
                kept.info["seed"] = seed
                runs.save(runs.address(home / "runs", "folder-test", "track", SYSTEM.name, seed), kept)
            spoil(runs.address(home / "runs", "folder-test", "track", SYSTEM.name, 1))
            for reader, ask in asked(home):
                counts[reader] += 1
                try:
                    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                        good = ask()
                except Exception as reason:
                    good = False
                    print(f"{name}: {reader}: {type(reason).__name__}: {reason}")
                if not good:
                    wrong[reader] += 1
                    print(f"{name}: {reader} mishandled it")
    for reader, count in counts.items():
        print(f"{reader}: {count} asked, {wrong[reader]} mishandled")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
