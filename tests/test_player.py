"""The player's payload, pictures and sound; tests/test_player_browser.py has what happens in a browser."""

import io
import subprocess
import sys

import numpy as np
import pytest
import soundfile

from genrelib import player

RATE = 8000
STEP = 0.02  # s per frame


def tone(seconds: float = 2.0, hz: float = 440.0) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE)) / RATE)).astype(np.float32)


def spectrogram(rows: int = 12, frames: int = 100) -> player.Spectrogram:
    values = np.random.default_rng(0).integers(0, 256, (rows, frames), dtype=np.uint8)
    return player.Spectrogram(values, np.linspace(50, 4000, rows), STEP, -80.0, 0.0)


def packed(tracks=(), marks=(), title="", waveform=None) -> bytes:
    waveform = tone() if waveform is None else waveform
    sound, outline = player.encode(waveform, RATE), player.peaks(waveform, RATE)
    return player.pack(sound, outline, spectrogram(), tracks, marks, title)


def bands(values) -> player.Bands:
    return player.Bands("b", ["a"], ["x", "y"], np.array(values, np.uint8), np.arange(3.0), ["#000000", "#ffffff"])


def test_arrays_and_audio_come_back_as_they_went_in():
    values = np.random.default_rng(1).random((3, 5)).astype(np.float32)
    steps = player.Steps("Genre", ["a", "b", "c"], values, np.arange(6.0))
    read = player.unpack(packed([steps]))
    waveform, picture, track = read["panels"]
    assert np.array_equal(waveform["values"], player.peaks(tone(), RATE).values)
    assert np.array_equal(picture["values"], spectrogram().values)
    assert np.array_equal(picture["hz"], spectrogram().hz.astype(np.float32))
    assert np.array_equal(track["values"], values)
    assert np.array_equal(track["seconds"], np.arange(6.0))
    assert read["audio"].tobytes() == player.encode(tone(), RATE).data


def test_header_says_what_is_drawn():
    tracks = [
        player.Curves("Loudness", ["dB"], np.full((1, 3), -5.0), np.arange(3.0), -60.0, 0.0, "dB"),
        player.Area("Attention", ["weight"], np.array([[0.25, 0.75]]), np.arange(3.0)),
        player.Heat("Tags", ["x", "y"], np.zeros((2, 2)), np.arange(3.0), colors=[]),
    ]
    read = player.unpack(packed(tracks, [player.Mark(0.5, 1.0, "riff")], "a song"))
    assert [panel["kind"] for panel in read["panels"]] == ["waveform", "image", "curves", "area", "heat"]
    assert (read["title"], read["seconds"], read["mime"], read["start"]) == ("a song", 2.0, "audio/wav", None)
    assert read["panels"][3]["high"] == 0.75  # the largest weight
    assert read["marks"] == [{"seconds": [0.5, 1.0], "label": "riff"}]


def test_offsets_are_aligned_for_typed_arrays():
    values = np.ones((1, 3), np.float32)
    text = packed([player.Curves("c", ["é"], values, np.arange(3.0))], title="ü")
    length = int.from_bytes(text[:4], "little")
    assert (4 + length) % 8 == 0
    assert np.array_equal(player.unpack(text)["panels"][2]["values"], values)


def test_hash_follows_the_content():
    hashes = {player.unpack(p)["hash"] for p in (packed(), packed(), packed(title="t"), packed(waveform=tone(2, 441)))}
    assert len(hashes) == 3


@pytest.mark.parametrize("seconds", [2.0, 61.0])
def test_encoded_sound_has_the_length_and_samples_of_the_waveform(seconds):
    sound = player.encode(tone(seconds), RATE)
    decoded, rate = soundfile.read(io.BytesIO(sound.data), dtype="float32")
    assert rate == RATE
    assert abs(len(decoded) - int(seconds * RATE)) <= STEP * RATE
    assert np.abs(decoded - tone(seconds)).max() < 1e-4


def test_long_sounds_are_compressed():
    short, long = player.encode(tone(60.0), RATE), player.encode(tone(61.0), RATE)
    assert (short.mime, long.mime) == ("audio/wav", "audio/flac")
    assert len(long.data) < len(short.data)


def test_outline_holds_the_extremes_of_each_stretch():
    waveform = np.zeros(100, np.float32)
    waveform[[15, 42]] = 0.5, -0.25
    outline = player.peaks(waveform, 100, step=0.1)
    assert outline.values.shape == (10, 2)
    assert outline.peak == 0.5
    assert outline.values[1].tolist() == [0, 127]  # drawn to the largest sample
    assert outline.values[4].tolist() == [-64, 0]


def test_decibels_span_the_levels():
    power = np.full((4, 1000), 1.0)
    power[0, :10] = 1e-4, 1e-4, 1e-4, 1e-4, 1e-4, 1e-9, 1e-9, 0, 0, 0
    drawn = player.decibels(power, np.arange(1.0, 5.0), STEP)
    assert drawn.values[1, 0] == 255
    assert drawn.values[0, 0] == 128  # 40 dB of 80 below
    assert drawn.values[0, 5:10].max() == 0


def test_shares_span_the_levels():
    drawn = player.shares(np.array([[0.0, 1.0], [2.0, 4.0]]), np.array([100.0, 200.0]), STEP, "Saliency")
    assert drawn.values.tolist() == [[0, 64], [128, 255]]


def test_a_signed_map_has_its_zero_in_the_middle_and_both_sides_alike():
    drawn = player.signed(np.array([[0.0, -2.0], [1.0, 4.0]]), np.array([100.0, 200.0]), STEP, "S", ("against", "for"))
    assert drawn.values.tolist() == [[128, 64], [159, 255]]
    assert (drawn.low, drawn.high, list(drawn.ends)) == (-1.0, 1.0, ["against", "for"])
    assert drawn.colors[len(drawn.colors) // 2] == "#f7f7f7"


def test_a_signed_curve_reaches_as_far_below_zero_as_above():
    curve = player.Signed("S", ["share"], np.array([[0.5, -2.0]]), np.arange(3.0))
    panel = player.unpack(packed([curve]))["panels"][2]
    assert (panel["low"], panel["high"], panel["ends"]) == (-2.0, 2.0, ["against", "for"])


def test_rows_are_of_their_own_seconds_with_the_first_on_top():
    gates = player.amounts(np.array([[0.0, 0.5], [1.0, 0.2]]), 0.5, "Gates", "map", first=1.0)
    panel = player.unpack(packed([gates]))["panels"][2]
    assert panel["values"].reshape(2, 2).tolist() == [[255, 51], [0, 128]]  # pictures have their lowest row first
    assert (panel["first"], panel["step"], panel["high"]) == (1.25, 0.5, 1.0)  # the middle of the first step
    assert panel["caption"] == "2 rows, map 1 on top"


def test_amounts_above_one_reach_to_their_maximum_and_signed_ones_to_both_sides():
    assert player.amounts(np.array([[0.5, 4.0]]), 0.5, "Scales", "map").high == 4.0
    states = player.signed_amounts(np.array([[0.0, -3.0, 1.5]]), 0.5, "States", "unit", labels=["a"])
    assert (states.low, states.high, states.values.tolist()) == (-3.0, 3.0, [[128, 0, 191]])
    assert np.isfinite(player.signed_amounts(np.zeros((2, 2)), 0.5, "Silent", "unit").high)


def test_overlapping_clips_meet_halfway():
    starts = np.array([0.0, 1.5, 3.0])
    assert player.edges(starts, starts + 3).tolist() == [0.0, 2.25, 3.75, 6.0]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: player.Spectrogram(np.zeros((2, 3)), np.array([1.0, 2.0]), STEP, -80, 0), "uint8.*float64.*decibels"),
        (lambda: player.Spectrogram(np.zeros((2, 3), np.uint8), np.arange(3.0), STEP, -80, 0), "expected 2 Hz values"),
        (lambda: player.Spectrogram(np.zeros((2, 3), np.uint8), np.array([2.0, 1.0]), STEP, -80, 0), "rising"),
        (lambda: player.Spectrogram(np.zeros((2, 3), np.uint8), np.arange(2.0), 0.0, -80, 0), "step above 0"),
        (lambda: player.Spectrogram(np.zeros((2, 3), np.uint8), np.arange(2.0), STEP, 0, 0), "low < high"),
        (lambda: player.Curves("c", ["a"], np.zeros((1, 3)), np.arange(4.0)), r"shape \(1, 4\), got \(1, 3\)"),
        (lambda: player.Steps("s", ["a"], np.zeros((1, 4)), np.arange(4.0)), r"shape \(1, 3\), got \(1, 4\)"),
        (lambda: player.Heat("h", ["a"], np.array([[0.0, np.nan]]), np.arange(3.0)), "NaN"),
        (lambda: player.Area("a", ["w"], np.ones((1, 2)), np.array([0.0, 2.0, 1.0])), "rising seconds"),
        (lambda: player.Curves("c", ["a"], np.ones((1, 2)), np.arange(2.0), colors=["url(x)"]), "#rrggbb"),
        (lambda: bands([[0, 2]]), "places among 2 keys"),
        (lambda: bands([[0, 1, 1]]), r"shape \(1, 2\) of uint8"),
        (lambda: player.decibels(np.full((2, 2), np.inf), np.arange(2.0), STEP), "finite"),
        (lambda: player.shares(np.array([[-1.0]]), np.arange(1.0), STEP, "S"), "from 0"),
        (lambda: player.signed(np.array([[np.nan]]), np.arange(1.0), STEP, "S", ("a", "b")), "finite"),
        (lambda: player.amounts(np.array([[-1.0]]), STEP, "G", "map"), "from 0.*signed_amounts"),
        (lambda: player.Rows("R", "map", np.zeros((2, 3)), STEP, 0.0, 1.0), "uint8.*float64"),
        (lambda: player.Rows("R", "map", np.zeros((2, 3), np.uint8), STEP, 0.0, 1.0, labels=["a"]), "2 labels or none"),
        (lambda: player.Rows("R", "map", np.zeros((2, 3), np.uint8), 0.0, 0.0, 1.0), "step above 0"),
        (lambda: player.peaks(np.zeros(0), RATE), "samples"),
        (lambda: player.encode(np.array([0.0, np.nan]), RATE), "finite samples"),
        (lambda: player.encode(np.zeros((2, 5)), RATE), "mono"),
        (lambda: packed(marks=[player.Mark(1.5, 9.0, "late")]), "'late'.*2.00 s"),
        (lambda: player.pack(player.Sound(b"", "audio/wav"), player.peaks(tone(), RATE), spectrogram()), "no bytes"),
    ],
)
def test_refuses(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_hosts_are_loaded_only_when_named():
    code = "import sys, genrelib.player; print({'streamlit', 'anywidget'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'Gadget'"):
        _ = player.Gadget


def test_a_place_comes_back_from_its_link():
    box = {"seconds": [1.0, 2.0], "hz": [100.0, 900.0]}
    state = {"time": 1.5, "loop": [1.0, 2.0], "box": box, "view": None, "over": "a: attention"}
    place = player.Place.from_link(player.link_to(state), 0.0)
    assert place == player.Place(1.5, (1.0, 2.0), (100.0, 900.0), None, "a: attention")
    assert player.Place.from_link(player.link_to(state | {"over": None}), 0.0).over is None
