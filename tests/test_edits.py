"""Edits do to a sound what physics says, and nothing where they are neutral; their texts come back."""

import itertools
from dataclasses import fields, replace

import numpy as np
import pytest
from scipy import signal

from genrelib import edits
from genrelib.audio import AudioError
from genrelib.edits import Chain

RATE = 22_050
KINDS = sorted(edits.EDITS)
# An edit of each kind that changes something.
SAMPLES = {
    "crop": "crop:0.5:1.5",
    "gain": "gain:-6",
    "harmonic": "harmonic",
    "highpass": "highpass:200",
    "highshelf": "highshelf:-12",
    "lowpass": "lowpass:1000",
    "lowshelf": "lowshelf:6:200",
    "mp3": "mp3:64",
    "peak": "peak:-9:700",
    "percussive": "percussive",
    "pink": "pink:10",
    "pitch": "pitch:3",
    "reverb": "reverb:1.2",
    "reverse": "reverse",
    "telephone": "telephone",
    "tempo": "tempo:80",
    "white": "white:20:7",
}


def tone(hz: float, seconds: float = 2.0, rate: int = RATE) -> np.ndarray:
    return (0.1 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def edited(text: str, waveform: np.ndarray, rate: int = RATE) -> np.ndarray:
    return Chain.parse(text)(waveform, rate).waveform


def level(waveform: np.ndarray) -> float:
    """Level in dB of the middle, where filters have settled."""
    quarter = len(waveform) // 4
    return 10 * np.log10(np.square(waveform[quarter:-quarter], dtype=np.float64).mean())


def gain(text: str, hz: float) -> float:
    """dB by which an edit changes the level of a tone."""
    return level(edited(text, tone(hz))) - level(tone(hz))


def peak(waveform: np.ndarray, rate: int = RATE) -> float:
    """The strongest frequency in Hz."""
    return np.abs(np.fft.rfft(waveform * np.hanning(len(waveform)))).argmax() * rate / len(waveform)


@pytest.fixture(scope="module")
def music(synthesise):
    """Tones and clicks, two seconds."""
    return 0.5 * synthesise("tones", 0, 2.0, RATE) + 0.5 * synthesise("clicks", 0, 2.0, RATE)


@pytest.mark.parametrize(("text", "hz", "low", "high"), [
    ("lowpass:1000", 2000, -200, -40),
    ("lowpass:1000", 1000, -3.2, -2.8),
    ("lowpass:1000", 500, -0.1, 0.1),
    ("highpass:1000", 500, -200, -40),
    ("highpass:1000", 2000, -0.1, 0.1),
    ("telephone", 100, -200, -40),
    ("telephone", 1000, -0.2, 0.2),
    ("telephone", 5000, -200, -40),
    ("lowshelf:12:500", 60, 11.7, 12.1),
    ("lowshelf:12:500", 500, 5.8, 6.2),
    ("lowshelf:12:500", 5000, -0.1, 0.1),
    ("highshelf:-12:500", 60, -0.1, 0.1),
    ("highshelf:-12:500", 500, -6.2, -5.8),
    ("highshelf:-12:500", 5000, -12.1, -11.7),
    ("peak:6:1000", 1000, 5.9, 6.1),
    ("peak:6:1000", 8000, -0.5, 0.5),
    ("gain:-20", 440, -20.01, -19.99),
])  # fmt: skip
def test_filters_change_a_tone_by_as_many_decibels(text, hz, low, high):
    assert low < gain(text, hz) < high


@pytest.mark.parametrize("rate", [4000, 22_050, 96_000])
@pytest.mark.parametrize(("semitones", "factor"), [(12, 2.0), (-12, 0.5), (7, 2 ** (7 / 12))])
def test_semitones_multiply_the_frequency_and_keep_the_length(rate, semitones, factor):
    changed = edited(f"pitch:{semitones}", tone(440, rate=rate), rate)
    assert len(changed) == 2 * rate
    assert peak(changed, rate) == pytest.approx(440 * factor, rel=0.01)


@pytest.mark.parametrize(("percent", "share"), [(200, 0.5), (50, 2.0), (80, 1.25)])
def test_tempo_changes_the_length_and_keeps_the_frequency(percent, share):
    changed = edited(f"tempo:{percent}", tone(440))
    assert len(changed) == round(2 * RATE * share)
    assert peak(changed) == pytest.approx(440, rel=0.01)


@pytest.mark.parametrize("kind", ["pink", "white"])
@pytest.mark.parametrize("snr", [-10, 0, 30])
def test_noise_is_as_many_decibels_below_the_sound(music, kind, snr):
    noise = edits.read(f"{kind}:{snr}")(music, RATE) - music.astype(np.float64)
    measured = 10 * np.log10(music.var(dtype=np.float64) / noise.var())
    assert measured == pytest.approx(snr, abs=0.1)


def test_white_noise_gains_three_decibels_an_octave_on_pink_noise():
    sound = tone(440, 10.0)
    slopes = {}
    for kind in ("pink", "white"):
        noise = edits.read(f"{kind}:0")(sound, RATE) - sound
        hz, power = signal.welch(noise, RATE, nperseg=2048)
        octaves = [power[(hz >= low) & (hz < 2 * low)].mean() for low in (250, 500, 1000, 2000, 4000)]
        slopes[kind] = np.diff(10 * np.log10(octaves)).mean()
    assert slopes["white"] == pytest.approx(0.0, abs=0.3)
    assert slopes["pink"] == pytest.approx(-3.0, abs=0.3)


def test_the_seed_decides_about_the_noise(music):
    assert np.array_equal(edited("white:10:1", music), edited("white:10:1", music))
    assert not np.array_equal(edited("white:10:1", music), edited("white:10:2", music))


@pytest.mark.parametrize("rt60", [0.5, 2.0])
def test_a_room_falls_by_sixty_decibels_in_its_time(rt60):
    click = np.zeros(round(2 * rt60 * RATE), np.float32)
    click[0] = 0.5
    tail = edited(f"reverb:{rt60}", click)
    backwards = np.cumsum(np.square(tail[::-1], dtype=np.float64))[::-1]  # Schroeder's decay curve
    decay = 10 * np.log10(backwards[[round(share * rt60 * RATE) for share in (0.1, 0.6)]])
    assert np.diff(decay)[0] == pytest.approx(-30, abs=1.5)


def test_a_room_keeps_the_level(music):
    assert level(edited("reverb:1", music)) == pytest.approx(level(music), abs=1.5)


@pytest.mark.parametrize("rate", [4000, 8000, 10_000, 22_050, 44_100, 96_000])
@pytest.mark.parametrize("kbps", [8, 32, 320])
def test_an_mp3_keeps_length_and_place(rate, kbps):
    sound = tone(400, rate=rate) * np.linspace(0.2, 1, 2 * rate, dtype=np.float32)
    changed = edited(f"mp3:{kbps}", sound, rate)
    assert len(changed) == len(sound)
    lags = np.arange(-rate // 900, rate // 900 + 1)  # less than half a period
    middle = slice(rate // 2, rate)
    likeness = [np.dot(np.roll(changed, lag)[middle], sound[middle]) for lag in lags]
    assert abs(lags[np.argmax(likeness)]) <= max(2, rate / 8000)
    assert np.dot(changed[middle], sound[middle]) > 0.8 * np.dot(sound[middle], sound[middle])


def test_an_mp3_of_fewer_bits_is_further_from_the_sound(synthesise):
    hiss = synthesise("noise", 0, 2.0, RATE)
    errors = [np.square(edited(f"mp3:{kbps}", hiss) - hiss).mean() for kbps in (160, 48, 16)]
    assert errors == sorted(errors) and errors[0] < errors[-1] / 4


def test_what_sounds_on_and_what_strikes_make_the_whole(music):
    parts = {name: edited(name, music) for name in ("harmonic", "percussive")}
    assert parts["harmonic"] + parts["percussive"] == pytest.approx(music, abs=1e-4)
    steady, click = tone(440), np.zeros(2 * RATE, np.float32)
    click[RATE] = 0.9
    assert level(edited("harmonic", steady)) > level(edited("percussive", steady)) + 20
    assert np.abs(edited("percussive", click)).max() > 10 * np.abs(edited("harmonic", click)).max()


def test_a_crop_keeps_what_lies_between_and_backwards_twice_is_forwards(music):
    assert np.array_equal(edited("crop:0.5:1.5", music), music[RATE // 2 : 3 * RATE // 2])
    assert np.array_equal(edited("crop:1", music), music[RATE:])
    assert np.array_equal(edited("reverse", music), music[::-1])
    assert np.array_equal(edited("reverse+reverse", music), music)


def test_what_exceeds_full_scale_is_clipped_and_told(music):
    result = Chain.parse("gain:30")(music, RATE)
    assert np.abs(result.waveform).max() == 1
    assert "of the samples exceeded full scale and are clipped" in result.remarks[0]
    assert Chain.parse("gain:-3")(music, RATE).remarks == ()


def test_edits_follow_one_another_in_the_order_given(music):
    first, second = edited("highpass:4000+mp3:16", music), edited("mp3:16+highpass:4000", music)
    assert not np.allclose(first, second, atol=1e-3)
    assert edited("gain:20+gain:-20", music) == pytest.approx(music, abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_neutral_numbers_change_nothing_to_the_bit(kind, music):
    edit = edits.read(SAMPLES[kind])
    neutral = {key: knob.neutral for key, knob in edit.knobs.items() if knob.neutral is not None}
    if not neutral:
        assert kind in ("harmonic", "percussive", "reverse", "telephone")
        return
    assert not edit.is_neutral
    unchanged = replace(edit, **neutral)
    assert unchanged.is_neutral
    assert Chain((unchanged,))(music, RATE).waveform is music
    assert edits.read(str(unchanged)) == unchanged


@pytest.mark.parametrize("kind", sorted(edits.STEPS))
def test_a_slider_goes_through_the_neutral_value_and_within_the_range(kind):
    steps = edits.STEPS[kind]
    knob = next(iter(edits.EDITS[kind].knobs.values()))
    assert list(steps) == sorted(set(steps)) and knob.neutral in steps
    assert all(knob.takes(step) for step in steps)


def test_a_low_pass_above_the_sound_changes_nothing(music):
    assert np.array_equal(edited("lowpass:12000", music), music)


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_of_an_edit_comes_back(kind):
    edit = edits.read(SAMPLES[kind])
    assert str(edit) == SAMPLES[kind] and edits.read(str(edit)) == edit
    assert edit.words.startswith(edit.title) and edit.meaning
    assert set(edit.knobs) == {field.name for field in fields(edit)} - {"seed"}


def test_the_text_of_a_chain_comes_back_with_spaces_too():
    chain = Chain.parse("lowpass:3000+gain:-6.25")
    assert str(chain) == "lowpass:3000+gain:-6.25"
    assert Chain.parse("lowpass:3000 gain:-6.25") == chain
    assert chain.words == "Low-pass, 3000 Hz, then Gain, -6.25 dB"
    assert Chain.parse("") == Chain() and str(Chain()) == "" and Chain().is_neutral


def test_an_edit_takes_the_place_of_its_kind():
    chain = Chain.parse("lowpass:3000+gain:-6")
    assert str(chain.put(edits.LowPass(500))) == "lowpass:500+gain:-6"
    assert str(chain.put(edits.Pitch(2))) == "lowpass:3000+gain:-6+pitch:2"
    assert str(chain.drop(edits.LowPass)) == "gain:-6" == str(chain.drop(edits.LowPass).drop(edits.LowPass))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rate", [4000, 44_100, 96_000])
def test_half_a_second_of_silence_at_any_rate_stays_silent(kind, rate):
    silence = np.zeros(rate // 2 if kind != "crop" else 2 * rate, np.float32)
    changed = edited(SAMPLES[kind], silence, rate)
    assert len(changed) and changed.dtype == np.float32
    assert np.abs(changed).max() < 1e-3


@pytest.mark.parametrize(("text", "reason"), [
    ("flanger:3", "expected an edit .*lowpass.*, got 'flanger'"),
    ("lowpass", "expected lowpass:hz, got 'lowpass'"),
    ("lowpass:1000:2", "expected lowpass:hz, got"),
    ("lowpass:loud", "expected numbers behind the name of an edit, got 'lowpass:loud'"),
    ("lowpass:nan", "expected hz of 50 to 20000 Hz, got nan"),
    ("pitch:99", "expected semitones of -24 to 24 semitones, got 99"),
    ("white:10:0.5", "expected a whole seed"),
    ("crop:3:3.2", "expected 0.5 s or more, got 3 to 3.2 s"),
    ("+".join(["gain:1"] * 21), "expected at most 20 edits, got 21"),
])  # fmt: skip
def test_texts_that_are_no_edit_are_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        Chain.parse(text)


@pytest.mark.parametrize(("waveform", "rate", "reason"), [
    (np.full(RATE, np.nan, np.float32), RATE, "expected finite samples, got NaN"),
    (np.zeros((2, RATE), np.float32), RATE, "expected a waveform of one channel"),
    (np.zeros(100, np.float32), RATE, "expected 0.5 s of sound or more"),
    (np.zeros(RATE, np.float32), 2000, "expected a sample rate of 4000 to 96000 Hz, got 2000"),
])  # fmt: skip
def test_sounds_that_cannot_be_edited_are_refused(waveform, rate, reason):
    with pytest.raises(AudioError, match=reason):
        Chain.parse("gain:-6")(waveform, rate)


def test_a_crop_beyond_the_sound_is_refused(music):
    with pytest.raises(ValueError, match=r"expected a start up to 1.5 s, of 2.0 s of sound, got 5 s"):
        edited("crop:5", music)


@pytest.mark.parametrize("rate", [8000, 22_050, 44_100])
def test_strengths_of_an_mp3_all_differ_and_those_left_out_do_not(rate):
    hiss = tone(400, rate=rate) + np.random.default_rng(0).normal(scale=0.05, size=2 * rate).astype(np.float32)
    own = edits.strengths(edits.Mp3, rate)
    changed = [edited(f"mp3:{kbps:g}", hiss, rate) for kbps in own if np.isfinite(kbps)]
    assert len(changed) > 1 and all(not np.array_equal(one, other) for one, other in itertools.pairwise(changed))
    least = changed[0]
    below = [kbps for kbps in edits.STEPS["mp3"] if kbps < own[0]]
    assert all(np.array_equal(edited(f"mp3:{kbps}", hiss, rate), least) for kbps in below)


def test_strengths_are_those_of_the_sample_rate():
    assert edits.strengths(edits.Mp3, 44_100) == (32, 48, 64, 96, 128, 192, np.inf)
    assert edits.strengths(edits.Mp3, 8000) == (8, 16, 24, 32, 48, 64, np.inf)
    assert edits.strengths(edits.LowPass, 8000)[-2:] == (2800, np.inf)
    assert edits.strengths(edits.Pitch, 8000) == edits.STEPS["pitch"]
