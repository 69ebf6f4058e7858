"""Errors of the operating system, in words: what it says, and what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
REMEDIES = dict.fromkeys(ROOM, "make room") | {
    errno.EACCES: "choose a place that you may write, or change its permissions",
    errno.EPERM: "choose a place that you may write, or change its permissions",
    errno.EROFS: "it can only be read: choose another place",
    errno.ENOENT: "check the path, and whether something removed it meanwhile",
    errno.ENOTDIR: "a part of the path is a file: choose another place",
    errno.EISDIR: "it is a folder: name a file",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.EMFILE: "close other programs, or raise the limit (ulimit -n)",
    errno.EIO: "check the disk",
    errno.ELOOP: "a link leads back to itself: remove it",
}


@contextmanager
def naming(file: Path) -> Iterator[None]:
    """Name the file in an error that names none: writing to an open file on a full disk says only that it is full."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            raise OSError(error.errno, error.strerror, str(file)) from error
        raise


def explained(error: OSError) -> str:
    """The cause, with the file if it is known, and what to do: "PATH: Permission denied; choose ..."."""
    place = f"{error.filename}: " if error.filename else ""
    cause = error.strerror or str(error)
    return f"{place}{cause}; {REMEDIES.get(error.errno or 0, 'choose a place that works')}"
