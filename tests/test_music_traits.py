"""A pulse, tones and a register are measured where they are."""

import numpy as np
import pytest

from genrelib.interpret.music_traits import traits

RATE = 8000
TIME = np.arange(5 * RATE) / RATE
NOISE = np.random.default_rng(0).normal(size=len(TIME))


def test_beats_have_a_pulse_and_noise_has_none():
    beats = NOISE * np.exp(-30 * (TIME % 0.5))
    assert traits(beats, RATE).pulse > 0.7 > 0.35 > traits(NOISE, RATE).pulse


def test_a_tone_is_no_noise_and_lies_in_its_register():
    tone = traits(np.sin(2 * np.pi * 880 * TIME), RATE)
    assert tone.noisiness < 0.01 and abs(tone.register - 880) <= 16
    assert 0.5 < traits(NOISE, RATE).noisiness < 0.7


def test_what_is_too_short_or_silent_has_no_traits():
    with pytest.raises(ValueError, match=r"got 1\.0 s"):
        traits(NOISE[:RATE], RATE)
    with pytest.raises(ValueError, match="of sound or more"):
        traits(0 * NOISE, RATE)
