"""One archive of all runs, to reproduce in pieces on machines that are available for minutes.

`reproduce --archive FILE` continues from FILE if it exists and writes it again after every run, so that a lost machine
costs only the run under way. `python -m genrelib.studies.archive FILE RUNS` unpacks an archive into a folder of runs.

An archive is a tar of all runs of a folder, cut into files of LARGEST bytes: FILE, FILE.2 and so on, which `cat` joins.
Weights are packed in half precision; the state of a training is packed unchanged, and only where the run was cut short.
Where not everything fits into MOST files, the largest are left out first: embeddings, then weights of runs that were
cut short, then states, then weights of finished runs.
"""

import io
import re
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from genrelib import runs
from genrelib.atomic_file import replace_file
from genrelib.runs.atomic_replace import recover, replace_folder
from genrelib.runs.shipping import ALWAYS, ANSWERS, WEIGHTS, half

LARGEST = 15 * 2**20  # bytes of a file
MOST = 4  # files
STATE = "state.safetensors"
LEARNED = (WEIGHTS, "model.npz")
EMBEDDINGS = "embeddings.npz"
BLOCK = tarfile.BLOCKSIZE
MEMBER = re.compile(r"(?!\.)[^/]+/[^/]+/[^/]+/[^/]+/seed-\d+/[a-z]+\.[a-z]+")  # data/split/paper/system/seed/file


def pack(root: Path, file: Path) -> list[str]:
    """Write all runs below `root`, finished or not, into an archive, which replaces an older one.

    Returns the names of the files that did not fit.
    """
    recover(root)
    left_out = []
    bytes_left = LARGEST * MOST - tarfile.RECORDSIZE
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in _files(root):
            content = half(path) if path.name == WEIGHTS else path.read_bytes()
            entry = tarfile.TarInfo(path.relative_to(root).as_posix())
            entry.size = len(content)
            needed = 4 * BLOCK + -(-entry.size // BLOCK) * BLOCK  # a long name takes three blocks of its own
            if needed > bytes_left:
                left_out.append(entry.name)
                continue
            bytes_left -= needed
            archive.addfile(entry, io.BytesIO(content))
    _write(packed.getvalue(), file)
    return left_out


def unpack(file: Path, root: Path) -> list[Path]:
    """Copy an archive's runs into `root` where they got further than the runs there. Returns their folders.

    A finished run is never replaced, nor a run cut short by one that got less far or that comes without its state.

    Raises ValueError if the file is no such archive, or a part of it is missing.
    """
    taken = []
    recover(root)
    with tempfile.TemporaryDirectory() as place:
        _extract(file, Path(place))
        for fresh in sorted(path for path in Path(place).glob("*/*/*/*/seed-*")):
            folder = root / fresh.relative_to(place)
            if _progress(fresh) > _progress(folder):
                aside = folder.with_suffix(".part")
                shutil.rmtree(aside, ignore_errors=True)
                shutil.copytree(fresh, aside)
                replace_folder(aside, folder)
                taken.append(folder)
    return taken


def parts(file: Path) -> Iterator[Path]:
    """Yield the files of an archive that exist, in order."""
    if file.exists():
        yield file
    for number in count(2):
        following = file.with_name(f"{file.name}.{number}")
        if not following.exists():
            return
        yield following


def _files(root: Path) -> list[Path]:
    """Files of the runs that are packed, the most needed first, and the smallest first of equally needed ones."""
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
    for number, begin in enumerate(range(0, len(packed), LARGEST), 1):
        part = file if number == 1 else file.with_name(f"{file.name}.{number}")
        replace_file(part, packed[begin : begin + LARGEST])
    for old in before[number:]:
        old.unlink()


def _extract(file: Path, place: Path) -> None:
    packed = b"".join(part.read_bytes() for part in parts(file))
    try:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            members = archive.getmembers()
            others = [member.name for member in members if not (member.isfile() and MEMBER.fullmatch(member.name))]
            if others:
                raise ValueError(f"{file}: expected files of runs, got {others[0]}; name what `reproduce` wrote")
            archive.extractall(place, members, filter="data")
    except (tarfile.TarError, EOFError) as reason:
        raise ValueError(
            f"{file}: expected a whole archive of runs, got {len(packed)} bytes that are none or not all of it "
            f"({reason}); copy all its files, {file.name}, {file.name}.2 and so on"
        ) from reason


def _progress(folder: Path) -> tuple:
    """Progress of a run, to be compared: finished, epochs, share of the epoch under way, state; () for no run."""
    state = (folder / STATE).exists()
    run = runs.existing(folder)
    if run is None:
        return (False, 0, 0.0, state) if state else ()
    if not run.partial:
        return (True,)
    return (False, len(run.history), _share_of_epoch(run.partial), state)


def _share_of_epoch(partial: str) -> float:
    """Share of the epoch under way that was done, from "in epoch 1 after 37 of 210 steps"; 0.0 between epochs."""
    steps = re.search(r"after (\d+) of (\d+) steps", partial)
    return int(steps[1]) / int(steps[2]) if steps else 0.0


if __name__ == "__main__":
    for folder in unpack(Path(sys.argv[1]), Path(sys.argv[2])):
        print(folder)
