"""Sounds to try when no song is at hand: synthesised from formulas, so they are free, small and always the same.

They are not music of any genre, and no network was trained on them: they show what it makes of a drum, a bass, a chord.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import signal

SAMPLE_RATE = 22_050  # Hz
SECONDS = 12.0
LOUDNESS = 0.1  # root mean square of every example, -20 dB of full scale
PEAK = 0.95  # of full scale, never exceeded
TEMPO = 100.0  # beats per minute: 12 s hold 20 beats, five bars of four
BEAT = 60 / TEMPO  # s
BEATS = 20
WALK = (45, 48, 50, 52, 53, 52, 50, 48, 45, 43, 41, 40, 38, 41, 45, 44, 45, 52, 49, 45)  # MIDI notes: Am, F, Dm, A
CHORDS = ((57, 60, 64, 69), (53, 60, 65, 69), (50, 57, 65, 69), (52, 59, 64, 68), (57, 60, 64, 69))  # one per bar


@dataclass(frozen=True)
class Example:
    """A synthesised sound: `render()` gives (samples,) float32 in [-1, 1] at SAMPLE_RATE, SECONDS long."""

    title: str
    description: str
    render: Callable[[], np.ndarray]

    @property
    def label(self) -> str:
        """The title where it stands alone: it must not pass for music."""
        return f"{self.title} (synthetic)"


def drums() -> np.ndarray:
    """Kick on one and three, snare on two and four, closed hi-hat on every eighth."""
    track = _silence()
    kick, snare, hat = _kick(), _snare(), _hat()
    for beat in range(BEATS):
        _add(track, snare if beat % 2 else kick, beat * BEAT)
        _add(track, 0.9 * hat, beat * BEAT)
        _add(track, 0.5 * hat, (beat + 0.5) * BEAT)
    for bar in range(0, BEATS, 4):
        _add(track, 0.7 * kick, (bar + 2.5) * BEAT)  # an offbeat, so that the loop moves
    return _level(track)


def bass() -> np.ndarray:
    """A plucked bass walking in quarter notes."""
    track = _silence()
    for beat, note in enumerate(WALK):
        _add(track, _pluck(note, seconds=0.95 * BEAT), beat * BEAT)
    return _level(track)


def strings() -> np.ndarray:
    """Slow chords of bowed strings, one a bar."""
    track = _silence()
    for bar, chord in enumerate(CHORDS):
        for place, note in enumerate(chord):
            _add(track, _bow(note, seconds=4 * BEAT + 0.4, voice=place), bar * 4 * BEAT)
    return _level(track)


def band() -> np.ndarray:
    """All three at once."""
    return _level(drums() + 0.9 * bass() + 0.6 * strings())


def entrances() -> np.ndarray:
    """Strings alone, then the bass joins at 4 s, then the drums at 8 s."""
    time = np.arange(round(SECONDS * SAMPLE_RATE)) / SAMPLE_RATE
    return _level(strings() + bass() * _fade(time, 4.0) + drums() * _fade(time, 8.0))


def _kick() -> np.ndarray:
    time = _time(0.35)
    sweep = 48 * time + 110 * 0.035 * (1 - np.exp(-time / 0.035))  # cycles: from 158 Hz down to 48 Hz
    click = _noise(time, seed=1) * np.exp(-time / 0.002)
    return 1.1 * np.sin(2 * np.pi * sweep) * np.exp(-time / 0.11) + 0.25 * click


def _snare() -> np.ndarray:
    time = _time(0.25)
    wires = signal.sosfilt(_pass(700, 8000), _noise(time, seed=2)) * np.exp(-time / 0.07)
    skin = (np.sin(2 * np.pi * 185 * time) + 0.6 * np.sin(2 * np.pi * 331 * time)) * np.exp(-time / 0.05)
    return 0.45 * wires + 0.35 * skin


def _hat() -> np.ndarray:
    time = _time(0.09)
    return 0.3 * signal.sosfilt(_pass(6500, 10_500), _noise(time, seed=3)) * np.exp(-time / 0.022)


def _pluck(note: int, seconds: float) -> np.ndarray:
    """Harmonics of a string plucked at a seventh of its length: the higher, the sooner gone."""
    time, pitch = _time(seconds), _hertz(note)
    number = np.arange(1, 21)[:, None]
    partials = np.sin(2 * np.pi * pitch * number * time) * np.exp(-time * (1.6 + 0.55 * number))
    height = np.sin(np.pi * number / 7) / number**1.3
    thump = signal.sosfilt(_pass(60, 900), _noise(time, seed=note)) * np.exp(-time / 0.012)
    return ((height * partials).sum(axis=0) + 0.5 * thump) * _edges(time, attack=0.004, release=0.05)


def _bow(note: int, seconds: float, voice: int) -> np.ndarray:
    """Three players of a section, each a little off in pitch and vibrato."""
    time, pitch = _time(seconds), _hertz(note)
    depth = 0.004 * np.clip(time / 0.6, 0, 1)  # vibrato grows after the attack
    section = np.zeros_like(time)
    for player, cents in enumerate((-6.0, 0.0, 7.0)):
        rate, start = 5.1 + 0.37 * player + 0.13 * voice, 0.29 * player + 0.17 * voice
        bend = -depth * np.cos(2 * np.pi * (rate * time + start)) / (2 * np.pi * rate)
        cycles = pitch * 2 ** (cents / 1200) * (time + bend) + start
        section += BOWED[(cycles * len(BOWED)).astype(int) % len(BOWED)]
    return section * _edges(time, attack=0.25, release=0.4)


def _bowed_period() -> np.ndarray:
    """A sawtooth's period, darkened above its eighth partial and free of partials that would fold back."""
    phase, number = np.arange(4096) / 4096, np.arange(1, 21)[:, None]
    return (np.sin(2 * np.pi * number * phase) / number / (1 + (number / 8) ** 2)).sum(axis=0)


def _time(seconds: float) -> np.ndarray:
    return np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def _silence() -> np.ndarray:
    return np.zeros(round(SECONDS * SAMPLE_RATE))


def _hertz(note: int) -> float:
    return 440.0 * 2 ** ((note - 69) / 12)


def _noise(time: np.ndarray, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(len(time))


def _pass(low: float, high: float) -> np.ndarray:
    return signal.butter(2, (low, high), "bandpass", fs=SAMPLE_RATE, output="sos")


def _edges(time: np.ndarray, attack: float, release: float) -> np.ndarray:
    return np.clip(time / attack, 0, 1) * np.clip((time[-1] - time) / release, 0, 1)


def _fade(time: np.ndarray, start: float) -> np.ndarray:
    return np.clip((time - start) / 0.02, 0, 1)


def _add(track: np.ndarray, sound: np.ndarray, start: float) -> None:
    first = round(start * SAMPLE_RATE)
    part = track[first : first + len(sound)]
    part += sound[: len(part)]


def _level(track: np.ndarray) -> np.ndarray:
    track = track * LOUDNESS / np.sqrt(np.mean(track**2))
    return (PEAK * np.tanh(track / PEAK)).astype(np.float32)  # rounds a peak off instead of cutting it


BOWED = _bowed_period()

EXAMPLES = {
    "entrances": Example(
        "One after another",
        "Strings begin, a bass joins at 4 s and drums at 8 s: watch the answer move.",
        entrances,
    ),
    "drums": Example("Drum loop", "Kick, snare and hi-hat at 100 beats a minute, and nothing else.", drums),
    "bass": Example("Walking bass", "A plucked bass in quarter notes, without any company.", bass),
    "strings": Example("String chords", "Slow bowed chords with vibrato: no beat, no attack.", strings),
    "band": Example("All together", "Drums, walking bass and strings at the same time.", band),
}
