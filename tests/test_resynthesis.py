"""Parts made audible: what is kept stays as it was, what is taken is gone, and both add up to the whole."""

import librosa
import numpy as np
import pytest
from scipy import ndimage

from genrelib import resynthesis
from genrelib.resynthesis import box, everything_but, grid, harmonic, moments, only, percussive, salient

RATE = 16_000
LOW = 400.0  # Hz
HIGH = 3000.0


def sine(hz: float, seconds: float = 2.0, sample_rate: int = RATE) -> np.ndarray:
    return (0.4 * np.sin(2 * np.pi * hz * np.arange(round(seconds * sample_rate)) / sample_rate)).astype(np.float32)


def noise(seconds: float, sample_rate: int = RATE) -> np.ndarray:
    generator = np.random.default_rng(0)
    return (0.2 * generator.standard_normal(round(seconds * sample_rate))).astype(np.float32)


def rms(waveform: np.ndarray) -> float:
    return float(np.sqrt(np.mean(waveform.astype(float) ** 2)))


def below(part: np.ndarray, whole: np.ndarray) -> float:
    """Decibels by which a part is below a whole."""
    return 20 * np.log10(rms(whole) / max(rms(part), 1e-12))


WINDOWED = slice(RATE // 4, -RATE // 4)  # what no edge of the recording reaches


def test_a_box_round_one_of_two_tones_keeps_it_and_takes_the_other():
    both = sine(LOW) + sine(HIGH)
    kept = only(both, RATE, box((0.0, 2.0), (200.0, 800.0)))
    assert below((kept - sine(LOW))[WINDOWED], sine(HIGH)) > 40
    rest = everything_but(both, RATE, box((0.0, 2.0), (200.0, 800.0)))
    assert below((rest - sine(HIGH))[WINDOWED], sine(LOW)) > 40


def test_a_box_in_time_keeps_its_seconds():
    kept = only(sine(LOW), RATE, box((0.5, 1.0)))
    assert below(kept[: round(0.35 * RATE)], sine(LOW)) > 40
    assert below(kept[round(1.15 * RATE) :], sine(LOW)) > 40
    inside = slice(round(0.65 * RATE), round(0.85 * RATE))
    assert below((kept - sine(LOW))[inside], sine(LOW)) > 40


@pytest.mark.parametrize("sample_rate", [8000, 11_025, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("seconds", [0.5, 1.2345])
def test_only_and_everything_but_add_up_at_any_rate_and_length(sample_rate, seconds):
    waveform = noise(seconds, sample_rate)
    region = box((0.2, 0.4), (300.0, 2000.0))
    parts = only(waveform, sample_rate, region), everything_but(waveform, sample_rate, region)
    assert [part.shape for part in parts] == [waveform.shape] * 2
    assert [part.dtype for part in parts] == [np.float32] * 2
    assert min(map(rms, parts)) > 0.01
    assert np.abs(parts[0] + parts[1] - waveform).max() < 1e-5


def test_harmonic_holds_the_tone_and_percussive_the_clicks():
    clicks = np.zeros(2 * RATE, np.float32)
    clicks[RATE // 4 :: RATE // 2] = 0.9
    waveform = sine(LOW) + clicks
    lasting, short = harmonic(waveform, RATE), percussive(waveform, RATE)
    assert np.abs(lasting + short - waveform).max() < 1e-5
    assert np.corrcoef(lasting, sine(LOW))[0, 1] > 0.99
    assert short[clicks > 0].min() > 0.7 * clicks.max()
    assert below(short[3 * RATE // 8 :: RATE // 2], sine(LOW)) > 40  # halfway between the clicks


def test_what_lasts_is_what_librosa_says():
    level = np.abs(librosa.stft(noise(0.5) + sine(LOW, 0.5), n_fft=512))
    level[:, :3] = 0
    np.testing.assert_allclose(resynthesis.lasting(level), librosa.decompose.hpss(level, mask=True)[0], atol=1e-5)


@pytest.mark.parametrize("shape", [(257, 90), (16, 40), (40, 16), (129, 31)])
def test_what_lasts_is_to_the_bit_what_medians_over_the_plane_say(shape):
    level = np.random.default_rng(1).exponential(size=shape).astype(np.float32)
    level[:, : shape[1] // 2] = 0
    along, across = (ndimage.median_filter(level, size) ** 2 for size in ((1, 31), (31, 1)))
    silent = along + across == 0
    assert along.any() and silent.any()
    expected = np.where(silent, 0.5, along / np.where(silent, 1, along + across))
    np.testing.assert_array_equal(resynthesis.lasting(level), expected)


def test_blocks_of_a_long_recording_meet_without_a_seam(monkeypatch):
    waveform = noise(7.0, 8000) + sine(LOW, 7.0, 8000)
    region = box((1.9, 4.1), (300.0, 500.0))
    whole = only(waveform, 8000, region), percussive(waveform, 8000)
    monkeypatch.setattr(resynthesis, "BLOCK", 2.0)
    assert np.abs(only(waveform, 8000, region) - whole[0]).max() < 1e-5
    assert np.abs(percussive(waveform, 8000) - whole[1]).max() < 1e-4


@pytest.mark.parametrize("part", [harmonic, percussive], ids=lambda part: part.__name__)
def test_silence_stays(part):
    silence = np.zeros(RATE, np.float32)
    assert np.array_equal(part(silence, RATE), silence)
    assert np.array_equal(only(silence, RATE, box((0.1, 0.5))), silence)
    assert np.array_equal(only(silence, RATE, salient(silence, RATE, box((0.1, 0.5)), 0.1)), silence)
    assert resynthesis.levelled(silence, sine(LOW, 1.0), RATE)[1] == 0
    assert not resynthesis.levelled(sine(LOW, 1.0), silence, RATE)[0].any()


def test_a_map_on_axes_of_its_own_is_read_at_its_hz_and_seconds():
    hz, seconds = np.array([100.0, 700.0, 4000.0]), np.array([0.5, 1.5])
    mask = grid(np.array([[0.0, 0.0], [0.0, 1.0], [0.0, 0.0]]), hz, seconds)
    values = mask(np.array([50.0, 400.0, 700.0]), np.array([0.0, 1.0, 9.0]))
    np.testing.assert_allclose(values, [[0, 0, 0], [0, 0.25, 0.5], [0, 0.5, 1]], atol=1e-6)


def test_a_curve_masks_all_hz_alike():
    kept = only(noise(2.0), RATE, moments(np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 0.9, 1.1, 2.0])))
    assert below(kept[: RATE // 2], noise(2.0)) > 60
    np.testing.assert_allclose(kept[round(1.5 * RATE) :], noise(2.0)[round(1.5 * RATE) :], atol=1e-5)


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_the_most_salient_hold_their_share_of_the_energy(share):
    waveform = noise(4.0)
    rising = grid(np.array([[0.0, 0.0], [1.0, 2.0]]), np.array([0.0, 8000.0]), np.array([0.0, 4.0]))
    kept = only(waveform, RATE, salient(waveform, RATE, rising, share))
    assert (rms(kept) / rms(waveform)) ** 2 == pytest.approx(share, abs=0.02)
    assert rms(kept[-RATE:]) > rms(kept[:RATE])


def test_the_salient_tone_of_two_is_kept():
    both = sine(LOW) + sine(HIGH)
    kept = only(both, RATE, salient(both, RATE, box((0.0, 2.0), (200.0, 800.0)), 0.4))
    assert below((kept - sine(LOW))[WINDOWED], sine(HIGH)) > 40


def test_a_part_is_made_as_loud_as_the_whole_over_what_sounds():
    whole, part = sine(LOW), np.concatenate([0.2 * sine(LOW, 1.0), np.zeros(RATE, np.float32)])
    louder, gain = resynthesis.levelled(part, whole, RATE)
    assert rms(louder[:RATE]) == pytest.approx(rms(whole), rel=1e-3)
    assert gain == pytest.approx(20 * np.log10(5), abs=0.01)


def test_a_part_stays_below_full_scale_and_a_trace_stays_one():
    peaky = np.zeros(RATE, np.float32)
    peaky[::100] = 0.5
    louder, _ = resynthesis.levelled(peaky, 2 * sine(LOW, 1.0), RATE)
    assert np.abs(louder).max() <= resynthesis.FULL + 1e-6
    _, gain = resynthesis.levelled(1e-4 * sine(LOW), sine(LOW), RATE)
    assert gain == pytest.approx(20)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: harmonic(np.zeros(100, np.float32), RATE), "0.5 s or more, got 0.01 s"),
        (lambda: only(np.zeros((2, RATE), np.float32), RATE, box((0, 1))), "mix it to mono"),
        (lambda: only(np.full(RATE, np.nan, np.float32), RATE, box((0, 1))), "finite"),
        (lambda: grid(np.zeros((2, 3)), np.arange(2.0), np.arange(2.0)), r"shape \(2, 2\).*got \(2, 3\)"),
        (lambda: grid(np.zeros((2, 2)), np.array([2.0, 1.0]), np.arange(2.0)), "rising"),
        (lambda: salient(sine(LOW), RATE, box((0, 1)), 0.0), "above 0, up to 1, got 0"),
    ],
)
def test_refuses(make, message):
    with pytest.raises(ValueError, match=message):
        make()
