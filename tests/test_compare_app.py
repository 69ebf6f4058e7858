"""Compare, run without a browser: two networks on the same tracks, what follows from them and what does not."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from app_pages import parameter, small_print, view_opener
from factories import SYSTEM
from home_confusions import CLASSES, PREDICTED, judged
from streamlit.testing.v1 import AppTest

from genrelib import evaluate, papers, runs
from genrelib.evaluate import Interval
from genrelib.studies.difference import Difference

OTHER = papers.get("irvin2016/lstm")
BETTER = PREDICTED | {"clicks/1.wav": ("clicks", 0.9), "clicks/2.wav": ("tones", 0.7)}


def keep(home, predicted, system, seed, split="track", data="folder-sounds", **info):
    kept = judged(predicted, CLASSES, seed, data, **{"split": split, "system": system.name} | info)
    kept = replace(kept, info=kept.info | {"declaration": runs.declaration(system)})
    run = runs.save(runs.address(home / "runs", data, split, system.name, seed), kept)
    (run.folder / "weights.safetensors").unlink()


def name(system=SYSTEM, seed=0, split="track", data="folder-sounds") -> str:
    return f"{data}/{split}/{system.name}/seed-{seed}@your"


@pytest.fixture(scope="module")
def home(confusion_home, tmp_path_factory):
    """Two systems with two seeds each on one folder, a run on half its tracks, and one on music of its own."""
    home = tmp_path_factory.mktemp("compare")
    (home / "data").mkdir()
    (home / "data" / "sounds").symlink_to(confusion_home / "data" / "sounds")
    for seed in (0, 1):
        keep(home, PREDICTED, SYSTEM, seed)
        keep(home, BETTER, OTHER, seed)
    keep(home, {track: PREDICTED[track] for track in sorted(PREDICTED)[:3]}, OTHER, 0, split="artist")
    keep(home, PREDICTED, SYSTEM, 0, data="folder-else")
    return home


@pytest.fixture
def show(home, monkeypatch, played):
    """Function: open the page, on the first system's first seed if none is named."""
    return view_opener("compare", home, monkeypatch, run=name())


def rows(test: AppTest) -> list[str]:
    return [re.sub(r"[*\\]", "", option) for option in test.radio(key="row").options]


def test_the_verdict_counts_the_tracks_that_one_alone_gets_right(show):
    test = show(other=name(OTHER))
    assert [metric.value for metric in test.metric] == ["50 % right", "62 % right"]
    text = small_print(test)
    assert "One track alone makes the difference, right for B: a coin would do so, too." in text
    assert "B gets 12 points more right than A (95 %: −23 to 43 points)" in text
    assert "The interval holds 0: these 8 tracks cannot tell them apart." in text


def test_the_verdict_turns_with_the_two(show):
    text = small_print(show(run=name(OTHER), other=name()))
    assert "A gets 12 points more right than B (95 %: −23 to 43 points)" in text and "right for A" in text


def test_several_seeds_of_both_are_a_second_difference(show):
    assert "Over 2 seeds of both: " in small_print(show(other=name(OTHER)))
    assert "Over 2 seeds" not in small_print(show(other=name(SYSTEM, 1)))
    assert "Both are trainings of one system" in small_print(show(other=name(SYSTEM, 1)))


def test_only_runs_that_can_be_compared_are_offered_other_systems_first(show):
    options = show().selectbox(key="other").options
    assert [re.match(r"\S+", option)[0] for option in options] == [OTHER.name] * 3 + [SYSTEM.name]
    assert options[2].endswith("3 tracks in common") and "in common" not in options[0]
    assert all("folder-else" not in option for option in options)


def test_tracks_that_only_one_judged_are_left_out_and_counted(show):
    test = show(other=name(OTHER, split="artist"))
    text = small_print(test)
    assert "Only the 3 tracks that both judged are compared: 5 of A's and 0 of B's test tracks are left out" in text
    assert "A learned from folder-sounds, split track, B from folder-sounds, split artist" in text
    assert test.selectbox(key="kind").options[0] == "All tracks: 3"
    assert "No track is right for one of them alone: nothing speaks for either." in text


def test_without_a_run_to_compare_the_page_says_how_to_get_one(show):
    test = show(run=name(data="folder-else"))
    assert "python -m genrelib train SYSTEM --data folder-else --split track" in test.info[0].value.replace("\\", "")
    assert len(test.selectbox) == 1


def test_the_largest_disagreement_comes_first_and_a_kind_has_its_tracks(show, played):
    test = show(other=name(OTHER))
    assert rows(test)[0].startswith("A 80 % noise, B 90 % clicks, true clicks · clicks/1.wav")
    options = test.selectbox(key="kind").options
    counts = [int(option.split(": ")[1]) for option in options]
    assert counts == [8, 4, 0, 1, 2, 1] and options[3] == "Only B right: 1"
    test.selectbox(key="kind").set_value("different").run()
    assert [row.split(" · ")[1].split()[0] for row in rows(test)] == ["clicks/2.wav"]
    assert parameter(test, "kind") == "different" and played[-1].title == "clicks/2.wav"
    test.button(key="chip").click().run()
    assert "kind" not in test.query_params
    test.selectbox(key="kind").set_value("first").run()
    assert "No track is of this kind" in small_print(test)


def test_both_systems_are_drawn_on_one_sound(show, played):
    show(other=name(OTHER))
    assert played[-1].title == "clicks/1.wav"
    assert [panel["title"] for panel in played[-1].panels][2:] == [
        "Most probable label",
        f"A: {SYSTEM.name}, as counted: probability",
        f"B: {OTHER.name}, as counted: probability",
    ]


def test_genre_by_genre_has_both_recalls_and_their_gap(show):
    table = show(other=name(OTHER)).dataframe[0].value.set_index("genre")
    assert table.loc["clicks", ["first", "second", "gain"]].tolist() == pytest.approx([25, 50, -25])
    assert table.loc["noise", "gain"] == 0


def test_a_bad_link_is_told_so(show):
    test = show(other="gone", kind="strange", row="x")
    assert len(test.warning) == 3


def pair(both: int, first: int, second: int, neither: int) -> SimpleNamespace:
    """So many tracks that both, only A, only B and neither gets right."""
    counts = [both, first, second, neither]
    mine, theirs = np.repeat([True, True, False, False], counts), np.repeat([True, False, True, False], counts)
    gain = evaluate.share_gain(theirs, mine)
    return SimpleNamespace(gain=gain, agreement=evaluate.mcnemar(mine, theirs), table=range(sum(counts)))


@pytest.mark.parametrize(
    ("counts", "sentences"),
    [
        (
            (60, 14, 6, 20),
            ("A gets 8 points more right", "Of 20 tracks .* A has 14; .* 12 times in 100", "cannot tell"),
        ),
        (
            (60, 6, 14, 20),
            ("B gets 8 points more right", "Of 20 tracks .* B has 14; .* 12 times in 100", "cannot tell"),
        ),
        (
            (60, 20, 2, 18),
            ("A gets 18 points", "A has 20; .* fewer than 1 time in 1,000", "100 tracks, A is better by"),
        ),
        (
            (60, 2, 20, 18),
            ("B gets 18 points", "B has 20; .* fewer than 1 time in 1,000", "100 tracks, B is better by"),
        ),
        ((60, 10, 10, 20), ("the same share right", "has 10; .* practically always", "holds 0: these 100 tracks")),
        ((60, 0, 0, 40), ("the same share right", "nothing speaks for either", "holds 0: these 100 tracks")),
        ((0, 0, 1, 0), ("B gets 100 points more", "a coin would do so", "holds 0: one track cannot tell")),
        ((90, 5, 0, 5), ("A gets 5 points", "A has 5; .* 62 times in 1,000", "holds 0|just leaves out 0")),
        ((99, 1, 0, 0), ("A gets 1 point more", "right for A: a coin", "cannot tell them apart")),
    ],
)
def test_verdicts_say_what_follows_and_no_more(counts, sentences):
    from widgets import compare_words

    verdict = compare_words.verdict(pair(*counts))
    assert len(verdict) == len(sentences)
    for sentence, pattern in zip(verdict, sentences, strict=True):
        assert re.search(pattern, sentence), sentence


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0.01, 0.09, "A gets 5 points .*leaves out 0"), (-0.02, 0.12, "A gets 5 points .*holds 0")],
)
def test_a_difference_over_seeds_is_judged_by_its_interval(low, high, words):
    from widgets import compare_words

    assert re.search(words, compare_words.over_seeds((Difference(Interval(0.05, low, high)), 3)))
    turned = compare_words.over_seeds((Difference(Interval(-0.05, -high, -low)), 3))
    assert re.search(words.replace("A gets", "B gets"), turned)


# Confusions, beside a second run


@pytest.fixture
def confusions(home, monkeypatch, played):
    """Function: open Confusions on the first system's first seed."""
    return view_opener("confusions", home, monkeypatch, run=name())


def test_confusions_stand_less_those_of_another_run(confusions, played):
    alone = confusions()
    assert alone.selectbox(key="other").options[0] == "no other run" and len(alone.get("plotly_chart")) == 2
    test = confusions(other=name(OTHER), cell="clicks-as-tones")
    assert len(test.get("plotly_chart")) == 3
    assert f"Less those of {OTHER.name}, on the 8 tracks that both judged" in small_print(test)
    assert "blue and + where the first has more" in small_print(test)
    assert "nothing to hear" in small_print(test)
    test.segmented_control(key="whose").set_value("other").run()
    assert played[-1].title == "clicks/2.wav" and parameter(test, "whose") == "other"


def test_tracks_that_one_alone_judged_are_not_in_the_difference(confusions):
    text = small_print(confusions(other=name(OTHER, split="artist")))
    assert "on the 3 tracks that both judged" in text and "5 and 0 tracks that one alone judged are left out" in text


def test_genres_that_are_confused_stand_together_in_matrix_and_table(confusions):
    named = confusions().dataframe[0].value.genre.tolist()
    alike = confusions(order="alike").dataframe[0].value.genre.tolist()
    assert named == ["clicks", "noise", "tones"]
    assert alike == ["noise", "clicks", "tones"]  # 3 of 4 clicks are called noise, 1 of 2 tones clicks


def test_confidence_is_beside_what_is_right(confusions):
    text = small_print(confusions())
    # answers of 60 to 94 % on the average of 79 %, half of them right; bin by bin as far apart as this or farther
    assert re.search(r"Expected calibration error: (3\d|4\d) % \(", text)
