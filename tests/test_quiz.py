"""Quizzes: clips by a seed, guesses as CSV, and what is counted of them."""

import numpy as np
import pandas as pd
import pytest

from genrelib.quiz import COLUMNS, Classroom, choose_clips, judge, read_answers, write_answers

LABELS = ("blues", "jazz", "rock")
ROWS = pd.DataFrame(
    [(f"{genre}.{number}", genre, "jazz") for genre in LABELS for number in range(8)],
    columns=["track", "truth", "answer"],
).set_index("track", drop=False)
ALL = set(ROWS.track)
CLIPS = ROWS.loc[["blues.0", "jazz.0", "rock.0", "rock.1"]]
GUESSES = {"blues.0": "blues", "jazz.0": "rock", "rock.0": "jazz"}
QUIZ = "run@shipped 4 word"


def test_the_same_seed_gives_the_same_clips_in_the_same_order():
    chosen = choose_clips(ROWS, ALL, 10, "class 7")
    again = choose_clips(ROWS.sample(frac=1, random_state=0), ALL, 10, "class 7")
    assert list(chosen.index) == list(again.index) and len(set(chosen.index)) == 10
    others = {tuple(choose_clips(ROWS, ALL, 10, str(seed)).index) for seed in range(20)}
    assert len(others) == 20


def test_these_are_the_clips_on_every_machine():
    assert list(choose_clips(ROWS, ALL, 4, "word").index) == ["jazz.5", "blues.1", "jazz.0", "rock.5"]


@pytest.mark.parametrize("count", [3, 5, 10, 20])
def test_genres_are_balanced(count):
    for seed in "abcdef":
        frequency = choose_clips(ROWS, ALL, count, seed).truth.value_counts().reindex(LABELS, fill_value=0)
        assert frequency.sum() == count and frequency.max() - frequency.min() <= 1


def test_what_is_not_offered_is_not_chosen_and_a_rare_genre_is_made_up_for():
    offered = {track for track in ALL if not track.startswith("rock")} | {"rock.3"}
    chosen = choose_clips(ROWS, offered, 9, "a")
    assert set(chosen.track) <= offered
    assert sorted(chosen.truth.value_counts()) == [1, 4, 4]
    assert len(choose_clips(ROWS, offered, 20, "a")) == 17


def test_genres_do_not_come_in_turn():
    orders = {tuple(choose_clips(ROWS, ALL, 6, str(seed)).truth) for seed in range(12)}
    assert len(orders) > 8


def test_answers_that_were_written_are_read_again():
    written = write_answers("Ada", QUIZ, CLIPS, GUESSES, {"blues.0": 3.21})
    assert written.splitlines()[0] == ",".join(COLUMNS)
    assert "Ada,run@shipped 4 word,blues.0,blues,blues,jazz,3.2" in written
    assert read_answers(written.encode(), "x.csv", QUIZ, CLIPS.index, LABELS) == {"Ada": GUESSES}


def test_files_put_one_behind_another_are_a_class():
    joined = "".join(write_answers(name, QUIZ, CLIPS, GUESSES, {}) for name in ("Ada", "Bea, the “second”"))
    assert set(read_answers(joined.encode(), "x.csv", QUIZ, CLIPS.index, LABELS)) == {"Ada", "Bea, the “second”"}


def test_a_file_without_a_person_has_its_own_name_and_a_spreadsheet_may_write_semicolons():
    file = f"quiz;clip;guess\r\n{QUIZ};blues.0;rock\r\n{QUIZ};jazz.0;\r\n".encode("utf-8-sig")
    assert read_answers(file, "<b>me</b>.csv", QUIZ, CLIPS.index, LABELS) == {"<b>me</b>.csv": {"blues.0": "rock"}}


HEAD = "quiz,clip,guess\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "expected a table"),
        (b"\xff\xfe\0a", "UTF-8"),
        (b"a\0b", "bytes that are none"),
        (b"x" * (2 << 20), "at most 1 MB"),
        (b"hello", "expected"),
        (b"a,b\n1,2\n", "none called quiz"),
        (HEAD.encode(), "expected guesses, got none"),
        (f"{HEAD}another quiz,blues.0,rock\n".encode(), "got some to another quiz"),
        (f"{HEAD}{QUIZ},blues.7,rock\n".encode(), "blues.7"),
        (f"{HEAD}{QUIZ},blues.0,polka\n".encode(), "polka"),
        (f"{HEAD}{QUIZ},blues.0,rock\n{QUIZ},blues.0,jazz\n".encode(), "got two of"),
        (f'{HEAD}"{QUIZ},blues.0,rock\n'.encode(), "expected"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(data, words):
    with pytest.raises(ValueError, match=words) as refusal:
        read_answers(data, "x.csv", QUIZ, CLIPS.index, LABELS)
    assert str(refusal.value).startswith("x.csv: ") and "\n" not in str(refusal.value)


def test_a_person_is_judged_on_the_clips_that_were_guessed():
    score = judge(CLIPS, GUESSES, LABELS)
    assert (score.clips, score.person.value, score.network.value) == (3, pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert (score.person.low, score.person.high) == pytest.approx((0.0615, 0.7923), abs=1e-3)  # Wilson's of 1 in 3
    assert score.differ == ("blues.0", "jazz.0")
    assert (score.agreement.first, score.agreement.second, score.agreement.p) == (1, 1, 1.0)
    np.testing.assert_array_equal(score.matrices[0], [[1, 0, 0], [0, 0, 1], [0, 1, 0]])
    np.testing.assert_array_equal(score.matrices[1], [[0, 1, 0], [0, 1, 0], [0, 1, 0]])
    with pytest.raises(ValueError, match="got none"):
        judge(CLIPS, {}, LABELS)


@pytest.fixture
def classroom():
    """Ada is right on both her clips, Bea on one of four, Cy on none of one."""
    return Classroom(
        CLIPS,
        {
            "Ada": {"blues.0": "blues", "jazz.0": "jazz"},
            "Bea": {"blues.0": "blues", "jazz.0": "rock", "rock.0": "blues", "rock.1": "jazz"},
            "Cy": {"blues.0": "rock"},
        },
        LABELS,
    )


def test_each_person_is_judged_on_their_own_clips(classroom):
    assert classroom.by_person[["person", "clips", "right"]].to_numpy().tolist() == [
        ["Ada", 2, 1.0],
        ["Bea", 4, 0.25],
        ["Cy", 1, 0.0],
    ]


def test_a_class_has_an_interval_over_people_and_one_over_clips(classroom):
    people = np.array([1, 0.25, 0])
    clips = np.array([2 / 3, 1 / 2, 0, 0])
    for interval, values, quantile in ((classroom.over_people, people, 4.3027), (classroom.over_clips, clips, 3.1824)):
        mean, error = values.mean(), values.std(ddof=1) / np.sqrt(len(values))
        odds, half = np.log(mean / (1 - mean)), quantile * error / (mean * (1 - mean))  # Student's, on the logit
        expected = [mean, *(1 / (1 + np.exp(-odds - side * half)) for side in (-1, 1))]
        assert (interval.value, interval.low, interval.high) == pytest.approx(expected, abs=1e-3)
    assert classroom.network.value == 0.25
    assert classroom.gap.value == pytest.approx(clips.mean() - 0.25)
    assert classroom.gap.low < 0 < classroom.gap.high
    assert classroom.p == 1.0  # of four clips people hear one better, the network one


def test_a_class_that_is_never_right_has_no_interval_of_zero_width():
    wrong = Classroom(CLIPS, {name: dict.fromkeys(CLIPS.index, "jazz") for name in "ab"} | {"c": {}}, LABELS)
    none = Classroom(CLIPS.drop("jazz.0"), {"a": {"blues.0": "jazz", "rock.0": "jazz"}}, LABELS)
    assert none.over_clips.value == 0 and none.over_clips.high > 0.5
    assert wrong.agreement == 1


def test_few_clips_that_all_go_one_way_are_no_verdict():
    clips = ROWS.loc[[f"jazz.{number}" for number in range(5)]]  # the network is right on all
    room = Classroom(clips, {"Ada": dict.fromkeys(clips.index, "rock")}, LABELS)
    assert room.gap.value == -1 and room.p == pytest.approx(2 / 2**5)


def test_one_person_has_no_interval_over_people():
    alone = Classroom(CLIPS, {"Ada": GUESSES}, LABELS)
    assert np.isnan(alone.over_people.low) and np.isnan(alone.agreement)


def test_agreement_is_counted_over_pairs_of_people(classroom):
    assert classroom.agreement == pytest.approx((1 / 3 + 0) / 2)  # of blues.0 one pair in three, of jazz.0 none


def test_clips_where_a_class_and_the_network_differ(classroom):
    table = classroom.by_clip
    assert table.guess.to_dict() == {"blues.0": "blues", "jazz.0": "jazz", "rock.0": "blues", "rock.1": "jazz"}
    assert list(table.index[table.differs]) == ["blues.0", "rock.0"]
    assert classroom.matrix.sum() == 7 and classroom.matrix[0].tolist() == [2, 0, 1]
