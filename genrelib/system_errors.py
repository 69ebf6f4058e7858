"""Errors of the operating system, in words: what it says, and what to do."""

import errno

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


def explained(error: OSError) -> str:
    """The cause, with the file if it is known, and what to do: "PATH: Permission denied; choose ..."."""
    place = f"{error.filename}: " if error.filename else ""
    cause = error.strerror or str(error)
    return f"{place}{cause}; {REMEDIES.get(error.errno or 0, 'choose a place that works')}"
