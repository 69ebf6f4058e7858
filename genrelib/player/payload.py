"""One byte string for the browser: uint32 length of the header, JSON header, arrays, encoded audio.

Bytes inside a dictionary do not survive Streamlit's component, bytes alone do. In the header an array is
{"dtype", "offset", "shape"}, offsets counted from the end of the header; all numbers are little-endian.
"""

import hashlib
import json
from collections.abc import Sequence

import numpy as np

from genrelib.player.bands import Bands
from genrelib.player.panels import Curves, Mark, Spectrogram, Waveform
from genrelib.player.rows import Rows
from genrelib.player.sound import Sound

Track = Curves | Spectrogram | Bands | Rows  # and what derives from them: Steps, Area, Signed, Heat


def pack(
    sound: Sound,
    waveform: Waveform,
    spectrogram: Spectrogram,
    tracks: Sequence[Track] = (),
    marks: Sequence[Mark] = (),
    title: str = "",
    group: str = "",
) -> bytes:
    """Pack a recording and its panels, from top to bottom: waveform, spectrogram, tracks.

    Areas, signed curves and further pictures can be laid over the spectrogram, by the player's switch.
    Recordings of one `group` (an original and its edits) continue at the same second when they replace one another
    under the same key.

    Raises ValueError for an empty sound and for marks outside the recording; the panels check their own arrays.
    """
    if not sound.data:
        raise ValueError("sound: expected encoded audio, got no bytes; make it with player.encode")
    for mark in marks:
        if not 0 <= mark.start < mark.end <= waveform.seconds + 0.5:
            raise ValueError(
                f"mark {mark.label!r}: expected 0 <= start < end <= {waveform.seconds:.2f} s, "
                f"got {mark.start:g} to {mark.end:g}; give seconds from the start of the recording"
            )
    body = bytearray()

    def put(array: np.ndarray, dtype: str) -> dict:
        body.extend(b"\0" * (-len(body) % 8))  # typed arrays need aligned offsets
        packed = np.ascontiguousarray(array, np.dtype(dtype).newbyteorder("<"))
        place = {"dtype": dtype, "offset": len(body), "shape": list(packed.shape)}
        body.extend(packed.tobytes())
        return place

    header = {
        "title": title,
        "group": group,
        "seconds": waveform.seconds,
        "panels": [panel.describe(put) for panel in (waveform, spectrogram, *tracks)],
        "marks": [{"seconds": [mark.start, mark.end], "label": mark.label} for mark in marks],
        "mime": sound.mime,
        "audio": put(np.frombuffer(sound.data, np.uint8), "uint8"),
    }
    digest = hashlib.blake2b(body, digest_size=8)
    digest.update(json.dumps(header).encode())
    return join({**header, "hash": digest.hexdigest(), "start": None}, bytes(body))


def join(header: dict, body: bytes) -> bytes:
    """Join header and body to one byte string."""
    text = json.dumps(header, allow_nan=False).encode()
    text += b" " * (-(len(text) + 4) % 8)
    return len(text).to_bytes(4, "little") + text + body


def split(packed: bytes) -> tuple[dict, bytes]:
    """Split a payload into its header and its body, in which the header's offsets count."""
    length = int.from_bytes(packed[:4], "little")
    return json.loads(packed[4 : 4 + length]), packed[4 + length :]


def unpack(packed: bytes) -> dict:
    """Read a payload's header with its arrays in place, as player.js does."""
    header, body = split(packed)

    def revive(value: dict):
        if "dtype" not in value:
            return value
        dtype = np.dtype(value["dtype"]).newbyteorder("<")
        count = int(np.prod(value["shape"]))
        return np.frombuffer(body, dtype, count, value["offset"]).reshape(value["shape"])

    return json.loads(json.dumps(header), object_hook=revive)
