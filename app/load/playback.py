"""The player's payload in pieces that are cached apart: a second network beside the first costs its inference only."""

from collections.abc import Mapping

import streamlit as st
from load.shared import SharedCache, turn
from load.sounds import SOUND, Sound

from genrelib import papers, playback
from genrelib.inference import Prediction
from genrelib.player import Spectrogram


def payload(sound: Sound, system: str, predictions: Mapping[str, Prediction], labels: tuple[str, ...] = ()) -> bytes:
    """The payload of a sound, drawn as a system reads it, and predictions for it, on these labels or the strongest."""
    encoded = _public(sound) if sound.public else _private(sound)
    picture = _picture(sound, system)
    return playback.assemble(encoded, picture, predictions, sound.title, group=sound.digest, labels=labels)


# Sound of data sets is the same for all visitors.
_encoded: SharedCache[playback.Encoded] = SharedCache(128 << 20, lambda encoded: encoded.bytes)
_pictures: SharedCache[Spectrogram] = SharedCache(128 << 20, lambda picture: picture.values.nbytes)


def _public(sound: Sound) -> playback.Encoded:
    return _encoded.get(sound.digest, lambda: playback.encode(sound.recording))


@st.cache_resource(max_entries=3, scope="session", show_spinner="Encoding …", hash_funcs=SOUND)
def _private(sound: Sound) -> playback.Encoded:
    with turn():
        return playback.encode(sound.recording)


def _picture(sound: Sound, system: str) -> Spectrogram:
    frontend = papers.get(system).frontend
    if not sound.public:
        return _private_picture(sound, repr(frontend), frontend)
    return _pictures.get((sound.digest, frontend), lambda: playback.picture(frontend, sound.recording))


@st.cache_resource(max_entries=6, scope="session", show_spinner="Drawing …", hash_funcs=SOUND)
def _private_picture(sound: Sound, frontend: str, _frontend) -> Spectrogram:
    with turn():
        return playback.picture(_frontend, sound.recording)
