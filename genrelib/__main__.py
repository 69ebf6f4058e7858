"""The command line: `python -m genrelib`; `genrelib.commands` has the commands."""

import os
import sys

from genrelib.commands import parser


def main(arguments: list[str] | None = None) -> int:
    parsed = parser().parse_args(arguments)
    try:
        status = parsed.run(parsed)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # a reader such as `head` has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ValueError as reason:
        print(f"genrelib {parsed.command}: {reason}", file=sys.stderr)
        return 2
    except KeyboardInterrupt as wish:
        message = str(wish) or "interrupted; finished work is kept, the same command continues (train: with --resume)"
        print(f"genrelib {parsed.command}: {message}", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
