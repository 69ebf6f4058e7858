"""A file that is replaced as a whole: whoever looks, or is killed, has the old one or the new one."""

import os
from pathlib import Path

FRESH = ".part"  # ending, before the number of the process, of a file that is being written


def replace_file(file: Path, content: bytes) -> None:
    """Put a new file in the place of an old one, or of none; its folder is made. Raises OSError, as on a full disk."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}{FRESH}{os.getpid()}")
    try:
        with fresh.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())  # some file systems say only now that they are full
        os.replace(fresh, file)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
