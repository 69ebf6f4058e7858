"""Beat the model, run without a browser: clips that do not give themselves away, a result, and a class's files."""

import json

import pytest
from app_pages import parameter, small_print, view_opener
from factories import SYSTEM
from home_confusions import PREDICTED, name
from streamlit.testing.v1 import AppTest

from genrelib import quiz


@pytest.fixture
def show(confusion_home, monkeypatch, played):
    """Function: open the page by a link."""
    return view_opener("quiz", confusion_home, monkeypatch)


def press(test: AppTest, label: str) -> AppTest:
    """Press a button by its label."""
    (button,) = [button for button in test.button if button.label == label]
    button.click().run()
    assert not test.exception
    return test


def answered(test: AppTest, genre: str, count: int) -> AppTest:
    for _ in range(count):
        press(test, genre)
    return test


def clips(count: str, seed: str) -> list[str]:
    """Tracks of a quiz, in order, by the module that chooses them."""
    from load import quizzes, runs

    run = runs.find(quizzes.playable)[name()]
    return list(quizzes.make(run, int(count), seed).clips.index)


def test_the_page_opens_with_a_clip_and_a_button_for_each_genre(show, played):
    test = show()
    assert test.title[0].value == "Can you beat the model?"
    assert played[-1].title == "Clip 1" and played[-1].begins == 0
    assert [button.label for button in test.button if button.label in ("clicks", "noise", "tones")] == [
        "clicks",
        "noise",
        "tones",
    ]
    assert not test.query_params


def test_nothing_that_reaches_the_browser_names_the_clip(show, played):
    test = show(clips="5", seed="class")
    tracks = clips("5", "class")
    for place in range(5):
        header = json.dumps({k: v for k, v in vars(played[-1]).items() if k not in ("panels", "audio")}, default=str)
        header += "".join(str(panel["title"]) + str(panel.get("caption", "")) for panel in played[-1].panels)
        assert len(played[-1].panels) == 2 and not played[-1].marks  # waveform, spectrogram: no opinion
        drawn = " ".join(str(element.proto) for element in test.main if hasattr(element, "proto"))
        for text in (header, drawn, str(dict(test.query_params))):
            assert not [track for track in tracks if track in text], place
        assert not any(genre in header for genre in ("clicks", "noise", "tones"))
        if place < 4:
            press(test, "Skip")


def test_the_same_link_gives_the_same_clips_and_another_word_others(show):
    show(clips="5", seed="class")
    assert clips("5", "class") == clips("5", "class")
    assert len({tuple(clips("5", seed)) for seed in "abcdef"}) > 1
    assert set(clips("20", "class")) == set(PREDICTED)  # no more than there are


def test_a_guess_goes_on_and_can_be_corrected(show, played):
    test = press(show(clips="5"), "noise")
    assert played[-1].title == "Clip 2"
    press(test, "Back")
    (guess,) = [button for button in test.button if button.label == "noise"]
    assert played[-1].title == "Clip 1" and guess.proto.type == "primary"
    assert not {"noise", "guess"} & set(str(dict(test.query_params)).split("'"))


def test_the_result_counts_the_person_and_the_network_on_the_same_clips(show):
    test = answered(show(clips="5", seed="class"), "clicks", 5)
    tracks = clips("5", "class")
    right = sum(track.startswith("clicks") for track in tracks)
    network = sum(track.split("/")[0] == PREDICTED[track][0] for track in tracks)
    assert [metric.value for metric in test.metric] == [f"{right} of 5 right", f"{network} of 5 right"]
    assert test.metric[1].label.replace("\\", "").startswith(f"{SYSTEM.name} (")
    assert "cannot tell who hears better" in small_print(test)
    (hear,) = [radio for radio in test.radio if radio.label == "Clip"]
    assert len(hear.options) == 5 and hear.options[0].startswith(f"1 · **{tracks[0].split('/')[0]}** · you clicks")


def test_what_was_skipped_is_not_counted(show):
    test = press(press(show(clips="5"), "Skip"), "noise")
    press(test, "See the result")
    assert test.metric[0].value.endswith("of 1 right")
    (hear,) = [radio for radio in test.radio if radio.label == "Clip"]
    assert sum("you skipped it" in option for option in hear.options) == 4


def test_an_answer_can_be_corrected_after_the_result_and_all_forgotten(show, played):
    test = answered(show(clips="5"), "noise", 5)
    press(test, "Correct an answer")
    assert played[-1].title == "Clip 1"
    press(press(test, "See the result"), "Begin again")
    assert "Clip 1 of 5, 0 guessed" in small_print(test)


def test_a_link_that_is_wrong_says_so_and_a_long_word_is_cut(show):
    test = show(run="gone", clips="7", seed="x" * 99)
    assert len(test.warning) == 2
    assert parameter(test, "seed") == "x" * 40


def test_without_music_the_page_says_what_to_do(show, monkeypatch, tmp_path):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    assert "python -m genrelib train" in show().info[0].value


def test_a_class_is_shown_against_the_network_and_a_bad_file_is_refused(show):
    test = show(clips="5", seed="class")
    tracks = clips("5", "class")
    from load import quizzes, runs

    own = quizzes.make(runs.find(quizzes.playable)[name()], 5, "class")
    right = {track: track.split("/")[0] for track in tracks}
    wrong = dict.fromkeys(tracks, "tones")
    files = [
        quiz.write_answers(person, own.name, own.clips, guesses, {}).encode()
        for person, guesses in (("Ada **x**", right), ("Bea", wrong), ("Bea", right))
    ]
    uploads = [(f"{number}.csv", data, "text/csv") for number, data in enumerate([*files, b"no table"])]
    test.file_uploader(key="class").set_value(uploads).run()
    assert not test.exception
    assert len(test.error) == 1 and "3.csv" in test.error[0].value.replace("\\", "")
    people = next(frame.value for frame in test.dataframe if "person" in frame.value)
    tones = 100 * sum(track.startswith("tones") for track in tracks) / 5
    assert dict(zip(people.person, people.right, strict=True)) == {"Ada **x**": 100, "Bea (2)": 100, "Bea": tones}
    assert "3 people, 5 clips." in small_print(test)
    assert "over people (others, these clips)" in small_print(test)
    assert answered(test, "noise", 5).metric[0].label.startswith("You (")  # both stand on the page together
    assert len(test.get("plotly_chart")) >= 4
