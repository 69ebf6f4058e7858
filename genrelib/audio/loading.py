"""Reading of files and bytes, wherever they come from."""

import io
import os
import stat
from pathlib import Path

from genrelib.audio.decoding import by_libsndfile_if_usual, check_kind, check_pyav
from genrelib.audio.errors import AudioError
from genrelib.audio.isolated import decode_apart, prepare
from genrelib.audio.layout.window import Stream
from genrelib.audio.mixdown import Mixdown
from genrelib.audio.recording import Recording


def load(
    source: str | Path | bytes, sample_rate: int | None = None, seconds: float = 600.0, name: str = "upload"
) -> Recording:
    """Read at most the first `seconds` of a file, or of a file's bytes, as mono float32.

    (samples,) at `sample_rate`, or at the source's own rate. `name` stands for bytes in messages and is never opened.
    Decoded and resampled in blocks, so memory follows what is kept and not what the source holds.

    Raises AudioError if the source is missing, a folder, empty, not audio, damaged, cut off, not finite, or needs PyAV
    where that is not installed.
    """
    with _open(source) as stream:
        label = name if isinstance(stream, io.BytesIO) else str(source)
        known = check_kind(stream, label)
        recording = by_libsndfile_if_usual(stream, known, Mixdown(seconds, sample_rate, label))
    if recording is None:
        check_pyav(known, label)
        recording = decode_apart(Path(source) if isinstance(source, str) else source, seconds, label, sample_rate)
    return recording


def load_upload(data: bytes, name: str, seconds: float = 600.0) -> Recording:
    """Read at most the first `seconds` of a stranger's file from its bytes, in a process of its own: as `load`.

    A crash of a decoder, or a file that takes for ever, is an AudioError like any other.
    """
    recording = decode_apart(data, seconds, name)
    prepare()
    return recording


def _open(source: str | Path | bytes) -> Stream:
    if isinstance(source, bytes | bytearray | memoryview):
        return io.BytesIO(source)
    try:
        kind = os.stat(source).st_mode
        if stat.S_ISDIR(kind):
            raise AudioError(f"{source}: expected an audio file, got a folder; name one file inside it")
        if not stat.S_ISREG(kind):  # a pipe may wait for ever for somebody to write
            raise AudioError(f"{source}: expected an audio file, got a pipe or device; name a file")
        return open(source, "rb")
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        if isinstance(error, AudioError):
            raise
        if not os.path.lexists(source):
            raise AudioError(f"{source}: expected an audio file, got no file of that name; check the name") from error
        if os.path.islink(source) and not os.path.exists(source):
            raise AudioError(f"{source}: expected an audio file, got a link that leads nowhere; remove it") from error
        raise AudioError(f"{source}: expected a readable file, got '{error}'; check its permissions") from error
