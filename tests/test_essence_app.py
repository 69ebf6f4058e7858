"""The widget of a genre's quintessence, run without a browser on a portrait that is given."""

import numpy as np
import pandas as pd
import pytest
import torch
from app_pages import PATIENCE, small_print
from load import essences
from streamlit.testing.v1 import AppTest

from genrelib.interpret.exciting import ActiveUnit
from genrelib.interpret.quintessence import Essence, Portrait
from genrelib.interpret.second_opinions import Opinion

SCRIPT = """
import pages, streamlit
from load import sounds
from load.explanations import Asked
from state import address
from widgets import essence
from genrelib import runs
from genrelib.interpret.stretch import Stretch
streamlit.navigation(pages.menu("map"), position="hidden")  # the pages that links lead to
address.open_page("inside")
run = runs.load(runs.shipped() / "jukebox/artist/irvin2016/lstm-attention/seed-0", "shipped run")
sound = sounds.Sound("a sound", None, "digest", "")
address.choose("label", run.classes)
essence.show(Asked(run, sound, Stretch(0.0, 9.0, True), address.keep("label")), 3.0)
address.write()
"""


def essence_of(way: str, after: float) -> Essence:
    sound = 0.1 * np.sin(np.arange(20_000)).astype(np.float32)
    opinions = (Opinion("jukebox/track/irvin2016/rnn/seed-0", "jazz", 0.7), Opinion("gtzan/a/b/c/seed-0", "pop", 0.1))
    return Essence(way, sound, 4000, torch.zeros(513, 22), 0.9, after, "jazz", opinions)


@pytest.fixture
def asked(monkeypatch, played) -> list[tuple]:
    """Choices by which portraits were asked for."""
    calls = []

    def portrait(asked, second, *choices):
        genre = asked.label
        calls.append((genre, *choices))
        if genre == "pop":
            raise ValueError("expected test clips that are called pop, got none")
        columns = {"track": ["jazz.00001", "blues.00002"], "start": [5.0, 0.0], "truth": ["jazz", "blues"]}
        clips = pd.DataFrame(columns | {"predicted": ["jazz", "jazz"], "value": [2.0, 1.0]})
        made = (essence_of("clip", 0.5), essence_of("label", 0.99))
        return Portrait(genre, ActiveUnit(7, 1.0, 0.25), clips, made)

    monkeypatch.setattr(essences, "portrait", portrait)
    return calls


@pytest.fixture
def page(asked) -> AppTest:
    test = AppTest.from_string(SCRIPT, default_timeout=PATIENCE)
    test.query_params["label"] = "jazz"
    return test.run()


def test_nothing_is_made_before_it_is_asked_for(page, asked):
    assert not page.exception and asked == []
    page.button[0].click().run()
    assert not page.exception and asked == [("jazz", "noise", "usual")] and not page.button


def test_a_sound_plays_beside_what_others_call_it(page, played):
    page.button[0].click().run()
    assert page.radio(key="way").options[0] == "what the genre climbs to"
    assert "1 of 2 others name jazz" in small_print(page) and "unit 7" in small_print(page)
    assert page.dataframe[0].value["answer"].tolist() == ["jazz", "pop"]
    assert page.dataframe[1].value["track"].tolist() == ["jazz.00001", "blues.00002"]
    assert "jazz, label" in [call.title for call in played]
    page.radio(key="way").set_value("clip").run()
    assert "jazz, clip" in [call.title for call in played]
    assert "learned from synthetic music" in small_print(page)


def test_what_cannot_be_made_is_a_sentence(page):
    page.query_params["label"] = "pop"
    page.run()
    page.button[0].click().run()
    assert not page.exception and "expected test clips" in small_print(page)


def test_a_run_whose_network_has_no_gradients_is_not_offered():
    from genrelib import runs

    root = runs.shipped() / "jukebox" / "artist"
    able = {
        name: essences.can_climb(runs.load(root / name / "seed-0")) for name in ("irvin2016/softmax", "irvin2016/rnn")
    }
    assert able == {"irvin2016/softmax": False, "irvin2016/rnn": True}
