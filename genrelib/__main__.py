"""The command line: `python -m genrelib`; `genrelib.commands` has the commands."""

import os
import sys
import warnings

from genrelib.commands import parser
from genrelib.commands.output import printable
from genrelib.system_errors import explained


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit status: 0, 2 with one line on standard error, or 130 after Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a character shows its number
            stream.reconfigure(errors="backslashreplace")
    warnings.formatwarning = lambda message, *_: f"genrelib: {printable(str(message))}\n"
    command = ""
    try:
        if sys.stdout is None:
            raise ValueError("expected an open standard output, got a closed one; send it to a file or to /dev/null")
        parsed = parser().parse_args(arguments)
        command = f" {parsed.command}"
        status = parsed.run(parsed)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # a reader such as `head` has enough
        _forget_output()
        return 0
    except OSError as reason:
        _forget_output()
        _complain(f"genrelib{command}: {explained(reason)}")
        return 2
    except ValueError as reason:
        _complain(f"genrelib{command}: {reason}")
        return 2
    except KeyboardInterrupt as wish:
        message = str(wish) or "interrupted; finished work is kept, the same command continues (train: with --resume)"
        _complain(f"genrelib{command}: {message}")
        return 130


def _complain(line: str) -> None:
    if sys.stderr is not None:
        print(printable(line), file=sys.stderr)


def _forget_output() -> None:
    """Send what standard output still holds to nowhere: Python would try again at its end, and complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # no real file
        return


if __name__ == "__main__":
    sys.exit(main())
