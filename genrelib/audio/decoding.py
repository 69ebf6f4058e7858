"""The choice of a decoder: libsndfile for the usual formats, PyAV where it is installed for the rest."""

import contextlib
import importlib.util

from genrelib.audio.errors import AGAIN, AudioError
from genrelib.audio.formats import ADTS, FORMATS, MPEG, Format, is_text, recognize, unreadable
from genrelib.audio.layout import begins_late, first_frame
from genrelib.audio.layout.tags import GLANCE
from genrelib.audio.layout.window import Stream, read_at
from genrelib.audio.libsndfile import by_libsndfile
from genrelib.audio.mixdown import Mixdown, read_audible
from genrelib.audio.recording import Recording
from genrelib.audio.silence import quiet


def decode(stream: Stream, mixdown: Mixdown) -> Recording:
    """Decode a stream as far as the mixdown takes it, here and now: PyAV may crash the process, see `isolated`.

    Raises AudioError if the stream is empty, not audio, damaged, cut off, not finite, or needs PyAV where that is not
    installed.
    """
    known = check_kind(stream, mixdown.label)
    recording = by_libsndfile_if_usual(stream, known, mixdown)
    if recording is None:
        from genrelib.audio.pyav import by_pyav

        check_pyav(known, mixdown.label)
        recording = read_audible(lambda mixdown: by_pyav(stream, known, mixdown), mixdown.afresh())
    return recording


def by_libsndfile_if_usual(stream: Stream, known: Format, mixdown: Mixdown) -> Recording | None:
    """Decode a stream of a usual format; None where PyAV has to try."""
    if known.needs_pyav:
        return None

    def read(mixdown: Mixdown) -> Recording | None:
        stream.seek(0)
        with quiet() if known.prints else contextlib.nullcontext():
            return by_libsndfile(known.read_layout(stream), mixdown)

    return read_audible(read, mixdown)


def check_kind(stream: Stream, label: str) -> Format:
    """Tell the format of a stream at its beginning, where it stays. Raises AudioError if it is none of ours."""
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
        glance = read_at(stream, 0, GLANCE)
        stream.seek(0)
        known = MPEG if begins_late(glance) else ADTS if first_frame(glance) is not None else None
    if known is None:
        raise unreadable(label)
    return known


def check_pyav(known: Format, label: str) -> None:
    """Raise AudioError if PyAV is not installed: it is needed for this format, or where libsndfile has failed."""
    if importlib.util.find_spec("av") is None:
        got = f"{known.name}, which needs PyAV" if known.needs_pyav else f"{known.name} that libsndfile cannot read"
        raise AudioError(f"{label}: expected {FORMATS}, got {got}; `pip install av`, or convert it to wav")
