"""The spectrogram player: one JavaScript module and two thin hosts.

    spectrogram = decibels(power, hz, hop_length / sample_rate)
    packed = pack(encode(waveform, sample_rate), peaks(waveform, sample_rate), spectrogram, tracks=[...])
    state = streamlit(packed, key="clip")     # on a page: {"time", "loop", "box", "view", "playing"}
    Widget(packed)                            # in a notebook
    text = standalone(packed, title, sections)  # in a document of its own

`panels` has the kinds of panels (Spectrogram, Curves, Steps, Area, Heat, Mark), `bands` one more (Bands), `pictures`
quantises spectrograms, `sound` encodes the audio, `payload` packs it all into one byte string, `script` has the
browser's code. The hosts are loaded at their first use: pages need no anywidget, notebooks no Streamlit.
"""

from importlib import import_module

from genrelib.player.bands import NOTHING, Bands
from genrelib.player.document import Section, standalone
from genrelib.player.panels import (
    MAGMA,
    VIRIDIS,
    Area,
    Curves,
    Heat,
    Mark,
    Spectrogram,
    Steps,
    Waveform,
    edges,
)
from genrelib.player.payload import pack, unpack
from genrelib.player.pictures import decibels, peaks, shares
from genrelib.player.place import Place, link_to
from genrelib.player.sound import Sound, encode

HOSTS = {"streamlit": "genrelib.player.page", "Widget": "genrelib.player.notebook"}

__all__ = [
    "MAGMA",
    "NOTHING",
    "VIRIDIS",
    "Area",
    "Bands",
    "Curves",
    "Heat",
    "Mark",
    "Place",
    "Section",
    "Sound",
    "Spectrogram",
    "Steps",
    "Waveform",
    "Widget",
    "decibels",
    "edges",
    "encode",
    "link_to",
    "pack",
    "peaks",
    "shares",
    "standalone",
    "streamlit",
    "unpack",
]


def __getattr__(name: str):
    if name not in HOSTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(HOSTS[name]), name)
