"""The player's payload in pieces that are cached apart: a second network beside the first costs its inference only."""

from collections.abc import Mapping, Sequence

import streamlit as st
from load.shared import kept_for_all, turn
from load.sounds import SOUND, Sound

from genrelib import papers, playback
from genrelib.inference import Prediction
from genrelib.player import Curves, Mark, Rows, Spectrogram

Panel = Curves | Rows | Spectrogram


def payload(
    sound: Sound,
    system: str,
    predictions: Mapping[str, Prediction],
    labels: tuple[str, ...] = (),
    tagged: Mapping[str, Mapping[str, list[str]]] | None = None,
    group: str = "",
) -> bytes:
    """The payload of a sound, drawn as a system reads it, and predictions for it, on these labels or the strongest.

    `group` is the digest of the sound that it is a part or an edit of, whose place in the player it takes over; "" of a
    sound by itself. `tagged` has the tags of each category of those that are taggers, who get a taggram.
    """
    encoded = _public(sound) if sound.public else _private(sound)
    picture = _picture(sound, system)
    return playback.assemble(encoded, picture, predictions, sound.title, group or sound.digest, labels, tagged)


def explained(sound: Sound, system: str, panels: Sequence[Panel], stretches: Sequence[Mark], group: str) -> bytes:
    """The payload of a sound with any panels below its spectrogram; `group` as in `payload`."""
    encoded = _public(sound) if sound.public else _private(sound)
    return playback.scene(encoded, _picture(sound, system), panels, sound.title, group, stretches)


def nameless(sound: Sound, system: str, title: str) -> bytes:
    """The payload of a sound under another title, without predictions, its digest or anything else that names it."""
    encoded = _public(sound) if sound.public else _private(sound)
    return playback.assemble(encoded, _picture(sound, system), {}, title, group=title)


# Sound of data sets is the same for all visitors.
@kept_for_all(128 << 20, size=lambda encoded: encoded.bytes, key=lambda sound: sound.digest)
def _public(sound: Sound) -> playback.Encoded:
    with turn():
        return playback.encode(sound.recording)


@st.cache_resource(max_entries=3, scope="session", show_spinner="Encoding …", hash_funcs=SOUND)
def _private(sound: Sound) -> playback.Encoded:
    with turn():
        return playback.encode(sound.recording)


def _picture(sound: Sound, system: str) -> Spectrogram:
    frontend = papers.get(system).frontend
    return _public_picture(sound, frontend) if sound.public else _private_picture(sound, repr(frontend), frontend)


@kept_for_all(128 << 20, size=lambda drawn: drawn.values.nbytes, key=lambda sound, frontend: (sound.digest, frontend))
def _public_picture(sound: Sound, frontend) -> Spectrogram:
    with turn():
        return playback.picture(frontend, sound.recording)


@st.cache_resource(max_entries=6, scope="session", show_spinner="Drawing …", hash_funcs=SOUND)
def _private_picture(sound: Sound, frontend: str, _frontend) -> Spectrogram:
    with turn():
        return playback.picture(_frontend, sound.recording)
