"""Reproducing in pieces, on machines that are lent for minutes: what they made travels as one archive.

`reproduce --archive FILE` goes on from FILE if it is there, and writes it anew after every run, so that a machine taken
away costs the run under way alone. `python -m genrelib.studies.archive FILE RUNS` takes what came back into a folder of
runs.

An archive is a tar of all runs of a folder, cut into files of LARGEST bytes: FILE, FILE.2 and so on, which `cat` joins.
Weights travel in half precision; the state of a training, from which it goes on, as it is and only where it was cut
short. Where not everything fits into MOST files, the largest stay behind first: embeddings, then weights of what was
cut short, then states, then weights of what is finished.
"""

import io
import os
import re
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from genrelib import runs
from genrelib.runs.atomic_replace import replace_folder
from genrelib.runs.shipping import ALWAYS, ANSWERS, WEIGHTS, half

LARGEST = 15 * 2**20  # bytes of a file
MOST = 4  # files
STATE = "state.safetensors"
LEARNED = (WEIGHTS, "model.npz")
EMBEDDINGS = "embeddings.npz"
BLOCK = tarfile.BLOCKSIZE
MEMBER = re.compile(r"(?!\.)[^/]+/[^/]+/[^/]+/[^/]+/seed-\d+/[a-z]+\.[a-z]+")  # data/split/paper/system/seed/file


def pack(root: Path, file: Path) -> list[str]:
    """Write all runs below `root`, and what was begun there, into an archive in place of the one that was there.

    Returns the names of what did not fit.
    """
    room, left_out, packed = LARGEST * MOST - tarfile.RECORDSIZE, [], io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in _files(root):
            content = half(path) if path.name == WEIGHTS else path.read_bytes()
            entry = tarfile.TarInfo(path.relative_to(root).as_posix())
            entry.size = len(content)
            needed = 4 * BLOCK + -(-entry.size // BLOCK) * BLOCK  # a long name takes three blocks of its own
            if needed > room:
                left_out.append(entry.name)
                continue
            room -= needed
            archive.addfile(entry, io.BytesIO(content))
    _write(packed.getvalue(), file)
    return left_out


def unpack(file: Path, root: Path) -> list[Path]:
    """Take an archive's runs into `root`, where they got further than what lies there. Returns their folders.

    A finished run is never replaced, nor one cut short by one that got less far or whose state stayed behind.

    Raises ValueError if the file is no such archive, or a part of it is missing.
    """
    taken = []
    with tempfile.TemporaryDirectory() as place:
        _extract(file, Path(place))
        for fresh in sorted(path for path in Path(place).glob("*/*/*/*/seed-*")):
            folder = root / fresh.relative_to(place)
            if _reach(fresh) > _reach(folder):
                aside = folder.with_suffix(".part")
                shutil.rmtree(aside, ignore_errors=True)
                shutil.copytree(fresh, aside)
                replace_folder(aside, folder)
                taken.append(folder)
    return taken


def parts(file: Path) -> Iterator[Path]:
    """The files of an archive that are there, in order."""
    if file.exists():
        yield file
    for number in count(2):
        following = file.with_name(f"{file.name}.{number}")
        if not following.exists():
            return
        yield following


def _files(root: Path) -> list[Path]:
    """What of the runs travels, the most needed first, and of the equally needed the smallest."""
    ranked = []
    for folder in root.glob("*/*/*/*/seed-*"):
        if not folder.suffix:
            finished = runs.finished(folder)
            order = (
                (*ALWAYS, *ANSWERS),
                LEARNED if finished else (),
                () if finished else (STATE,),
                LEARNED,
                (EMBEDDINGS,),
            )
            rank = {name: place for place, names in reversed(list(enumerate(order))) for name in names}
            ranked += [(rank[path.name], path.stat().st_size, path) for path in folder.iterdir() if path.name in rank]
    return [path for *_, path in sorted(ranked)]


def _write(packed: bytes, file: Path) -> None:
    before = list(parts(file))
    file.parent.mkdir(parents=True, exist_ok=True)
    for number, begin in enumerate(range(0, len(packed), LARGEST), 1):
        part = file if number == 1 else file.with_name(f"{file.name}.{number}")
        fresh = part.with_name(f"{part.name}.part")
        fresh.write_bytes(packed[begin : begin + LARGEST])
        os.replace(fresh, part)
    for old in before[number:]:
        old.unlink()


def _extract(file: Path, place: Path) -> None:
    packed = b"".join(part.read_bytes() for part in parts(file))
    try:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            members = archive.getmembers()
            strange = [member.name for member in members if not (member.isfile() and MEMBER.fullmatch(member.name))]
            if strange:
                raise ValueError(f"{file}: expected files of runs, got {strange[0]}; name what `reproduce` wrote")
            archive.extractall(place, members, filter="data")
    except (tarfile.TarError, EOFError) as reason:
        raise ValueError(
            f"{file}: expected an archive of runs in whole, got {len(packed)} bytes that break off or are none "
            f"({reason}); bring all its files, {file.name}, {file.name}.2 and so on"
        ) from reason


def _reach(folder: Path) -> tuple:
    """How far a run got, to be compared: finished, epochs, share of the one under way, state; nothing is least."""
    state = (folder / STATE).exists()
    if not (folder / "run.json").exists():
        return (False, 0, 0.0, state) if state else ()
    run = runs.load(folder)
    if not run.partial:
        return (True,)
    return (False, len(run.history), _within(run.partial), state)


def _within(partial: str) -> float:
    """How far the epoch under way was, from "in epoch 1 after 37 of 210 steps"; 0.0 between epochs."""
    found = re.search(r"after (\d+) of (\d+) steps", partial)
    return int(found[1]) / int(found[2]) if found else 0.0


if __name__ == "__main__":
    for folder in unpack(Path(sys.argv[1]), Path(sys.argv[2])):
        print(folder)
