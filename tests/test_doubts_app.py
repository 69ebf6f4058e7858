"""Label doubts, run without a browser: lists, their scores, votes and files of votes, and what leaving out does."""

from dataclasses import replace

import numpy as np
import pytest
from app_pages import page_opener, parameter, small_print, view_opener
from factories import SYSTEM
from home_confusions import CLASSES, PREDICTED, judged
from streamlit.testing.v1 import AppTest

from genrelib import runs
from genrelib.predictions.label_votes import Vote, read_votes, write_votes

VALID = ("clicks/3.wav", "noise/1.wav", "tones/0.wav")
# Two labels of these are planted wrong: reggae.00035 is hiphop, hiphop.00005 disco.
JUKEBOX = {
    "reggae.00035": ("hiphop", 0.9),
    "hiphop.00001": ("hiphop", 0.95),
    "reggae.00001": ("reggae", 0.8),
    "hiphop.00005": ("hiphop", 0.7),
    "reggae.00002": ("hiphop", 0.6),
    "reggae.00003": ("reggae", 0.85),
}


def keep(home, predicted, valid, classes, data, split="track"):
    kept = judged({track: predicted[track] for track in predicted if track not in valid}, classes, 0, data)
    rest = judged({track: predicted[track] for track in valid}, classes, 0, data).predictions
    vectors = np.eye(len(predicted))
    vectors[1] = vectors[0]  # the first two are one sound to the network
    embeddings = {
        "track": np.array(list(predicted)),
        "part": np.array(["train" if place == 1 else "test" for place in range(len(predicted))]),
        "vectors": vectors.astype(np.float16),
        "truth": np.array([classes.index(track.replace(".", "/").split("/")[0]) for track in predicted]),
    }
    kept = replace(kept, valid=rest, embeddings=embeddings, info=kept.info | {"split": split})
    run = runs.save(runs.address(home / "runs", data, split, SYSTEM.name, 0), kept)
    (run.folder / "weights.safetensors").unlink()


def name(data="folder-sounds", split="track") -> str:
    return f"{data}/{split}/{SYSTEM.name}/seed-0@your"


@pytest.fixture(scope="module")
def home(confusion_home, tmp_path_factory):
    """A folder that is remembered, split by tracks, artists and clips, and some of the jukebox."""
    home = tmp_path_factory.mktemp("doubts")
    (home / "data").mkdir()
    (home / "data" / "sounds").symlink_to(confusion_home / "data" / "sounds")
    for split in ("track", "artist", "clip"):
        keep(home, PREDICTED, VALID, CLASSES, "folder-sounds", split)
    keep(home, JUKEBOX, ("reggae.00003",), ("hiphop", "reggae"), "jukebox")
    return home


@pytest.fixture
def show(home, monkeypatch, played):
    """Function: open the page, on the folder's run if none is named."""
    return view_opener("doubts", home, monkeypatch, run=name())


def listed(test: AppTest) -> list[str]:
    return [option.replace("\\", "").split(" · ")[1].split(" at ")[0] for option in test.radio(key="row").options]


def click(test: AppTest, words: str) -> AppTest:
    next(button for button in test.button if button.label == words).click().run()
    assert not test.exception
    return test


def accuracies(test: AppTest) -> dict[str, float]:
    table = next(one.value for one in test.dataframe if "accuracy" in one.value)
    return dict(zip(table["test tracks"], table.accuracy.round(1), strict=True))


def test_tracks_that_were_not_learned_from_are_listed_by_the_margin(show, played):
    test = show()
    assert listed(test) == ["clicks/3.wav", "clicks/1.wav", "tones/0.wav", "clicks/2.wav"]
    assert "labelled **clicks** 3 %, answered **noise** 94 %, valid" in test.radio(key="row").options[0].replace(
        "\\", ""
    )
    assert played[-1].title == "clicks/3.wav"
    assert "No wrong label is known among these 8 tracks" in small_print(test)


def test_a_list_is_scored_where_wrong_labels_are_planted(show):
    text = small_print(show(run=name("jukebox")))
    assert "Planted wrong labels among the 2 shown: **1**, a precision of 50 %" in text
    assert "Random lists have 33.3 % on average" in text and "Recall: 1 of all 2, 50 %" in text
    assert "Only 2 wrong labels are planted" in text


def test_known_faults_are_folded_away_until_they_are_asked_for(show):
    test = show(run=name("jukebox"))
    assert "it is hiphop" not in "".join(test.radio(key="row").proto.captions)
    test = show(run=name("jukebox"), known="shown")
    assert "it is hiphop" in "".join(test.radio(key="row").proto.captions)


def test_nothing_is_doubted_of_a_run_that_learned_from_these_tracks(show):
    test = show(run=name(split="clip"))
    assert "which is not here" in test.warning[0].value
    assert all("split clip" not in option for option in test.selectbox(key="run").options)
    assert "The same system on split clip" in [link.label for link in test.get("page_link")]


def test_the_nearest_pair_is_one_sound_on_both_sides(show, played):
    test = show(kind="pairs")
    first = test.radio(key="row").options[0].replace("\\", "")
    assert first == "0 from clicks/1.wav, both clicks, **on both sides** · clicks/0.wav"
    assert played[-1].title == "clicks/0.wav"
    test.segmented_control(key="side").set_value("other").run()
    assert played[-1].title == "clicks/1.wav" and "0 voted of 8." in small_print(test)
    assert "This network learned from this very track" in small_print(test)
    assert "1 voted of 8." in small_print(click(test, "It is wrong"))
    assert "Of the 10 pairs, 4 were learned on one side and tested or validated on the other" in small_print(test)


def test_a_vote_counts_is_marked_and_leads_on(show):
    test = click(show(), "It is wrong")
    assert "1 voted of 4." in small_print(test)
    assert test.radio(key="row").options[0].startswith(":material/close:")
    click(test, "Next without a vote")
    assert test.radio(key="row").value == "clicks/1.wav" == parameter(test, "row")
    click(test, "The label is right")
    text = small_print(test)
    assert "You settled 2 labels of this list, 1 as wrong: 50 % (95 %: 9 % to 91 %)" in text
    click(test, "The label is right")  # again takes it back
    assert "1 voted of 4." in small_print(test)


def test_votes_change_the_accuracy_by_what_they_leave_out_or_relabel(show):
    """Three of five test tracks are right; clicks/1 and clicks/2 are answered with noise."""
    test = show(row="clicks/1.wav")
    assert accuracies(test)["all test tracks"] == 60
    assert accuracies(test)["without 2 of those shown"] == 100
    assert accuracies(test)["without 2 it gets right"] == pytest.approx(33.3)
    next(box for box in test.selectbox if box.label == "If it is wrong, it is").set_value("noise").run()
    assert accuracies(test)["without 1 voted wrong"] == 75
    assert accuracies(test)["with 1 relabelled"] == 80
    assert "by construction" in small_print(test)


def test_a_file_of_votes_is_read_once_and_comes_back_as_it_was(show):
    votes = {"clicks/1.wav": Vote("clicks", "wrong", "noise", "*hiss* <b>", name(), "folder-sounds", "track")}
    test = show(row="clicks/1.wav")
    test.file_uploader[0].upload("mine.csv", write_votes(votes).encode(), "text/csv").run()
    assert not test.exception and not test.error
    assert "1 voted of 4." in small_print(test)
    assert test.text_input[0].value == "*hiss* <b>"
    test.text_input[0].set_value("a note").run()
    kept = test.session_state["votes on labels"]["folder-sounds"]
    assert kept["clicks/1.wav"].note == "a note" and kept["clicks/1.wav"].proposed == "noise"
    assert read_votes(write_votes(kept).encode(), "x", "folder-sounds", {"clicks/1.wav": "clicks"}, CLASSES) == kept


def test_a_file_of_no_use_is_refused_in_a_sentence(show):
    test = show()
    test.file_uploader[0].upload("<b>.csv", b"track,vote\nelse.wav,right\n", "text/csv").run()
    assert not test.exception
    assert "tracks of folder-sounds that are known here" in test.error[0].value.replace("\\", "")
    assert "\\<b\\>" in test.error[0].value


def test_the_address_has_kind_and_number_and_a_bad_one_is_told_so(show):
    test = show(kind="chance", top="20")
    assert (parameter(test, "kind"), parameter(test, "top")) == ("chance", "20")
    assert len(show(kind="strange", top="7", row="x").warning) == 3


def test_without_a_run_the_page_says_how_to_get_one(tmp_path, monkeypatch):
    test = page_opener(tmp_path, monkeypatch)("doubts")
    assert not test.exception and "python -m genrelib train" in test.info[0].value
