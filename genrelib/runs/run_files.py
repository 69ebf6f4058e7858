"""Files of a run are regular files of bounded size: a pipe would wait for ever, a device never ends."""

import os
import stat
import zipfile
import zlib
from pathlib import Path

import numpy as np

UNPACKED = 2 << 30  # bytes that the arrays of a file may take in memory
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)  # what NumPy, pandas and scikit-learn raise of damaged or foreign content


class RunError(ValueError):
    """A run that cannot be used, or not in this way; the message is one line that names the file and the reason."""


def check_file(file: Path, most: int = 1 << 40) -> None:
    """Raise OSError if there is no regular file that may be read, ValueError if it has more than `most` bytes."""
    status = os.stat(file)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(0, "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe or device, no file", str(file))
    if status.st_size > most:
        raise ValueError(f"more than {most >> 20} MB")


def unpack_arrays(file: Path) -> dict[str, np.ndarray]:
    """Arrays of an .npz file by name, none of them pickled. Raises one of UNREADABLE if they are not that."""
    check_file(file)
    with np.load(file, allow_pickle=False) as arrays:
        if sum(member.file_size for member in arrays.zip.infolist()) > UNPACKED:
            raise ValueError(f"more than {UNPACKED >> 20} MB of arrays")
        return dict(arrays)
