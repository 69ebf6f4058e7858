"""The process behind `isolated`: it decodes one recording and ends. `python -m genrelib.audio.child`.

Standard input: a line of JSON (`label`, `seconds`, `sample_rate` or null, and `path` or nothing), then, without a path,
the file itself. Standard output: a line of JSON, either `error` or `sample_rate`, `seconds` and `remarks`, then the
waveform as float32.
"""

import contextlib
import io
import json
import os
import sys
from typing import BinaryIO

from genrelib.audio.decoding import decode
from genrelib.audio.errors import AGAIN, AudioError
from genrelib.audio.mixdown import Mixdown

MEMORY = 8 << 30  # bytes of address space, of which libraries reserve more than they use
SECONDS = 300  # of processor time


def main() -> None:
    answers = _silenced()
    _limit()
    _import_decoders()
    line = sys.stdin.buffer.readline()
    if not line:  # whoever started this process needs it no more
        return
    question = json.loads(line)
    with _stream(question) as stream:
        try:
            recording = decode(stream, Mixdown(question["seconds"], question["sample_rate"], question["label"]))
        except (AudioError, MemoryError) as error:
            message = str(error) or f"{question['label']}: expected audio that fits into memory, got more; {AGAIN}"
            answers.write(json.dumps({"error": message}).encode() + b"\n")
        else:
            header = {
                "sample_rate": recording.sample_rate,
                "seconds": recording.seconds,
                "remarks": recording.remarks,
            }
            answers.write(json.dumps(header).encode() + b"\n")
            answers.write(recording.waveform.data)
    answers.flush()
    os._exit(0)  # whoever asked waits for the end of this process: nothing here needs tidying up


def _stream(question: dict) -> io.BufferedIOBase:
    return open(question["path"], "rb") if "path" in question else io.BytesIO(sys.stdin.buffer.read())


def _silenced() -> BinaryIO:
    """Standard output, which from now on nobody else in this process writes to."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    for kind, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):  # a stricter limit is in force
            resource.setrlimit(kind, (limit, limit))


def _import_decoders() -> None:
    """Import them while nobody waits."""
    import soundfile  # noqa: F401

    with contextlib.suppress(ImportError):
        import av  # noqa: F401


if __name__ == "__main__":
    main()
