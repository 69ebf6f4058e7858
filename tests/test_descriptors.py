"""Descriptors of sounds whose tempo, level and brightness are known."""

import numpy as np
import pytest

from genrelib import audio, evaluate

RATE = 22_050


def sine(frequency: float, amplitude: float = 0.5, seconds: float = 4.0) -> np.ndarray:
    return amplitude * np.sin(2 * np.pi * frequency * np.arange(round(seconds * RATE)) / RATE)


@pytest.mark.parametrize("frequency", [440.0, 3000.0])
def test_a_sine_is_as_bright_as_its_frequency_and_three_decibels_below_its_peak(frequency):
    described = audio.describe(sine(frequency), RATE)
    assert described.brightness == pytest.approx(frequency, rel=0.05)
    assert described.level == pytest.approx(20 * np.log10(0.5) - 3.01, abs=0.01)
    assert described.seconds == 4.0


def test_a_sound_of_half_the_amplitude_is_six_decibels_softer_and_as_bright():
    loud, soft = audio.describe(sine(1000, 0.8), RATE), audio.describe(sine(1000, 0.4), RATE)
    assert loud.level - soft.level == pytest.approx(6.02, abs=0.01)
    assert loud.brightness == pytest.approx(soft.brightness, rel=1e-3)


@pytest.mark.parametrize("tempo", [90, 120, 150])
def test_clicks_have_the_tempo_at_which_they_come(tempo):
    waveform = np.zeros(12 * RATE)
    waveform[:: round(60 / tempo * RATE)] = 1.0
    waveform = np.convolve(waveform, np.exp(-np.arange(400) / 60))[: len(waveform)]
    assert audio.describe(waveform, RATE).tempo == pytest.approx(tempo, rel=0.05)


def test_silence_around_a_sound_does_not_change_how_bright_it_is():
    padded = np.concatenate([np.zeros(RATE), sine(1000), 1e-6 * np.random.default_rng(0).normal(size=RATE)])
    assert audio.describe(padded, RATE).brightness == pytest.approx(1000, rel=0.1)


def test_silence_has_a_length_alone():
    described = audio.describe(np.zeros(RATE), RATE)
    assert (described.seconds, described.level) == (1.0, pytest.approx(-120))
    assert np.isnan([described.tempo, described.brightness]).all()
    with pytest.raises(ValueError, match=r"\(samples,\), got shape \(0,\)"):
        audio.describe(np.zeros(0), RATE)


def test_the_difference_of_means_is_welchs():
    """Means 3 and 10, variances 2/3 and 8/3, of four values each: between four and five degrees of freedom."""
    first, second = np.array([2, 3, 3, 4, np.nan]), np.array([8.0, 10, 10, 12])
    difference = evaluate.mean_difference(first, second)
    error = np.sqrt((2 / 3 + 8 / 3) / 4)
    assert difference.value == -7
    assert difference.high - difference.value == pytest.approx(difference.value - difference.low)
    assert 2.4 < (difference.high - difference.value) / error < 2.8  # Student's quantile of 4 to 5 degrees
    assert np.isnan(evaluate.mean_difference(first, second[:1]).low)
    assert np.isnan(evaluate.mean_difference(first, second[:0]).value)
