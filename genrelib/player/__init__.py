"""The spectrogram player: one JavaScript module (`player.js`) and two thin hosts.

    packed = payload(encode(waveform, sample_rate), peaks(waveform, sample_rate), decibels(power, hz, step), tracks=[...])
    state = streamlit(packed, key="clip")     # in a page: {"time", "loop", "box", "playing"}
    Widget(packed)                            # in a notebook

`panels` says what can be drawn (Spectrogram, Curves, Steps, Area, Heat, Mark), `sound` encodes the audio, `payload` packs
both into one byte string. The hosts are loaded when first named: pages need no anywidget, notebooks no Streamlit.
"""

from importlib import import_module

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
    decibels,
    edges,
    peaks,
    shares,
)
from genrelib.player.payload import payload, unpack
from genrelib.player.sound import Sound, encode

HOSTS = {"streamlit": "genrelib.player.page", "Widget": "genrelib.player.notebook"}

__all__ = [
    "MAGMA",
    "VIRIDIS",
    "Area",
    "Curves",
    "Heat",
    "Mark",
    "Sound",
    "Spectrogram",
    "Steps",
    "Waveform",
    "Widget",  # noqa: F822 - given by __getattr__
    "decibels",
    "edges",
    "encode",
    "payload",
    "peaks",
    "shares",
    "streamlit",  # noqa: F822 - given by __getattr__
    "unpack",
]


def __getattr__(name: str):
    if name not in HOSTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(HOSTS[name]), name)
