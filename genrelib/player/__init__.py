"""The spectrogram player: one JavaScript module and two thin hosts.

    spectrogram = decibels(power, hz, hop_length / sample_rate)
    packed = pack(encode(waveform, sample_rate), peaks(waveform, sample_rate), spectrogram, tracks=[...])
    state = streamlit(packed, key="clip")     # on a page: {"time", "loop", "box", "view", "over", "playing"}
    Widget(packed)                            # in a notebook
    text = standalone(packed, title, sections)  # in a document of its own

`panels` has the kinds of panels (Spectrogram, Curves, Steps, Area, Signed, Heat, Mark), `bands` and `rows` one more
each (Bands, Rows), `pictures` quantises spectrograms, maps and rows, `sound` encodes the audio, `payload` packs it all
into one byte string, `script` has the browser's code. The hosts are loaded at their first use: pages need no anywidget,
notebooks no Streamlit.
"""

from importlib import import_module

from genrelib.player.bands import NOTHING, Bands
from genrelib.player.document import Section, standalone
from genrelib.player.panels import (
    DIVERGING,
    MAGMA,
    VIRIDIS,
    Area,
    Curves,
    Heat,
    Mark,
    Signed,
    Spectrogram,
    Steps,
    Waveform,
    edges,
)
from genrelib.player.payload import pack, unpack
from genrelib.player.pictures import amounts, decibels, peaks, shares, signed, signed_amounts
from genrelib.player.place import Place, link_to
from genrelib.player.rows import Rows
from genrelib.player.sound import Sound, encode

HOSTS = {"streamlit": "genrelib.player.page", "Widget": "genrelib.player.notebook"}

__all__ = [
    "DIVERGING",
    "MAGMA",
    "NOTHING",
    "VIRIDIS",
    "Area",
    "Bands",
    "Curves",
    "Heat",
    "Mark",
    "Place",
    "Rows",
    "Section",
    "Signed",
    "Sound",
    "Spectrogram",
    "Steps",
    "Waveform",
    "Widget",
    "amounts",
    "decibels",
    "edges",
    "encode",
    "link_to",
    "pack",
    "peaks",
    "shares",
    "signed",
    "signed_amounts",
    "standalone",
    "streamlit",
    "unpack",
]


def __getattr__(name: str):
    if name not in HOSTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(HOSTS[name]), name)
