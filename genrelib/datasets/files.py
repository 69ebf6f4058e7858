"""Files of a folder of music: each once, by its real path, and whatever cannot be one of them by name.

Folders of strangers hold links to nowhere, to themselves and to their own parents, pipes that never end, folders that
may not be read, names that are not UTF-8, and pictures. None of these stops the others.
"""

import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# Endings of what lies beside music: counted, not called unreadable.
BESIDE = (
    " .bmp .csv .cue .db .doc .docx .gif .htm .html .ini .jpeg .jpg .json .log .lrc .m3u .m3u8 .md .nfo .pdf .pls .png "
    ".rtf .sfv .tif .tiff .txt .url .webp .xml .yaml .yml .zip "
)


@dataclass(frozen=True)
class Files:
    """Contents of a folder: `music`, paths that may be audio; `problems` (path, problem); `beside` by ending."""

    music: list[Path] = field(default_factory=list)
    problems: list[tuple[Path, str]] = field(default_factory=list)
    beside: Counter = field(default_factory=Counter)

    @property
    def remark(self) -> str:
        """A line about files that are no music by their ending; "" if there are none."""
        counts = ", ".join(f"{count} {ending}" for ending, count in sorted(self.beside.items()))
        return f"{self.beside.total()} files are no music by their ending: {counts}" if counts else ""


def list_files(root: Path) -> Files:
    """Every file below `root`, in order of path; hidden ones are ignored, links to folders are followed once."""
    files = Files()
    known: dict = {}
    for path, status in sorted(_walk(root, files, set()), key=lambda pair: (os.path.islink(pair[0]), pair[0])):
        ending = path.suffix.lower()
        if ending and f" {ending} " in BESIDE:
            files.beside[ending] += 1
            continue
        problem = _problem(path, status) or _again(path, status, known)
        if problem:
            files.problems.append((path, problem))
        else:
            known[status.st_dev, status.st_ino] = path
            files.music.append(path)
    files.music.sort()
    return files


def _walk(folder: Path, files: Files, entered: set) -> Iterator[tuple[Path, os.stat_result]]:
    try:
        status = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: (entry.is_symlink(), entry.name))
    except OSError as reason:
        files.problems.append((folder, f"unreadable: {reason.strerror}"))
        return
    if (status.st_dev, status.st_ino) in entered:
        files.problems.append((folder, "a link to a folder that is read already"))
        return
    entered.add((status.st_dev, status.st_ino))
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        try:
            kind = path.stat()
        except OSError as reason:  # a link to nowhere, or to itself
            files.problems.append((path, f"a link that leads nowhere ({reason.strerror})"))
            continue
        if stat.S_ISDIR(kind.st_mode):
            yield from _walk(path, files, entered)
        else:
            yield path, kind


def _problem(path: Path, status: os.stat_result) -> str:
    if not stat.S_ISREG(status.st_mode):
        return "a pipe or device, no file"
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return "a name that is not UTF-8: rename it"
    return ""


def _again(path: Path, status: os.stat_result, known: dict) -> str:
    first = known.get((status.st_dev, status.st_ino))
    return f"the same file as {first.parent.name}/{first.name}" if first else ""
