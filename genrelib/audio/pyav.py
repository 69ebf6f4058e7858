"""Decoding by PyAV, where it is installed: containers that libsndfile does not know.

FFmpeg, which it brings along, would also open playlists and the addresses in them: it is given a list of containers
and no protocol at all, so that it reads the stream it has and nothing else.
"""

import numpy as np

from genrelib.audio.errors import AudioError, damaged
from genrelib.audio.formats import Format, check_header, unreadable
from genrelib.audio.layout import whole
from genrelib.audio.layout.window import Stream
from genrelib.audio.mixdown import Mixdown
from genrelib.audio.recording import SLACK, Recording

ALLOWED = {"format_whitelist": "mov,matroska,aac,asf,ogg,flac,mp3,wav,w64,aiff,au,caf", "protocol_whitelist": ""}

# Streams without a container: the length that PyAV states is a guess from the bit rate.
LENGTHLESS = frozenset({"aac", "mp3"})


def by_pyav(stream: Stream, known: Format, mixdown: Mixdown) -> Recording:
    """Decode a stream as far as the mixdown takes it; only for a process that may crash, see `isolated`.

    Raises AudioError if PyAV cannot decode it.
    """
    import av

    label = mixdown.label
    layout = known.read_layout(stream) if known.needs_pyav else whole(stream)
    try:
        with av.open(layout.pieces[0].stream, container_options=ALLOWED) as container:
            tracks = [track for track in container.streams.audio if track.codec_context and track.rate]
            if not tracks:
                raise AudioError(f"{label}: expected sound, got a file without an audio track; choose another file")
            track = _chosen(tracks, container.streams.best("audio"))
            before = None
            for frame in container.decode(track):
                kind = frame.sample_rate, frame.layout.name, frame.format.name
                if kind != before:  # the first, or of a file that was joined
                    before = kind
                    check_header(frame.layout.nb_channels, frame.sample_rate, label)
                    # Packed samples: with more than eight channels, planes would be read beyond their end.
                    resampler = av.AudioResampler(format="flt", rate=frame.sample_rate)
                for piece in resampler.resample(frame):
                    mixdown.add(_unpacked(piece), frame.sample_rate)
                if mixdown.is_full:
                    break
            length = track.duration and float(track.duration * track.time_base)
            # The length of the whole file is that of its sound only if there is no picture.
            exact = container.format.name not in LENGTHLESS and (length or len(container.streams) == 1)
            stated = length or (container.duration or 0) / av.time_base
            if exact and not mixdown.is_full and 0 < mixdown.seconds < stated - SLACK:
                raise damaged(label, f"{mixdown.seconds:.1f} of {stated:.1f} s")
            seconds = max(mixdown.seconds, stated) if mixdown.is_full else mixdown.seconds
            return mixdown.recording(seconds, (*layout.remarks, *_remarks(tracks, track)))
    except AudioError:
        raise
    except (av.FFmpegError, ValueError) as error:  # ValueError: a layout that cannot be converted
        got = f"{known.name} that cannot be decoded"
        raise (damaged(label, got) if known.needs_pyav else unreadable(label)) from error


def _chosen(tracks: list, best):
    """The track that players begin with, FFmpeg's `best`: the default one, not one for the blind; else the first."""
    return next((track for track in tracks if best is not None and track.index == best.index), tracks[0])


def _remarks(tracks: list, read) -> tuple[str, ...]:
    if len(tracks) < 2:
        return ()
    return (f"The file has {len(tracks)} audio tracks: track {tracks.index(read) + 1} is read, as players do.",)


def _unpacked(piece) -> np.ndarray:
    """Samples (frames, channels) of a packed frame."""
    return piece.to_ndarray().reshape(piece.samples, -1)
