"""Standard error: watched live, or kept in a file."""

import sys


def is_watched() -> bool:
    """True on a terminal and in a notebook; in a file, a bar that is drawn over itself would be one endless line."""
    shell = sys.modules.get("IPython")
    return bool(shell and shell.get_ipython()) or bool(sys.stderr and sys.stderr.isatty())
