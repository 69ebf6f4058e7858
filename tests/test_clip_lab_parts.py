"""Parts of a sound in Clip lab: a region and what remains are played in its place, and judged beside the whole."""

import io

import numpy as np
import pytest
import soundfile
from app_pages import page_opener, parameter, small_print
from home_trained import PLAIN, name

SET = "folder-pages"
LINK = {"sound": SET, "track": "tones/1.wav", "run": name(PLAIN)}


@pytest.fixture
def show(audible_home, monkeypatch, played):
    """Function: open the clip lab with a track of the networks' own folder."""
    open_page = page_opener(audible_home, monkeypatch)
    return lambda **link: open_page("clip_lab", **LINK, **link)


def sound(payload) -> np.ndarray:
    return soundfile.read(io.BytesIO(payload.audio.tobytes()), dtype="float32")[0]


def test_a_region_is_played_where_the_whole_was_and_judged_beside_it(show, played):
    test = show()
    whole = played[-1]
    test = show(part="region", t="2.0", loop="2.00-4.00")
    assert not test.exception and not test.warning
    part = played[-1]
    assert (part.group, part.seconds) == (whole.group, whole.seconds)  # so that playback goes on at its place
    assert part.title.endswith("This region only (2.00 to 4.00 s)")
    second = len(sound(part)) // 6
    quiet, loud = np.abs(sound(part)[: int(1.5 * second)]).max(), np.abs(sound(part)[int(2.5 * second) :]).max()
    assert quiet < 1e-3 < 0.05 < loud
    answers = next(table.value for table in test.dataframe if "says of this" in table.value)
    assert len(answers) == 1
    assert "as you hear it" in small_print(test)


def test_without_a_region_the_whole_is_played_and_a_hint_says_what_to_do(show, played):
    test = show()
    test.button_group(key="part").set_value("rest").run()
    assert not test.exception
    assert played[-1].hash == played[0].hash
    assert "drag a box" in small_print(test)
    assert parameter(test, "part") == "rest"


@pytest.mark.parametrize("part", ["harmonic", "percussive", "rest"])
def test_parts_are_other_sounds_of_the_same_length(show, played, part):
    show()
    test = show(part=part, loop="1.00-2.00", hz="100-900")
    assert not test.exception
    assert len(played[-1].audio) == len(played[0].audio)
    assert np.abs(sound(played[-1]) - sound(played[0])).max() > 0.01
