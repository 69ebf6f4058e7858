"""Parts of a sound that pages play: what lies in a region, all but that, what lasts in pitch, what is short."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from load.shared import turn
from load.sounds import SOUND, Sound

from genrelib import audio, resynthesis
from genrelib.player import Place

REGIONS = {"region": resynthesis.only, "rest": resynthesis.everything_but}
KINDS: dict[str, Callable[[np.ndarray, int], np.ndarray]] = {
    "harmonic": resynthesis.harmonic,
    "percussive": resynthesis.percussive,
}
AUDIBLE = 0.5  # dB of a gain that is worth a word
LONGEST = 120.0  # s that are taken apart into harmonic and percussive: ten minutes take a core for 45 s


@dataclass(frozen=True, eq=False)
class Part:
    """A part of a sound as a sound of its own, and the dB by which it was made louder."""

    sound: Sound
    gain: float

    @property
    def level(self) -> str:
        """Words on how loud it is."""
        if self.gain < AUDIBLE:
            return "at its level"
        return f"made {self.gain:.0f} dB louder, towards the level of the whole"


def region(sound: Sound, name: str, place: Place) -> Part:
    """The part of REGIONS by a place's loop and Hz; private, as it is made anew for each visitor.

    Raises ValueError if the sound is too short.
    """
    if place.loop is None:
        raise ValueError("place: expected a loop, got none; drag one in the player")
    return _region(sound, name, place.loop, place.hz or (0.0, np.inf))


def kind(sound: Sound, name: str) -> Part:
    """The part of KINDS. Raises ValueError if the sound is too short."""
    return _kind(sound, name)


def kinds(sound: Sound) -> list[str]:
    """Names of what a sound can be taken apart into, all of REGIONS and of KINDS or some; none of a very short one."""
    seconds = sound.recording.length
    if seconds < resynthesis.SHORTEST:
        return []
    return [*REGIONS, *KINDS] if seconds <= LONGEST else [*REGIONS]


@st.cache_resource(max_entries=2, scope="session", show_spinner="Taking it apart …", hash_funcs=SOUND)
def _region(sound: Sound, name: str, seconds: tuple[float, float], hz: tuple[float, float]) -> Part:
    recording = sound.recording
    with turn():
        part = REGIONS[name](recording.waveform, recording.sample_rate, resynthesis.box(seconds, hz))
        return levelled(sound, part, f"{name} {seconds} {hz}")


@st.cache_resource(max_entries=2, scope="session", show_spinner="Taking it apart …", hash_funcs=SOUND)
def _kind(sound: Sound, name: str) -> Part:
    recording = sound.recording
    with turn():
        return levelled(sound, KINDS[name](recording.waveform, recording.sample_rate), name)


def levelled(sound: Sound, part: np.ndarray, name: str) -> Part:
    """A part (samples,) of a sound as one of its own, as loud as the whole; `name` tells it from others in caches."""
    recording = sound.recording
    waveform, gain = resynthesis.levelled(part, recording.waveform, recording.sample_rate)
    own = audio.whole(waveform, recording.sample_rate)
    # of no data set: a part is nobody else's, and no network learned from it
    return Part(replace(sound, recording=own, digest=f"{sound.digest} {name}", data="", track=""), gain)
