"""What notebook 02 stands on: the helper, running means, gates, and self-checks that know the usual mistakes."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import torch
from torch import nn

from genrelib import datasets, evaluate, papers
from genrelib.lesson import nb02_clip_length as listen
from genrelib.lesson.learned import settled
from genrelib.lesson.nb02_clip_length import argmax, exercises, live
from genrelib.networks.lstm_stack import LstmStack
from genrelib.papers import yenney2022


def test_claims_are_those_of_the_catalogue():
    table = listen.claims()
    assert table.loc["30 seconds", "CNN (Table 2)"] == "42%"
    assert table.loc["5 seconds", "RNN (Table 1)"] == "21%"
    assert table.loc["30 seconds", "seconds in the code"] == "29"
    assert table.loc["1 second", "weights of the CNN"] == "371,594"


def test_the_reports_figures_stand_beside_every_run_and_are_no_run():
    table = listen.by_length()
    report = table[table.seed.isna()]
    assert len(report) == 8 and report.right.isna().all()
    cnn = report[report.network == "CNN"].set_index("seconds").printed
    assert cnn.to_dict() == {seconds: value for _, seconds, _, _, value in yenney2022.LENGTHS.values()}
    runs = table.dropna(subset="seed")
    assert set(runs.network) == {"CNN", "RNN", "CRNN"}
    assert (runs.printed <= runs.right).all()


def test_answers_of_the_helper_are_those_that_the_metric_counts():
    truth, scores = argmax.scores_of(0.6)
    assert (argmax.answers(scores) == truth).mean() == pytest.approx(evaluate.paper_argmax(truth, scores))


@pytest.mark.parametrize("skill", [0.0, 0.3, 1.0])
def test_a_network_of_known_skill_is_right_so_often(skill):
    truth, scores = argmax.scores_of(skill)
    assert evaluate.accuracy(truth, scores) == pytest.approx(skill, abs=1e-3)


@pytest.mark.parametrize("genres", [2, 4, 10])
def test_the_formula_for_a_perfect_network_is_what_a_simulation_counts(genres):
    truth, scores = argmax.scores_of(1.0, genres)
    assert (argmax.answers(scores) == truth).mean() == pytest.approx(listen.perfect(genres), abs=0.01)


def test_only_the_first_and_the_last_genre_are_spared():
    table = argmax.by_genre(1.0).set_index("genre").printed
    assert (table["blues"], table["rock"]) == (1.0, 1.0)
    assert table["classical"] == pytest.approx(1 / 9, abs=0.03)


def test_tested_songs_are_known_by_artist_only_if_another_of_his_is_learned_from():
    artists = ["a"] * 10 + ["b"] + ["c"] * 9 + [""] * 2 + ["a"] * 8
    facts = pd.DataFrame({"genre": "blues", "artist": artists})
    shares = listen.tested_artists(facts).set_index("rule")["share"]
    assert shares["the code: the first ten"] == 1.0
    assert shares["the text: the last ten"] == 0.8  # an unknown artist is nobody's
    facts = pd.DataFrame({"genre": "blues", "artist": ["a"] * 11 + ["b"] * 19})
    assert listen.tested_artists(facts).set_index("rule")["share"]["the code: the first ten"] == 0.0  # 11th dropped


def test_sounds_are_of_different_tracks_and_the_shortest_come_first():
    tracks = pd.DataFrame({"genre": list("abcd") * 5}, index=[f"t{number}" for number in range(20)])
    sounds = listen.choose(tracks)
    assert len(sounds) == 15 and sounds.track.is_unique
    assert sounds.seconds.tolist() == [0.5] * 5 + [1.0] * 5 + [5.0] * 5
    assert sounds.equals(listen.choose(tracks))
    assert len(listen.choose(tracks[:7])) == 6


def test_guesses_stand_beside_the_network_of_the_same_length():
    sounds = pd.DataFrame({"track": list("xyz"), "truth": ["a", "b", "a"], "seconds": [0.5, 0.5, 1.0]}, list("ijk"))
    answers = {0.5: {"x": "b", "y": "b"}, 1.0: {"z": "a"}}
    table = listen.beside_network({"i": "a", "j": "b"}, sounds, answers, ("a", "b"))
    assert table.system.tolist() == ["0.5 s, 2 sounds: you", "0.5 s, 2 sounds: the network"]
    assert table.value.tolist() == [1.0, 0.5]
    assert listen.beside_network({}, sounds, answers, ("a", "b")).empty


def test_a_small_cnn_is_the_reports_for_other_clips():
    small, whole = listen.small_cnn(0.5, 3), papers.get("yenney2022/cnn-1s")
    assert small.sizes["frames"] == small.frontend.shape(0.5)[1] == 22
    assert (small.recipe.limit, replace(small.recipe, limit=1)) == (3, whole.recipe)
    assert small.count(10) < whole.count(10) / 50


def test_means_taken_anew_are_those_of_the_clips_and_the_weights_stay():
    network = nn.Sequential(nn.BatchNorm1d(2), nn.Dropout(0.5))
    x = torch.randn(64, 2) * 3 + 5
    fresh = settled(network, x)
    assert torch.allclose(fresh[0].running_mean, x.mean(dim=0), atol=1e-5)
    assert fresh(x).mean().abs() < 1e-2 and fresh(x).std().item() == pytest.approx(1, abs=0.02)
    assert network[0].running_mean.tolist() == [0, 0]  # the other one is as it was
    assert not fresh.training and torch.equal(fresh[0].weight, network[0].weight)


def test_gates_are_those_of_which_the_states_are_made():
    torch.manual_seed(0)
    network = LstmStack(bands=3, hidden=4, layers=1, dropout=0.0, units=2, classes=2).eval()
    x = torch.randn(2, 3, 5)
    put, forget, out = live.first_gates(network, x).reshape(3, 2, 5, 4)
    lstm = network.lstms[0]
    state = cell = torch.zeros(2, 4)
    for step in range(5):
        sums = x[:, :, step] @ lstm.weight_ih_l0.T + lstm.bias_ih_l0 + state @ lstm.weight_hh_l0.T + lstm.bias_hh_l0
        cell = forget[:, step] * cell + put[:, step] * sums[:, 8:12].tanh()
        state = out[:, step] * cell.tanh()
    assert torch.allclose(lstm(x.transpose(1, 2))[0][:, -1], state, atol=1e-6)


def test_gates_at_an_end_are_counted():
    assert live.at_an_end(torch.tensor([0.001, 0.5, 0.995, 0.98])) == 0.5


TEN = papers.get("yenney2022/cnn-1s")
TEN = replace(TEN, clip=10.0, sizes=TEN.sizes | {"frames": 431})


@pytest.mark.parametrize(
    ("frames", "values", "sentence"),
    [
        (430, 19_968, "before any hop"),
        (427, 19_968, "padded with zeros"),
        (432, 19_968, "Round down"),
        (99, 19_968, "where is frame 1"),
        (431, 156, "makes 128 of them"),
        (431, 6_656, "bands are missing"),
        (431, 27_136, "n becomes n − 2"),
        (431, 52, "Times bands, times maps"),
        (431, 7, "rounded down"),
        (431.0, 19_968, "whole numbers"),
    ],
)
def test_wrong_sizes_are_told_what_is_wrong(frames, values, sentence):
    verdict = exercises.sizes(frames, values, TEN, yenney2022.FRONTEND)
    assert verdict.right is False
    assert sentence in verdict.sentence


def right_helper(scores):
    answer = 0
    for genre in range(1, len(scores)):
        if scores[genre] > scores[0]:
            answer = genre
    return answer


def running_helper(scores):
    answer = 0
    for genre in range(1, len(scores)):
        if scores[genre] > scores[answer]:
            answer = genre
    return answer


def early_helper(scores):
    for genre in range(1, len(scores)):
        if scores[genre] > scores[0]:
            return genre
    return 0


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (running_helper, "arg-max as it should be"),
        (early_helper, "stop at the first genre"),
        (lambda scores: max(g for g in range(len(scores)) if scores[g] >= scores[0]), "*equals* genre 0's"),
        (lambda scores: right_helper(scores) + 1, "counted from 0"),
        (lambda scores: max(scores), "largest score"),
        (lambda scores: scores[right_helper(scores)], "return a score"),
        (lambda scores: right_helper(scores) or None, "genre 0 is the answer"),
        (lambda scores: scores[99], "it stops: IndexError"),
        (lambda scores: 0, "the helper answers"),
        (3, "without brackets"),
    ],
)
def test_wrong_helpers_are_told_what_they_do(function, sentence):
    verdict = exercises.helper(function)
    assert verdict.right is False
    assert sentence in verdict.sentence


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        (0.38, "number for ten genres"),
        (25 / 48, "no rival of the first"),
        (0.25, "guessing"),
        (1.0, "helper spoils it"),
        (71, "between 0 and 1"),
        (0.6, "For the last genre"),
        ("0.71", "one number"),
    ],
)
def test_wrong_shares_are_told_why(share, sentence):
    verdict = exercises.four_genres(share)
    assert verdict.right is False
    assert sentence in verdict.sentence


BY_SECOND = torch.randn(6, 5, 3, generator=torch.Generator().manual_seed(0)).softmax(dim=2).numpy()
SONGS = {"truth": np.array([0, 1, 2, 0, 1, 2]), "tracks": list("abcdef")}


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (BY_SECOND.mean(axis=0), "over the songs"),
        (BY_SECOND.mean(axis=2), "over the genres"),
        (BY_SECOND.max(axis=1), "surest second"),
        (BY_SECOND.sum(axis=1), "Divide by the seconds"),
        (BY_SECOND[:, 0], "first seconds alone"),
        (BY_SECOND.mean(), "Expected one row of 3"),
        (BY_SECOND[:, 1], "plain mean"),
    ],
)
def test_wrong_means_are_told_which(answer, sentence):
    verdict = exercises.averaged(answer, BY_SECOND, BY_SECOND[:, 2], **SONGS)
    assert verdict.right is False
    assert sentence in verdict.sentence


LABELS = ("a", "b", "c")
TRUTH = np.array([0, 1, 1, 2])
SCORES = np.array([[0.6, 0.3, 0.1], [0.1, 0.5, 0.4], [0.1, 0.6, 0.3], [0.1, 0.3, 0.6]])


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        (["a", "b"], "c missing"),
        (["a", "b", "c", "c"], "one of them twice"),
        (["a", "b", "c"], "order by name"),
        (["c", "a", "b"], "should come *first*"),
        (7, "a list of all 3"),
    ],
)
def test_orders_that_do_not_do_are_told_why(order, sentence):
    truth = TRUTH if order != ["c", "a", "b"] else np.array([0, 2, 2, 2])
    verdict = exercises.order(order, truth, SCORES, LABELS)
    assert verdict.right is False
    assert sentence in verdict.sentence


def test_right_answers_are_right_and_measured():
    assert "19,968 values" in exercises.sizes(431, 19_968, TEN, yenney2022.FRONTEND).sentence
    assert exercises.helper(right_helper).right is True
    assert exercises.four_genres(0.71).right is True
    averaged = exercises.averaged(BY_SECOND.mean(axis=1), BY_SECOND, BY_SECOND[:, 2], **SONGS)
    assert averaged.right is True and "points" in averaged.sentence
    order = exercises.order(["c", "b", "a"], TRUTH, SCORES, LABELS)
    assert order.right is True and "instead of 50.0%" in order.sentence


@pytest.mark.parametrize(
    "ask",
    [
        lambda: exercises.sizes(None, None, TEN, yenney2022.FRONTEND),
        lambda: exercises.sizes(431, None, TEN, yenney2022.FRONTEND),
        lambda: exercises.helper(None),
        lambda: exercises.helper(lambda scores: None),
        lambda: exercises.four_genres(None),
        lambda: exercises.averaged(None, BY_SECOND, BY_SECOND[:, 2], **SONGS),
        lambda: exercises.order(None, TRUTH, SCORES, LABELS),
    ],
)
def test_no_answer_is_no_mistake(ask):
    assert ask().right is None


def test_genres_of_the_figure_stand_in_the_helpers_order():
    assert argmax.GENRES == datasets.get("jukebox").classes == tuple(sorted(argmax.GENRES))
