"""Edits one after the other: the text of a link becomes a chain, a chain edits a sound."""

import re
from dataclasses import MISSING, dataclass, fields, replace

import numpy as np

from genrelib.audio import AudioError
from genrelib.audio.cutting import check_samples
from genrelib.edits.cutting import SHORTEST, Crop, Reverse
from genrelib.edits.edit import Edit
from genrelib.edits.equalizer import HighShelf, LowShelf, Peak
from genrelib.edits.filters import HighPass, LowPass, Telephone
from genrelib.edits.level import Gain
from genrelib.edits.mp3 import Mp3
from genrelib.edits.noise import PinkNoise, WhiteNoise
from genrelib.edits.reverb import Reverb
from genrelib.edits.separation import Harmonic, Percussive
from genrelib.edits.tempo_and_pitch import Pitch, Tempo

KINDS: tuple[type[Edit], ...] = (
    Crop,
    Tempo,
    Pitch,
    LowShelf,
    Peak,
    HighShelf,
    HighPass,
    LowPass,
    Telephone,
    Harmonic,
    Percussive,
    Reverse,
    Reverb,
    WhiteNoise,
    PinkNoise,
    Mp3,
    Gain,
)
EDITS = {kind.name: kind for kind in KINDS}
LONGEST = 20  # edits of a chain: a link may be a stranger's
RATES = (4000, 96_000)  # Hz
FULL = 1.0  # full scale


@dataclass(frozen=True, eq=False)
class Edited:
    """A waveform that was edited, (samples,) float32, and sentences for people on what else happened to it."""

    waveform: np.ndarray
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chain:
    """Edits in the order in which they are applied; its text is `lowpass:3000+gain:-6`, "" that of none."""

    edits: tuple[Edit, ...] = ()

    def __post_init__(self):
        if len(self.edits) > LONGEST:
            raise ValueError(f"expected at most {LONGEST} edits, got {len(self.edits)}; leave some out")

    @classmethod
    def parse(cls, text: str) -> "Chain":
        """Read the text of a chain; a space stands for a plus sign, as browsers read one in an address.

        Raises ValueError that names what is no edit, or lies outside its range.
        """
        return cls(tuple(read(part) for part in re.split(r"[+ ]", text) if part))

    def __str__(self) -> str:
        return "+".join(map(str, self.edits))

    @property
    def words(self) -> str:
        """The chain for people."""
        return ", then ".join(edit.words for edit in self.edits) or "nothing"

    @property
    def is_neutral(self) -> bool:
        """True if nothing is changed."""
        return all(edit.is_neutral for edit in self.edits)

    def get(self, kind: type[Edit]) -> Edit | None:
        """The first edit of a kind; None if there is none."""
        return next((edit for edit in self.edits if type(edit) is kind), None)

    def at(self, kind: type[Edit], value: float) -> Edit:
        """An edit of a kind with this leading number, its other numbers as in the chain."""
        own = self.get(kind)
        name, _ = kind.leading()
        return kind(**{name: value}) if own is None else replace(own, **{name: value})

    def put(self, edit: Edit) -> "Chain":
        """The chain with this edit in place of the first one of its kind, else after all others."""
        own = self.get(type(edit))
        return Chain((*self.edits, edit) if own is None else _replaced(self.edits, own, (edit,)))

    def drop(self, kind: type[Edit]) -> "Chain":
        """The chain without the first edit of a kind."""
        own = self.get(kind)
        return self if own is None else Chain(_replaced(self.edits, own, ()))

    def __call__(self, waveform: np.ndarray, sample_rate: int) -> Edited:
        """Edit a mono waveform, (samples,) at 4 to 96 kHz and of half a second or more; itself if nothing is changed.

        What exceeds full scale in the end is clipped, as in any file of whole numbers, and a remark says how much.
        Raises AudioError for a sound that cannot be edited, ValueError for a crop that lies outside of it.
        """
        check(waveform, sample_rate)
        if self.is_neutral:
            return Edited(waveform)
        for edit in self.edits:
            waveform = edit(waveform, sample_rate)
        return finished(waveform)


def finished(waveform: np.ndarray) -> Edited:
    """A waveform after its last edit: clipped at full scale, with a remark if that changes it."""
    beyond = float((np.abs(waveform) > FULL).mean())
    if not beyond:
        return Edited(waveform)
    share = f"{beyond:.1%}".replace("%", " %") if beyond >= 0.001 else "Less than 0.1 %"
    remark = f"{share} of the samples exceeded full scale and are clipped there."
    return Edited(np.clip(waveform, -FULL, FULL), (remark,))


def read(text: str) -> Edit:
    """Read one edit, `name:number:number`. Raises ValueError that says what was expected."""
    name, *numbers = text.split(":")
    kind = EDITS.get(name)
    if kind is None:
        raise ValueError(f"expected an edit ({', '.join(EDITS)}), got {name!r}")
    own = fields(kind)
    needed = sum(field.default is MISSING for field in own)
    if not needed <= len(numbers) <= len(own):
        names = ":".join([name, *(field.name for field in own)])
        raise ValueError(f"expected {names}, got {text!r}")
    return kind(*(_number(number, text) for number in numbers))


def check(waveform: np.ndarray, sample_rate: int) -> None:
    """Raise AudioError unless a waveform can be edited: finite, mono, half a second or more, at 4 to 96 kHz."""
    check_samples(waveform)
    low, high = RATES
    if not low <= sample_rate <= high:
        raise AudioError(f"expected a sample rate of {low} to {high} Hz, got {sample_rate}; resample it first")
    if len(waveform) < SHORTEST * sample_rate:
        raise AudioError(f"expected {SHORTEST} s of sound or more, got {len(waveform) / sample_rate:.2g} s")


def _number(number: str, text: str) -> float:
    try:
        return float(number)
    except ValueError:
        raise ValueError(f"expected numbers behind the name of an edit, got {text!r}") from None


def _replaced(edits: tuple[Edit, ...], own: Edit, by: tuple[Edit, ...]) -> tuple[Edit, ...]:
    place = next(place for place, edit in enumerate(edits) if edit is own)
    return (*edits[:place], *by, *edits[place + 1 :])
