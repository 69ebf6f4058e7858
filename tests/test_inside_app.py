"""Inside: the map of an answer in the player, reasons to doubt it, and what it points at as sound."""

import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import soundfile
import torch
from app_pages import parameter, small_print, view_opener, wav
from home_trained import ATTENDS, PLAIN, name
from torch import nn

from genrelib.interpret import scores
from genrelib.networks.network import Network, Reading

SET = "folder-pages"
LINK = {"sound": SET, "track": "tones/1.wav", "run": name(ATTENDS), "method": "gradient"}
BAND, FRAME = 60, 15  # that decide
LABEL = 2


class Pointing(Network):
    """A label whose logit is one value of a clip: the gradient is there and nowhere else."""

    def __init__(self):
        super().__init__()
        self.classify = nn.Linear(3, 3)
        with torch.no_grad():
            self.classify.weight.copy_(torch.eye(3))
            self.classify.bias.zero_()

    def inspect(self, x):
        value = 5 + 0.1 * x[:, BAND, FRAME]
        return Reading(torch.stack([0 * value, 0 * value, value], dim=1))


@pytest.fixture
def show(audible_home, monkeypatch, played):
    """Function: open the page with a track of the networks' own folder."""
    return view_opener("inside", audible_home, monkeypatch, **LINK)


@pytest.fixture
def pointing(monkeypatch, show):
    """In place of the page's network one that points at a known band and moment."""
    from load import opinions

    asked = opinions.model

    def model(run):
        return replace(asked(run), network=Pointing())

    monkeypatch.setattr(opinions, "model", model)
    yield
    forget()  # what was computed of a network that the run does not have


def forget() -> None:
    """Forget what the page computed of networks and scores."""
    from load import explanations

    for cache in (explanations.clips, explanations.clip_maps, explanations._maps_untrained, explanations._held):
        cache.cache_clear()
    for cache in (explanations.score, explanations.held_kinds):
        cache.clear()


def panel(played, title: str) -> dict:
    return next(panel for panel in played[-1].panels if panel["title"] == title)


def test_the_map_peaks_at_the_band_and_the_moment_that_decide(show, pointing, played):
    test = show(track="noise/2.wav")
    drawn = panel(played, "Map")
    row, frame = np.unravel_index(drawn["values"].argmax(), drawn["values"].shape)
    assert (row, frame % 11) == (BAND, FRAME % 11)  # clips begin every eleven frames
    assert np.count_nonzero(drawn["values"].sum(axis=1)) == 1
    assert drawn["first"] + drawn["step"] * frame < 6.0
    assert drawn["caption"].startswith("gradient, for tones")
    assert "it is about the network" not in small_print(test)  # its map has no weight to forget


def test_the_answer_is_explained_first_and_any_label_can_be(show, played):
    test = show()
    answer = test.title[0].value.removeprefix("Why does it say ").rstrip("?")
    assert answer in ("clicks", "noise", "tones")
    other = next(label for label in test.selectbox(key="label").options if answer not in label).split()[0]
    test.selectbox(key="label").set_value(other).run()
    assert test.title[0].value == f"What in it speaks for {other}?"
    assert parameter(test, "label") == other
    assert panel(played, "Map")["caption"].startswith(f"gradient, for {other}")


@pytest.mark.parametrize(("key", "gone"), [("label", "jazz"), ("method", "Grad-CAM"), ("energy", "7")])
def test_a_broken_link_says_so_and_offers_the_first(show, key, gone):
    test = show(**{key: gone})
    assert f"asks for {key} “{gone}”, which is not here" in small_print(test)
    assert test.title[0].value.startswith("Why does it say")


def test_a_system_of_scikit_learn_gives_way_to_the_nearest_network(show):
    test = show(run=name(PLAIN))
    assert test.selectbox(key="run").value == name(ATTENDS)
    assert f"{PLAIN}/seed-0 cannot be looked into" in test.info[0].value.replace("\\", "")
    assert "which is not here" not in small_print(test)


def test_without_networks_the_page_says_how_to_get_one(tmp_path, monkeypatch, played):
    test = view_opener("inside", tmp_path, monkeypatch)()
    assert "genrelib train" in test.info[0].value


def test_a_control_is_no_explanation(show):
    test = show(method="change of sound")
    (doubt,) = [warning.value for warning in test.warning if "without training" in warning.value]
    assert "do not believe it" in doubt
    assert "rank correlation 1.00" in doubt
    assert "knows nothing of the network" in small_print(test)


def test_what_nobody_scored_is_said_to_be_so_and_what_was_scored_is_shown(show, audible_home, monkeypatch):
    monkeypatch.setattr(scores, "SHIPPED", audible_home / "nothing shipped")
    forget()
    assert "Nobody scored this method" in small_print(show())
    folder = audible_home / "explanations"
    folder.mkdir()
    rows = {"run": f"jukebox/artist/{ATTENDS}/seed-0", "method": "gradient", "hit_chance": 0.2}
    table = pd.DataFrame([rows | {"track": str(bed), "bed": bed, "hit": float(bed < 3)} for bed in range(4)])
    table.to_csv(folder / "needle.csv", index=False)
    forget()
    try:
        text = small_print(show())
    finally:
        (folder / "needle.csv").unlink()
        forget()
    assert "in 75 %" in text and "of 4 tracks" in text and "by chance in 20 %" in text
    assert "not shown to be more than chance" in text and f"for jukebox/artist/{ATTENDS}/seed-0" in text


def test_the_shipped_scores_are_read(show):
    forget()
    text = small_print(show(method="attention"))
    assert "On the needle" in text and "by chance in" in text and "Nobody scored" not in text
    assert "the peak of attention" not in text and "An edge detector, which knows no network, hits in" in text
    assert "the peak of this method lies in the window in" in small_print(show(method="occlusion in both"))


def test_it_opens_with_the_method_that_most_networks_are_explained_by(show):
    shown = show(method="none of these")
    assert shown.selectbox(key="method").value == "occlusion in time"
    assert "On the needle" in small_print(shown)


def sound(payload) -> np.ndarray:
    return soundfile.read(io.BytesIO(payload.audio.tobytes()), dtype="float32")[0]


def test_what_the_map_points_at_is_played_in_place_and_judged_by_two_networks(show, played):
    show()
    whole = played[-1]
    test = show(masked="top", energy="10")
    part = played[-1]
    assert (part.group, part.seconds) == (whole.group, whole.seconds)
    assert np.abs(sound(part) - sound(whole)).max() > 0.01
    answers = next(table.value for table in test.dataframe if "says of this" in table.value)
    assert answers.network.tolist() == [ATTENDS, PLAIN]
    assert test.selectbox(key="second").value == name(PLAIN)


def test_attention_is_a_panel_and_what_the_network_lacks_is_not_offered(show, played):
    test = show(panels="attention,curve,untrained")
    titles = [drawn["title"] for drawn in played[-1].panels]
    assert titles == ["Waveform", "Spectrogram", "Map", "Attention", "Map over time", "Map without training"]
    assert test.button_group(key="panels").value == ["attention", "curve", "untrained"]
    assert not {"feedback scales", "recurrent states"} & set(test.button_group(key="panels").options)


def test_another_method_stands_beside_it_and_the_fill_of_gaps_is_a_choice(show, played):
    test = show(beside="linear surrogate", fill="mean", panels="beside")
    assert panel(played, "Other method")["caption"].startswith("linear surrogate, mean")
    assert "Rank correlation over time" in small_print(test)
    test.button_group(key="fill").set_value("noise").run()
    assert panel(played, "Other method")["caption"].startswith("linear surrogate, noise")
    assert parameter(test, "fill") == "noise"


def test_of_a_long_upload_thirty_seconds_are_explained_around_the_link_s_second(show, played, synthesise):
    test = show(sound="upload")
    assert "cannot carry it" in small_print(test)
    file = ("song.wav", wav(synthesise("clicks", 0, 80.0, 8000), 8000), "audio/wav")
    test.file_uploader(key="file").set_value([file]).run()
    assert not test.exception
    test.selectbox(key="method").set_value("gradient").run()
    drawn = panel(played, "Map")
    assert 29 < drawn["values"].shape[1] * drawn["step"] < 31
    assert drawn["first"] < 1 and "seconds 0 to 30 of 80" in small_print(test)
    test.query_params["t"] = "61.0"
    test.run()
    assert 44 < panel(played, "Map")["first"] < 46
    assert "seconds 45 to 75 of 80" in small_print(test)


def test_silence_has_nothing_to_explain(show):
    test = show(sound="upload")
    file = ("nothing.wav", wav(np.zeros(80_000, np.float32), 8000), "audio/wav")
    test.file_uploader(key="file").set_value([file]).run()
    assert not test.exception
    assert "nothing to explain" in small_print(test)
