"""What notebook 04 stands on: branches, penalty, luck, votes, company, self-checks that know the usual mistakes."""

import math

import numpy as np
import pandas as pd
import pytest
import torch

from genrelib import datasets, lesson
from genrelib.augment import SpeedOrPitch
from genrelib.lesson import nb04_depth as depth
from genrelib.lesson.nb04_depth import choosing, company, exercises, figures, live, report, sight, song_exercises, votes
from genrelib.store import prepare


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """One thread: two wait longer for one another than such small networks take."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def handful():
    return lesson.few_tracks(datasets.get("jukebox"), "track", train=1, valid=1, test=1)


@pytest.fixture(scope="module")
def deep(handful):
    """The course of two epochs of a small deep network."""
    samples = prepare(handful, depth.FRONTEND, progress=False)
    return depth.follow(depth.small("deep", draw=2), handful, samples, "track", epochs=2, apart=1)


@pytest.fixture(scope="module")
def shallow():
    return depth.networks()


def test_claims_are_those_of_table_1():
    table = depth.claims()
    assert table["100 epochs"].to_dict() == {"shallow": "63.12%", "deep": "62.67%", "CRNN as coded": "64.52%"}
    assert table["200 epochs"].to_dict() == {"shallow": "63.80%", "deep": "63.10%", "CRNN as coded": "64.72%"}
    weights = table["weights (counted here)"].str.replace(",", "").astype(int)
    assert weights["deep"] < weights["shallow"] < weights["CRNN as coded"]


def test_the_penalty_is_that_of_the_weights_as_they_are_drawn():
    table = depth.penalties()
    hidden = 1e-4 * 10_240 * 200 * math.sqrt(2 / math.pi) * math.sqrt(2 / 10_240)
    assert table.loc["shallow", "the text's 1e-4"] == pytest.approx(hidden, rel=0.05)
    assert table["the code's 1e-5"].to_numpy() == pytest.approx(table["the text's 1e-4"] / 10, abs=0.01)


def test_partial_runs_say_so_by_name():
    runs = depth.shipped()
    assert {name: bool(run.partial) for name, run in runs.items()} == {name: name.endswith("partial") for name in runs}
    assert "shallow" in runs and "deep, partial" in runs
    table = depth.best_and_last(runs)
    assert (table["best accuracy"] >= table["its accuracy"]).all()
    assert (table["best epoch"] <= table["last epoch"]).all()


def test_runs_are_compared_on_the_same_clips():
    runs = depth.shipped()
    answers = depth.clip_answers(runs)
    for name, run in runs.items():
        right = (answers.probability[name].argmax(axis=1) == answers.truth).mean()
        assert right == pytest.approx(run.metrics["clip_accuracy"]["value"], abs=1e-3)
    elsewhere = report.REPORT.run("shallow", "artist")
    with pytest.raises(ValueError, match="expected the same test clips"):
        depth.clip_answers({"here": runs["shallow"], "elsewhere": elsewhere})
    assert depth.in_company().value.tolist()[0] == runs["CRNN as coded, partial"].metrics["clip_accuracy"]["value"]


def test_a_value_sees_a_kernel_and_as_many_places_as_its_pool():
    torch.manual_seed(0)
    network = torch.nn.Sequential(torch.nn.Conv2d(1, 1, (3, 4)), torch.nn.MaxPool2d((2, 3)))
    bands, frames = depth.field((3, 4), (2, 3))
    picture = torch.zeros(1, 1, 12, 12, requires_grad=True)
    places = torch.zeros(12, 12)
    for _ in range(60):  # which place of a pool wins is chance: all of them together
        network(picture + torch.randn(12, 12))[0, 0, 1, 1].backward()
        places += picture.grad[0, 0].abs()
        picture.grad = None
    rows, columns = places.nonzero().T
    assert (rows.max() - rows.min() + 1, columns.max() - columns.min() + 1) == (bands, frames)


@pytest.mark.parametrize("name", sorted(sight.PATTERNS))
def test_a_moved_pattern_is_the_same_pattern_elsewhere(name):
    picture, moved = sight.pattern(name), sight.pattern(name, 3, 7)
    assert picture.sum() == moved.sum() > 0
    assert np.array_equal(np.roll(moved, (-3, -7), axis=(0, 1)), picture)


def test_the_pool_decides_which_branch_sees_a_tone_move(shallow):
    tone, higher = sight.pattern("a held tone"), sight.pattern("a held tone", 4)
    published, exchanged = (sight.changes(shallow[name], tone, higher) for name in ("as published", "pools exchanged"))
    assert published["left"] > 3 * published["right"]
    assert exchanged["right"] > 3 * exchanged["left"]


def test_luck_grows_with_choices_and_shrinks_with_songs_and_is_none_for_one():
    assert abs(depth.luck(1, 250, 0.0)) < 0.002
    assert depth.luck(4, 250, 0.0) > depth.luck(2, 250, 0.0) > 0.005
    assert depth.luck(4, 250, 0.0) > depth.luck(4, 1000, 0.0)
    assert depth.luck(50, 250, 0.8) < depth.luck(50, 250, 0.0)
    assert depth.luck(50, 250, 1.0) == pytest.approx(0)


def test_the_best_of_four_is_what_order_statistics_say():
    deviation = math.sqrt(choosing.SKILL * (1 - choosing.SKILL) / 250)
    assert depth.luck(4, 250, 0.0) == pytest.approx(1.029 * deviation, rel=0.05)


def test_a_course_has_a_look_at_all_parts_of_every_epoch(deep):
    assert deep.epochs.tolist() == [1, 2]
    assert {part: answers.shape for part, answers in deep.answers.items()} == dict.fromkeys(live.PARTS, (2, 20, 10))
    last = np.log(deep.answers["test"][1][np.arange(20), deep.truth("test")])
    assert deep.loss("test")[1] == pytest.approx(-last.mean(), rel=1e-3)
    assert deep.interval(2).value == pytest.approx(deep.accuracy("test")[1])


def test_gains_are_of_the_epochs_that_are_named(deep):
    table = depth.gains(deep, {"itself": (deep, 2), "sooner": (deep, 1)}, 2).set_index("change")
    assert table.value["itself"] == 0
    assert table.value["sooner"] == pytest.approx(deep.accuracy("test")[0] - deep.accuracy("test")[1])


def test_an_epoch_is_printed_no_worse_than_it_is_elsewhere(deep):
    chosen = depth.halved(deep)
    assert chosen.printed >= chosen.honest - 0.02
    songs = choosing.per_song(deep, "test")
    assert songs.shape == (2, 10)
    assert songs.mean(axis=1) == pytest.approx(deep.accuracy("test"))


def test_more_clips_of_a_song_hold_those_of_fewer_and_one_clip_needs_no_vote():
    table = votes.by_count(depth.shipped()["shallow"], (1, 15))
    assert table[table.clips == 1].value.nunique() == 1
    whole = votes.whole_songs(depth.shipped()["shallow"])
    assert (whole.groupby("track").size() == 15).all() and whole.track.nunique() == 102
    assert set(table.way) == set(votes.WAYS.values())


@pytest.mark.parametrize("way", sorted(votes.WAYS))
def test_what_all_clips_gain_is_the_difference_of_the_shares(way):
    run = depth.shipped()["shallow"]
    one, all_of_them = votes.by_count(run, (1, votes.WHOLE)).set_index("way").loc[votes.WAYS[way], "value"]
    gain = depth.gain_of_all(run, way)
    assert gain.value == pytest.approx(all_of_them - one)
    assert gain.low <= gain.value <= gain.high


def test_orders_hold_every_clip_once():
    truth = np.array([0, 0, 0, 1, 1, 2])
    orders = depth.orders(truth)
    assert all(sorted(order) == list(range(6)) for order in orders.values())
    assert truth[orders["genres in turn"]].tolist() == [0, 1, 2, 0, 1, 0]
    assert truth[orders["sorted by genre"]].tolist() == truth.tolist()


def test_an_lstm_over_the_batch_answers_by_company_and_alone_by_the_clip_only(deep):
    network = depth.over_batch(deep, depth.lying_sorted, epochs=2)
    features, truth = deep.features("test"), deep.truth("test")
    for name, value in network.state_dict().items():
        if name.startswith("branches."):
            assert torch.equal(value, deep.network.state_dict()[name])
    order = np.random.default_rng(1).permutation(len(truth))
    alone = company.answered(network, features, order, 1)
    assert np.array_equal(alone, company.answered(network, features, np.arange(len(truth)), 1))
    rows = company.answers_by_company(network, features, truth, 0, [f"genre {number}" for number in range(10)])
    assert len(rows) == 11
    assert np.abs(rows["alone"] - rows["behind genre 3"]).max() > 1e-4
    table = depth.by_order(network, features, truth, deep.tracks("test"))
    assert table.changed[0] == 0 and len(table) == 4


def test_batches_of_the_what_if_lie_sorted_and_hold_every_clip():
    truth = torch.tensor([1, 0] * 40)
    batches = list(depth.lying_sorted(truth, torch.Generator().manual_seed(0)))
    assert sorted(torch.cat(batches).tolist()) == list(range(80))
    assert sum(len(truth[rows].unique()) == 1 for rows in batches) >= 2
    assert sorted(torch.cat(list(depth.shuffled(truth, torch.Generator()))).tolist()) == list(range(80))


def test_songs_are_guessed_by_one_clip_before_fifteen():
    tracks = pd.DataFrame({"genre": list("abcd") * 5}, index=[f"t{number}" for number in range(20)])
    sounds = depth.choose(tracks)
    assert sounds.kind.tolist() == ["one clip"] * 5 + ["its fifteen clips"] * 5
    assert sounds.track[:5].tolist() == sounds.track[5:].tolist()
    table = depth.by_kind({sounds.index[0]: sounds.truth.iloc[0], sounds.index[5]: "z"}, sounds)
    assert table.value.tolist() == [1.0, 0.0]
    assert depth.by_kind({}, sounds).empty


def test_figures_draw_what_they_are_asked(deep, shallow):
    assert len(figures.course(deep).data) == 6
    assert "0% changed" in figures.branches(shallow, "as published", "a beat").layout.annotations[1].text
    drawn = figures.versions(deep.features("test")[0], SpeedOrPitch((1.2, 2.0), (2.0,), depth.FRONTEND))
    assert len(drawn.data) == 8 and len({picture.z.tobytes() for picture in drawn.data}) > 3
    assert max(figures.luck(250, 0.0).data[0].y) > 0.05
    assert len(figures.penalties(report.penalties()).data) == 2


SYSTEM = report.REPORT.system("shallow")


@pytest.mark.parametrize(
    ("left", "right", "sentence"),
    [
        ((42, 10), (40, 20), "Here bands come first"),
        ((10, 23), (40, 20), "the kernel alone"),
        ((1, 20), (40, 20), "the pool alone"),
        ((11, 43), (40, 20), "*pool − 1* apart"),
        ((10, 42), (420, 20), "Do not multiply"),
        ((10, 42), (41, 21), "right branch"),
        ((10, 42), (9, 9), "from end to end"),
        ((10, 42), 40, "Give two numbers"),
    ],
)
def test_wrong_fields_are_told_what_is_wrong(left, right, sentence):
    verdict = exercises.fields(left, right, SYSTEM)
    assert verdict.right is False
    assert sentence in verdict.sentence


RIGHT_BRANCHES = dict(zip(exercises.MOVES, ("left", "right", "both"), strict=True))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"a tone, four bands higher": "right"}, "keeps every band"),
        ({"a beat, five frames later": "both"}, "keeps every frame"),
        ({"a melody, half as strong": "left"}, "wherever it is"),
        ({"a beat, five frames later": "the right one"}, "answer “left”, “right” or “both”"),
    ],
)
def test_wrong_branches_are_told_what_the_network_does(changed, sentence, shallow):
    verdict = exercises.lit(RIGHT_BRANCHES | changed, shallow["as published"])
    assert verdict.right is False
    assert sentence in verdict.sentence


HIDDEN = {"inputs": 10_240, "units": 200, "factor": 1e-4}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (2.86, "mean *absolute* value"),
        (22_836, "factor before it is missing"),
        (0.228, "code's factor"),
        (0.04, "L2 penalty"),
        (0.0319, "take its root"),
        (0.0114, "One unit has"),
        (17, "Number of weights"),
        ("2.3", "one number"),
    ],
)
def test_wrong_penalties_are_told_why(value, sentence):
    verdict = exercises.penalty(value, **HIDDEN)
    assert verdict.right is False
    assert sentence in verdict.sentence


VALID, TEST = np.array([0.3, 0.5, 0.4]), np.array([0.2, 0.41, 0.45])


@pytest.mark.parametrize(
    ("printed", "honest", "sentence"),
    [
        (0.5, 0.41, "looks at `test`"),
        (2, 0.41, "number of the look"),
        (0.3, 0.41, "best that `test` ever shows"),
        (0.45, 0.5, "part that chose"),
        (0.45, 0.45, "best of `test` again"),
        (0.45, 1, "What does `test` say there"),
        (0.45, 0.2, "as a place in `test`"),
        ("0.45", 0.41, "two numbers"),
    ],
)
def test_wrongly_chosen_epochs_are_told_why(printed, honest, sentence):
    verdict = exercises.chosen(printed, honest, VALID, TEST)
    assert verdict.right is False
    assert sentence in verdict.sentence


def right_vote(song):
    votes = np.bincount(song.argmax(axis=1), minlength=song.shape[1])
    return (votes + song.mean(axis=0) / 2).argmax()


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (lambda song: song.mean(axis=0).argmax(), "highest *mean*"),
        (lambda song: song.max(axis=0).argmax(), "highest *single*"),
        (lambda song: np.bincount(song.argmax(axis=1)).argmax(), "by the alphabet"),
        (lambda song: np.bincount(song.argmax(axis=1)).max(), "number of votes"),
        (lambda song: song[0].argmax(), "first clip alone"),
        (lambda song: np.bincount(song.argmax(axis=1), minlength=song.shape[1]), "Which genre has most"),
        (lambda song: right_vote(song) + 1, "counted from 0"),
        (lambda song: song[7], "it stops: IndexError"),
        (lambda song: 2, "the vote is for"),
        (3, "without brackets"),
    ],
)
def test_wrong_votes_are_told_what_they_do(function, sentence):
    verdict = song_exercises.vote(function)
    assert verdict.right is False
    assert sentence in verdict.sentence


@pytest.fixture(scope="module")
def asked(deep):
    """Network, features and truth, and the shares named right sorted, shuffled and one by one."""
    network = depth.over_batch(deep, depth.shuffled, epochs=40)
    features, truth = deep.features("train"), deep.truth("train")  # which it knows by heart
    orders = depth.orders(truth)
    shares = [
        (depth.ask(network, features, orders[name]).argmax(axis=1) == truth[orders[name]]).mean()
        for name in ("sorted by genre", "shuffled")
    ]
    alone = (depth.ask(network, features, range(len(truth)), 1).argmax(axis=1) == truth).mean()
    return (network, features, truth), (*shares, alone)


def test_shares_of_clips_in_wrong_company_are_told_why(asked):
    question, (in_order, by_chance, alone) = asked
    network, features, truth = question
    shuffled = depth.orders(truth)["shuffled"]
    unmoved = (depth.ask(network, features, shuffled).argmax(axis=1) == truth).mean()
    for given, sentence in (
        ((in_order, unmoved, alone), "`truth[order]`"),
        ((in_order, by_chance, 0.9871), "asked together"),
        (("half", by_chance, alone), "give one number"),
        ((100 * in_order, by_chance, alone), "between 0 and 1"),
    ):
        verdict = song_exercises.order(*given, *question)
        assert verdict.right is False, given
        assert sentence in verdict.sentence
    assert song_exercises.order(in_order, by_chance, alone, *question).right is True


def test_right_answers_are_right_and_measured(shallow):
    assert "40 for 20 on the right" in exercises.fields((10, 42), (40, 20), SYSTEM).sentence
    assert exercises.lit(RIGHT_BRANCHES, shallow["as published"]).right is True
    assert exercises.penalty(2.28, **HIDDEN).right is True
    assert "4.0 points" in exercises.chosen(0.45, 0.41, VALID, TEST).sentence
    assert song_exercises.vote(right_vote).right is True


@pytest.mark.parametrize(
    "ask",
    [
        lambda: exercises.fields(None, (40, 20), SYSTEM),
        lambda: exercises.lit(dict.fromkeys(exercises.MOVES), None),
        lambda: exercises.lit(None, None),
        lambda: exercises.penalty(None, **HIDDEN),
        lambda: exercises.chosen(0.45, None, VALID, TEST),
        lambda: song_exercises.vote(None),
        lambda: song_exercises.vote(lambda song: None),
        lambda: song_exercises.order(0.5, None, 0.5, None, None, None),
    ],
)
def test_no_answer_is_no_mistake(ask):
    assert ask().right is None
