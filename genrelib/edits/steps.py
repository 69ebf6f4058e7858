"""Values of an edit's leading number, from one end of a slider to the other, the neutral one among them."""

import numpy as np

from genrelib.edits.edit import Edit
from genrelib.edits.equalizer import HighShelf, LowShelf, Peak
from genrelib.edits.filters import HighPass, LowPass
from genrelib.edits.level import Gain
from genrelib.edits.mp3 import Mp3, bit_rates
from genrelib.edits.noise import PinkNoise, WhiteNoise
from genrelib.edits.reverb import Reverb
from genrelib.edits.tempo_and_pitch import Pitch, Tempo

HALF_OCTAVES = (125, 180, 250, 350, 500, 700, 1000, 1400, 2000, 2800, 4000, 5600, 8000, 11_000)  # Hz
GAINS = (-24, -18, -12, -9, -6, -3, 0, 3, 6, 9, 12, 18, 24)  # dB
RATIOS = (-10, -5, 0, 5, 10, 15, 20, 25, 30, 40, 50, np.inf)  # dB
STEPS: dict[str, tuple[float, ...]] = {
    Tempo.name: (50, 60, 70, 80, 85, 90, 95, 100, 105, 110, 115, 125, 140, 160, 200),
    Pitch.name: (-12, -9, -7, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 7, 9, 12),
    LowShelf.name: GAINS,
    Peak.name: GAINS,
    HighShelf.name: GAINS,
    HighPass.name: (0, *HALF_OCTAVES),
    LowPass.name: (*HALF_OCTAVES, np.inf),
    Reverb.name: (0, 0.2, 0.4, 0.7, 1, 1.5, 2, 3, 5),
    WhiteNoise.name: RATIOS,
    PinkNoise.name: RATIOS,
    Mp3.name: (8, 16, 24, 32, 48, 64, 96, 128, 192, np.inf),
    Gain.name: (-40, -30, -20, -12, -6, -3, 0, 3, 6, 9, 12, 18, 24),
}


def strengths(kind: type[Edit], sample_rate: int) -> tuple[float, ...]:
    """The STEPS of an edit that differ for a sound at this sample rate, the neutral one among them.

    Left out are cut-offs from half the sample rate on, and bit rates that no MP3 of such a sound has.
    """
    _, knob = kind.leading()
    low, high = -np.inf, np.inf
    if kind is Mp3:
        low, high = bit_rates(sample_rate)
    elif knob.unit == "Hz":
        high = np.nextafter(sample_rate / 2, 0)
    return tuple(step for step in STEPS[kind.name] if step == knob.neutral or low <= step <= high)
