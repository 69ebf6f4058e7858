"""A scene: what the player is handed is what the system said, at the seconds it said it of."""

import numpy as np
import pytest

from genrelib import audio, frontends, playback, player, plots
from genrelib.inference import Attention, Prediction

RATE = 8000
POWER = frontends.PowerSpectrogram()
MEL = frontends.LogMel(sample_rate=RATE, n_fft=512, hop_length=256, n_mels=40)


def tone(seconds=6.0, hz=1000.0):
    return audio.Recording(
        0.5 * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE).astype(np.float32), RATE, seconds
    )


def prediction(clips, attention=None, seconds=6.0, labels=("blues", "jazz", "rock")):
    """Clips of 2 s, one a second."""
    starts = np.arange(len(clips), dtype=float)
    return Prediction(
        labels=labels,
        starts=starts,
        ends=starts + 2,
        clips=np.asarray(clips),
        track=np.mean(clips, axis=0),
        attention=attention,
        padded=False,
        seconds=seconds,
    )


CLIPS = [[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.5, 0.4, 0.1], [0.5, 0.4, 0.1]]


def packed(prediction, frontend=POWER, title=""):
    return player.unpack(playback.payload(tone(), frontend, {"x/a": prediction}, title))


def test_curves_hold_each_labels_probability_in_its_colour():
    curves = packed(prediction(CLIPS))["panels"][2]
    assert curves["labels"] == ["blues", "jazz", "rock"]
    np.testing.assert_allclose(curves["values"], np.transpose(CLIPS), atol=1e-6)
    assert curves["colours"] == [plots.GENRE_COLORS[label] for label in curves["labels"]]
    assert curves["dashes"] == [list(plots.DASHES[color]) for color in curves["colours"]]
    np.testing.assert_allclose(curves["seconds"], [0, 1.5, 2.5, 3.5, 4.5, 6])


def test_the_labels_asked_for_are_drawn_and_marked_however_weak():
    scenes = playback.payload(tone(), POWER, {"x/a": prediction(CLIPS)}, labels=("rock",))
    header = player.unpack(scenes)
    assert header["panels"][2]["labels"] == ["rock"]
    assert [mark["label"] for mark in header["marks"]] == ["most rock"]


def test_what_no_clip_covers_is_drawn_as_nothing():
    """Clips of 2 s at 0, 1 and 4 s: nothing is known of the second from 3 s on."""
    answer = prediction([[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.2, 0.7, 0.1]])
    answer.starts[2], answer.ends[2] = 4, 6
    curves = packed(answer)["panels"][2]
    np.testing.assert_allclose(curves["seconds"], [0, 1.5, 3, 4, 6])
    np.testing.assert_allclose(curves["values"][0], [0.8, 0.6, 0, 0.2], atol=1e-6)
    assert "nothing was judged" in curves["caption"]


def test_a_recording_alone_is_drawn_without_opinions():
    panels = player.unpack(playback.payload(tone(), POWER, {}, "alone"))["panels"]
    assert [panel["title"] for panel in panels] == ["Waveform", "Spectrogram"]


def test_a_label_that_rules_for_a_moment_is_among_the_curves_in_its_place():
    steady = np.tile([0.2, 0.2, 0.2, 0.2, 0.19, 0.01], (9, 1))
    steady[4] = [0, 0, 0, 0, 0.1, 0.9]
    assert playback.strongest(prediction(steady, labels=tuple("abcdef")), count=3) == ["a", "b", "f"]


@pytest.mark.parametrize("frontend", [POWER, MEL, frontends.Samples(RATE), frontends.Statistics()])
def test_a_tone_is_drawn_at_its_pitch(frontend):
    drawn = playback.picture(frontend, tone())
    row = drawn.values.mean(axis=1).argmax()
    assert abs(drawn.hz[row] - 1000) <= np.diff(drawn.hz)[max(row - 1, 0) : row + 1].max()
    assert drawn.values.max() == 255
    assert drawn.values.shape[1] * drawn.step == pytest.approx(6, abs=0.3)


def test_the_caption_does_not_claim_what_the_network_does_not_read():
    assert "as the network reads it" in playback.picture(MEL, tone()).caption
    assert "power" in playback.picture(POWER, tone()).caption
    assert "no spectrogram" in playback.picture(frontends.Samples(RATE), tone()).caption


def test_silence_can_be_drawn():
    silent = audio.Recording(np.zeros(RATE * 3, np.float32), RATE, 3.0)
    assert np.isfinite(playback.picture(MEL, silent).high)


def test_attention_is_drawn_as_multiples_of_its_average_until_the_music_ends():
    weights = np.array([1.0, 3, 2, 2, 4, 4])  # the last two lie in the padding
    panels = packed(prediction([[1, 0, 0]], Attention(0.0, 0.5, weights / weights.sum())))["panels"]
    np.testing.assert_allclose(panels[3]["values"].ravel(), [0.5, 1.5, 1, 1])
    np.testing.assert_allclose(panels[3]["seconds"], [0, 0.5, 1, 1.5, 2])


def test_marks_lead_to_what_decided():
    weights = np.full(60, 1.0)
    weights[20:35] = 5
    marks = playback.marks(prediction(CLIPS, Attention(0.0, 0.1, weights / weights.sum())))
    assert [(mark.label, mark.start, mark.end) for mark in marks[:2]] == [("most blues", 0, 2), ("most jazz", 2, 4)]
    assert marks[2].start <= 2.0 and marks[2].end >= 3.5


def test_one_clip_has_no_strongest_moment():
    assert playback.marks(prediction([[0.9, 0.05, 0.05]])) == []


def test_a_second_opinion_lies_under_the_first():
    same = prediction(CLIPS)
    panels = player.unpack(playback.payload(tone(), MEL, {"x/a": same, "x/b": same}))["panels"]
    assert [panel["title"] for panel in panels[2:]] == [
        "Most probable label",
        "x/a: probability",
        "x/b: probability",
    ]


def test_where_systems_of_one_vocabulary_disagree_is_underlined():
    """One says blues, blues, jazz, blues, blues; the other jazz throughout, the third knows other labels."""
    other, third = prediction([[0.1, 0.8, 0.1]] * 5), prediction(CLIPS, labels=("x", "y", "z"))
    header = player.unpack(playback.payload(tone(), MEL, {"a": prediction(CLIPS), "b": other, "c": third}))
    (bands,) = [panel for panel in header["panels"] if panel["kind"] == "bands"]
    assert bands["labels"] == ["a", "b"]
    answers = [[bands["keys"][place] for place in row] for row in bands["values"]]
    assert answers == [["blues", "blues", "jazz", "blues", "blues"], ["jazz"] * 5]
    assert bands["contested"].tolist() == [1, 1, 0, 1, 1]
    assert "differ for 83 % of the time" in bands["caption"]  # 5 of 6 s
    assert bands["colours"] == [plots.GENRE_COLORS[key] for key in bands["keys"]]


def test_systems_with_other_clips_meet_on_one_time_axis():
    whole = prediction([[0.1, 0.8, 0.1]])
    whole.ends[0] = 3.0
    (bands,) = playback.answers_of({"a": prediction(CLIPS), "b": whole}, {})
    assert bands.seconds.tolist() == [0, 1.5, 2.5, 3, 3.5, 4.5, 6]
    assert (bands.values[1] == player.NOTHING).tolist() == [False, False, False, True, True, True]
    assert bands.contested.tolist() == [True, True, False, False, False, False]  # nothing contradicts nobody


def test_a_taggram_has_its_tags_by_category_the_strongest_first():
    tags = tuple(f"tag {number}" for number in range(30))
    clips = np.linspace(0.9, 0.1, 30)[None].repeat(3, axis=0)
    categories = {"odd": tags[1::2], "even": tags[::2]}
    heat = playback.taggram("x", prediction(clips, labels=tags), categories)
    assert heat.labels == [*tags[1:16:2], *tags[0:16:2]]
    assert heat.values[0].tolist() == pytest.approx([clips[0, 1]] * 3)
    assert "the 16 strongest of 30 tags: odd, even" in heat.caption
    assert playback.taggram("x", prediction(clips, labels=tags), {}).labels == list(tags[:16])


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (np.array([[0.0, 1.0], [2.0, 4.0]]), "image"),
        (np.array([[0.0, -1.0], [2.0, 4.0]]), "image"),
        (np.array([0.0, 2.0]), "area"),
        (np.array([-1.0, 2.0]), "signed"),
    ],
)
def test_maps_of_importance_stand_below_the_picture_at_their_own_seconds(values, kind):
    encoded, spectrogram = playback.encode(tone()), playback.picture(MEL, tone())
    panel = playback.importance("Saliency", values, np.array([100.0, 200.0]), step=2.0, first=2.0)
    drawn = player.unpack(playback.scene(encoded, spectrogram, [panel], "a song", "g"))["panels"][2]
    assert drawn["kind"] == kind
    assert drawn["high"] == 1.0
    assert bool(drawn.get("ends")) == bool((values < 0).any())
    if values.ndim == 1:
        assert drawn["seconds"].tolist() == [1.0, 3.0, 5.0]  # the middles are at 2 s and 4 s
    else:
        assert drawn["first"] == 2.0
