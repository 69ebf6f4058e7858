"""Decoding in a process of its own: a crash of a C library, or a file that takes for ever, costs one sentence.

PyAV always decodes so: some layouts of channels corrupt its memory (18.1, a mov of eight channels by FFmpeg). The app
decodes every upload so. A process serves once; a spare one is kept warm by `prepare`, since starting takes 0.2 s.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np

from genrelib.audio.errors import AGAIN, AudioError
from genrelib.audio.recording import Recording

PATIENCE = 120.0  # s until a file is given up

_spare: list[subprocess.Popen] = []
_lock = threading.Lock()


def decode_apart(source: Path | bytes, seconds: float, label: str, sample_rate: int | None = None) -> Recording:
    """Decode at most `seconds` of a file, or of a file's bytes, in another process: as `decoding.decode`.

    Raises AudioError as that does, and where the process crashed, or was given up after PATIENCE.
    """
    question: dict[str, object] = {"seconds": seconds, "label": label, "sample_rate": sample_rate}
    data = b""
    if isinstance(source, Path):
        question["path"] = os.path.abspath(source)
    else:
        data = source
    process = _take()
    with process:
        try:
            answer, _ = process.communicate(json.dumps(question).encode() + b"\n" + data, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            raise AudioError(
                f"{label}: expected audio, got a file that was not decoded within {PATIENCE:.0f} s; {AGAIN} as wav"
            ) from None
        finally:
            process.kill()
    line, _, samples = answer.partition(b"\n")
    header = json.loads(line) if process.returncode == 0 and line else {}
    if "error" in header:
        raise AudioError(header["error"])
    if "seconds" not in header:
        raise AudioError(f"{label}: expected audio, got data that the decoder crashed on; {AGAIN} as wav")
    waveform = np.frombuffer(samples, dtype=np.float32)
    return Recording(waveform, header["sample_rate"], header["seconds"], tuple(header["remarks"]))


def prepare() -> None:
    """Start a spare process, so that the next file does not wait for it."""
    with _lock:
        if not _spare:
            _spare.append(_start())


def _take() -> subprocess.Popen:
    with _lock:
        while _spare:
            process = _spare.pop()
            if process.poll() is None:
                return process
    return _start()


def _start() -> subprocess.Popen:
    paths = [str(Path(__file__).resolve().parents[2]), *filter(None, sys.path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(  # ends with this process, when its standard input is closed
        [sys.executable, "-m", "genrelib.audio.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
