"""The choice of a decoder: libsndfile for the usual formats, PyAV where it is installed for the rest."""

import importlib.util
from typing import BinaryIO

from genrelib.audio.formats import FORMATS, Format, is_text, recognize, unreadable
from genrelib.audio.libsndfile import by_libsndfile
from genrelib.audio.recording import AGAIN, AudioError, Recording


def decode(stream: BinaryIO, seconds: float, label: str) -> Recording:
    """Decode at most the first `seconds` of a stream, here and now: PyAV may crash the process, see `isolated`.

    Raises AudioError if the stream is empty, not audio, damaged, cut off, not finite, or needs PyAV where that is not
    installed.
    """
    known = check_kind(stream, label)
    recording = by_libsndfile_if_usual(stream, known, seconds, label)
    if recording is None:
        from genrelib.audio.pyav import by_pyav

        check_pyav(known, label)
        recording = by_pyav(stream, known, seconds, label)
    return recording


def by_libsndfile_if_usual(stream: BinaryIO, known: Format, seconds: float, label: str) -> Recording | None:
    """Decode a stream of a usual format; None where PyAV has to try."""
    return None if known.needs_pyav else by_libsndfile(stream, known.name == "mp3", seconds, label)


def check_kind(stream: BinaryIO, label: str) -> Format:
    """The format of a stream at its beginning, where it stays. Raises AudioError if it is none of ours."""
    try:
        head = stream.read(512)
        stream.seek(0)
    except OSError as error:
        raise AudioError(f"{label}: expected an audio file, got none ({error.strerror}); check the file") from error
    if not head:
        raise AudioError(f"{label}: expected audio, got an empty file of 0 bytes; {AGAIN}")
    if is_text(head):
        raise AudioError(f"{label}: expected audio ({FORMATS}), got text; choose the audio file itself")
    known = recognize(head)
    if known is None:
        raise unreadable(label)
    return known


def check_pyav(known: Format, label: str) -> None:
    """Raise AudioError if PyAV is not installed, and say so where it would help."""
    if importlib.util.find_spec("av") is None:
        if not known.needs_pyav:
            raise unreadable(label)
        raise AudioError(
            f"{label}: expected {FORMATS}, got {known.name}, which needs PyAV; `pip install av`, or convert it to wav"
        )
