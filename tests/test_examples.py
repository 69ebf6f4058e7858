"""The synthesised examples hold what their titles say, are equally loud, quick to make and always the same."""

import time

import numpy as np
import pytest

from genrelib import examples


def spectrum(waveform):
    """Power per frequency: (frequencies in Hz, power) of the whole sound."""
    return np.fft.rfftfreq(len(waveform), 1 / examples.SAMPLE_RATE), np.abs(np.fft.rfft(waveform)) ** 2


def share(waveform, low, high):
    """Share of the power between two frequencies in Hz."""
    frequencies, power = spectrum(waveform)
    return power[(frequencies >= low) & (frequencies < high)].sum() / power.sum()


def envelope(waveform, step=0.01):
    """Root mean square per 10 ms."""
    frames = waveform[: len(waveform) // 220 * 220].reshape(-1, 220)
    return np.sqrt((frames**2).mean(axis=1))


@pytest.mark.parametrize("name", examples.EXAMPLES)
def test_every_example_is_a_loud_clean_sound_and_says_that_it_is_synthetic(name):
    example = examples.EXAMPLES[name]
    began = time.process_time()
    waveform = example.render()
    assert time.process_time() - began < 1.0  # 0.2 s on an idle laptop
    assert waveform.dtype == np.float32
    assert waveform.shape == (round(examples.SECONDS * examples.SAMPLE_RATE),)
    assert np.abs(waveform).max() <= examples.PEAK
    assert np.sqrt((waveform**2).mean()) == pytest.approx(examples.LOUDNESS, rel=0.05)
    assert "synthetic" in example.label
    np.testing.assert_array_equal(waveform, example.render())


def test_drums_strike_on_every_eighth():
    loud = envelope(examples.drums())
    rise = np.maximum(np.diff(loud, prepend=0), 0)
    eighth = examples.BEAT / 2 / (220 / examples.SAMPLE_RATE)
    on = [rise[max(round(i * eighth) - 2, 0) : round(i * eighth) + 3].max() for i in range(2 * examples.BEATS)]
    between = [rise[round((i + 0.5) * eighth) - 4 : round((i + 0.5) * eighth) + 5].max() for i in range(39)]
    assert min(on) > 3 * max(between)


def test_the_bass_plays_the_written_notes():
    waveform = examples.bass()
    samples = round(examples.BEAT * examples.SAMPLE_RATE)
    for beat, note in enumerate(examples.WALK):
        frequencies, power = spectrum(waveform[beat * samples : (beat + 1) * samples])
        low = (frequencies > 60) & (frequencies < 260)
        strongest = frequencies[low][power[low].argmax()]
        pitch = 440 * 2 ** ((note - 69) / 12)
        assert strongest / pitch == pytest.approx(round(strongest / pitch), abs=0.04)
    assert share(waveform, 0, 1000) > 0.9


def test_strings_are_steady_and_drums_are_not():
    strings, drums = (envelope(waveform)[50:-50] for waveform in (examples.strings(), examples.drums()))
    assert np.percentile(strings, 5) > 0.3 * np.median(strings)
    assert np.percentile(drums, 5) < 0.1 * np.percentile(drums, 95)


def test_each_sound_lives_in_its_own_part_of_the_spectrum():
    assert share(examples.bass(), 0, 250) > share(examples.strings(), 0, 250)
    assert share(examples.drums(), 5000, 11_000) > 20 * share(examples.strings(), 5000, 11_000)


def test_drums_enter_last():
    waveform = examples.entrances()
    before, after = waveform[: round(7.9 * examples.SAMPLE_RATE)], waveform[round(8.1 * examples.SAMPLE_RATE) :]
    assert share(after, 5000, 11_000) > 20 * share(before, 5000, 11_000)
