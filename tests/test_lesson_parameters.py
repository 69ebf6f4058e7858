"""What notebook 05 stands on: counted weights, curves of rare tags, time undone, and self-checks of usual mistakes."""

import numpy as np
import pandas as pd
import pytest
import torch

from genrelib import datasets, evaluate, inference, jukebox, lesson
from genrelib.lesson import nb05_parameters as buy
from genrelib.lesson.nb05_parameters import budget, ears, exercises, figures, paper, prevalence
from genrelib.networks.pooling import BandPooledCnn, PooledCnn
from genrelib.papers import choi2017
from genrelib.task import TAGS


def test_claims_are_those_of_the_catalogue():
    table = buy.claims()
    assert table.loc["AUC at equal size", "the paper"] == "crnn > k2c2 > k1c2 > k2c1"
    assert table.loc["k2c1 over k1c2", "the paper"].startswith("48 of 50")


def test_states_of_the_twenty_networks_are_those_of_their_shipped_runs():
    table = buy.trained(buy.REAL)
    assert table.shape == (4, 5) and set(table.to_numpy().ravel()) <= set(paper.STATES)
    runs = {run.system: run for run in paper.shipped() if (run.data, run.split) == buy.REAL}
    for structure in table.index:
        for size in table.columns:
            run = runs.get(f"choi2017/{structure}-{size}")
            expected = paper.STATES[0] if run is None else paper.STATES[1 if run.partial else 2]
            assert table.loc[structure, size] == expected


@pytest.mark.parametrize("place", [buy.SYNTHETIC, buy.REAL])
def test_gains_of_the_order_are_differences_of_the_means(place):
    gains = buy.order_gains(place)
    means = paper.results(place).set_index("system").value
    assert len(gains) >= 3
    for row in gains.itertuples():
        size, _, pair = row.change.removesuffix(" (cut short)").partition(": ")
        better, worse = (f"choi2017/{structure}-{size}" for structure in pair.split(" over "))
        assert row.value == pytest.approx(means[better] - means[worse])
        assert row.low <= row.value <= row.high
    assert gains.finished.tolist() == [not change.endswith("(cut short)") for change in gains.change]


def test_parts_of_the_networks_sum_to_their_size():
    for structure in choi2017.ORDER:
        system = buy.PAPER.system(f"{structure}-0.1M")
        sizes = buy.part_sizes(system)
        assert sizes.sum() == system.count(choi2017.LABELS)
        assert (sizes["GRU"] > 0) == (structure == "crnn")
        assert (sizes["connected layers"] > 0) == structure.startswith(("k1", "k2c1"))


def test_the_column_of_k1c2_is_the_papers_with_its_kernel_and_never_adds_up_whole():
    table = buy.column(4)
    assert table.counted.to_dict() == choi2017.K1C2_COUNT
    assert table.convolutions["0.5M"] == pytest.approx(0.068, abs=1e-3)
    fits = {frames: (buy.column(frames).deviation.abs() <= budget.TOLERANCE).sum() for frames in range(3, 10)}
    assert max(fits.values()) < len(choi2017.COUNT)
    assert buy.column(8).convolutions["0.5M"] == pytest.approx(0.13, abs=0.005)


def test_k1c2_as_it_is_written_is_the_smallest_at_every_size_and_alone_breaks_the_promise():
    broken = []
    for size, stated in choi2017.COUNT.items():
        counted = {name: buy.part_sizes(buy.PAPER.system(f"{name}-{size}")).sum() for name in choi2017.ORDER}
        assert min(counted, key=counted.__getitem__) == "k1c2"
        broken += [name for name, count in counted.items() if abs(count / stated - 1) > budget.TOLERANCE]
    assert broken == ["k1c2"] * 4


@pytest.mark.parametrize("axis", sorted(figures.AXES))
def test_the_axis_of_a_size_has_ticks_as_far_as_its_marks(axis):
    figure = figures.against(buy.SYNTHETIC, axis)
    places = [place for trace in figure.data for place in trace.x]
    ticks = figure.layout.xaxis.tickvals
    assert min(ticks) <= min(places) <= max(places) <= max(ticks)


def test_over_time_nothing_is_shown_to_be_lost():
    prices = buy.axis_prices()
    assert len(prices) >= 3
    assert (prices.difference > 0).all() and (prices.high > 0).all()


def test_tags_that_are_frequent_have_the_larger_areas_of_precision_on_real_songs_alone():
    table = buy.correlations()
    real = table.index.str.endswith("real songs")
    assert (table["PR-AUC"] > table["ROC-AUC"]).all()
    assert (table[real]["PR-AUC"] > 0.5).all() and (table[~real]["PR-AUC"].abs() < 0.2).all()
    assert (table[~real]["ROC-AUC"] < 0).all()


@pytest.mark.parametrize("area", [0.6, 0.9])
def test_the_area_of_the_roc_curve_is_the_same_however_rare_a_tag(area):
    assert [prevalence.roc_area(prevalence.curves(area, share)) for share in (0.5, 0.005)] == [
        pytest.approx(area, abs=1e-4)
    ] * 2


def test_the_area_of_precision_falls_with_the_share_and_a_guess_gets_the_share():
    areas = [prevalence.pr_area(prevalence.curves(0.9, share)) for share in (0.5, 0.2, 0.005)]
    assert areas == sorted(areas, reverse=True)
    assert prevalence.pr_area(prevalence.curves(0.5, 0.2)) == pytest.approx(0.2, abs=1e-3)


def test_curves_are_those_of_drawn_scores():
    random = np.random.default_rng(0)
    truth = random.random(40_000) < 0.1
    scores = random.normal(size=40_000) + truth * np.sqrt(2) * 1.2815515655446004  # an area of 0.9
    scores = 1 / (1 + np.exp(-scores))
    drawn = evaluate.tag_areas(truth[:, None], scores[:, None], ["tag"], {}).per_tag.loc["tag"]
    assert drawn.roc_auc == pytest.approx(0.9, abs=0.01)
    assert drawn.pr_auc == pytest.approx(prevalence.pr_area(prevalence.curves(0.9, 0.1)), abs=0.02)


def test_sounds_to_hear_are_of_different_tracks_and_some_have_the_tag():
    predictions = buy.predictions("k2c1-0.1M", buy.SYNTHETIC)
    sounds = buy.choose(predictions)
    assert sounds.track.is_unique and len(sounds) == ears.EACH * len(ears.ASKED)
    assert sounds.groupby("tag").truth.sum().between(1, ears.EACH - 1).all()
    for row in sounds.itertuples():
        truth, _ = predictions.column(row.tag)
        assert row.truth == truth[predictions.tracks.tolist().index(row.track)]
    assert sounds.equals(buy.choose(predictions))


def test_answers_stand_beside_the_network_for_the_tags_that_were_asked():
    test = buy.predictions("k2c1-0.1M", buy.SYNTHETIC)
    sounds = buy.choose(test)
    metal = sounds[sounds.tag == "metal"]
    guesses = {name: "yes" if truth else "no" for name, truth in metal.truth.items()}
    table = buy.beside_network(guesses, sounds, test, test)
    assert table.system.tolist() == ["genre (metal), 3 sounds: you", "genre (metal), 3 sounds: the network"]
    assert table.value[0] == 1.0
    assert buy.beside_network({}, sounds, test, test).empty


def test_alarms_to_hear_are_of_tracks_without_the_tag():
    predictions = buy.predictions("k2c1-0.1M", buy.SYNTHETIC)
    alarms = buy.false_alarms(predictions, datasets.get("jukebox"), None, 5.0)
    assert len(alarms) == len(ears.ASKED)
    for label, tag in zip(alarms, ears.ASKED, strict=True):
        truth, probability = predictions.column(tag)
        track = label.split(": ")[1]
        assert not truth[predictions.tracks.tolist().index(track)]
        assert predictions.tracks[~truth][probability[~truth].argmax()] == track


def test_a_few_tracks_have_their_own_tags_and_the_genre_among_them():
    music = datasets.get("jukebox")
    few = buy.few_tagged(lesson.few_tracks(music, "artist", test=1), 3)
    assert few.classes == tuple(tag for tags in jukebox.TAGS.values() for tag in tags)
    assert len(few.tracks) == 3
    assert few.sound_of.name == music.name  # stored with the whole set
    assert all(few.tags.at[track, few.tracks.genre[track]] for track in few.tracks.index if not few.tracks.fault[track])


def test_the_two_small_taggers_differ_in_the_axis_of_their_normalisation_alone():
    by_moment, by_band = (buy.small(network).build(50) for network in (PooledCnn, BandPooledCnn))
    assert len(by_moment.normalise.weight) == 1366 and len(by_band.normalise.weight) == 96
    shapes = [
        {name: weight.shape for name, weight in network.named_parameters() if not name.startswith("normalise")}
        for network in (by_moment, by_band)
    ]
    assert shapes[0] == shapes[1]
    x = torch.randn(3, 96, 1366) * 20 + torch.arange(96.0)[:, None]
    normalised = by_band.train().normalise(x)
    assert normalised.mean(dim=(0, 2)).abs().max() < 1e-3  # each band by itself


def test_evened_vectors_are_means_and_the_network_itself_stays():
    network = buy.small(PooledCnn).build(4).eval()
    with torch.no_grad():
        network.normalise.weight.copy_(torch.linspace(0, 2, 1366))
    flat = buy.evened(network)
    assert flat.normalise.weight.unique().item() == pytest.approx(1.0)
    assert network.normalise.weight[0] == 0
    x = torch.randn(2, 96, 1366)
    assert not torch.allclose(network(x), flat(x))


def test_time_in_disorder_holds_the_same_frames():
    x = torch.arange(1366.0).expand(1, 2, 1366)
    for disturbed in buy.disturbed(x).values():
        assert disturbed.shape == x.shape and not torch.equal(disturbed, x)
        assert torch.equal(disturbed.sort(dim=-1).values, x)


def test_a_gain_is_that_of_the_mean_area():
    truth = np.array([[True, False], [False, True], [True, True], [False, False]])
    poor, better = np.full((4, 2), 0.5), truth * 0.8
    row = buy.gain("all right", truth, poor, better, ["a", "b"])
    assert (row["change"], row["value"]) == ("all right", 0.5)


def test_without_the_authors_file_there_is_our_tagger_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    ((name, model),) = buy.taggers().items()
    assert "ours" not in name and name.startswith("our CRNN") and model.run.data == "jukebox-tags"


def test_a_medley_holds_its_pieces_one_after_the_other_and_is_the_same_again(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    music = datasets.get("jukebox")
    song = buy.medley(music, ["blues.00004", "metal.00003"], 2.0)
    assert len(song.waveform) == 4 * song.sample_rate
    halves = np.split(song.waveform, 2)
    assert np.abs(halves[0]).max() > 0.01 and not np.allclose(*halves)
    assert np.array_equal(buy.medley(music, ["blues.00004", "metal.00003"], 2.0).waveform, song.waveform)


def test_every_place_of_the_heat_has_its_tag_and_its_clip():
    clips = np.arange(6).reshape(3, 2) / 10
    prediction = inference.Prediction(
        ("a", "b"), np.array([0.0, 5, 10]), np.array([10.0, 15, 20]), clips, clips.mean(axis=0), None, False, 20.0
    )
    figure = figures.tags_over_time({"it": prediction}, ["one", "two"], 10.0, "it")
    heat = figure.data[0]
    assert list(heat.x) == [5, 10, 15] and list(heat.y) == ["a", "b"]
    assert heat.z[1][2] == 0.5
    assert [note.text for note in figure.layout.annotations] == ["<b>one</b>", "<b>two</b>"]


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ((43, 87), "row for 0.1M"),
        ((108, 218), "every *pair* of maps"),
        ((60, 120), "too few"),
        ((90, 180), "too many"),
        ((72.0, 145), "whole numbers"),
        ((0, 145), "whole numbers"),
        (72, "two whole numbers"),
    ],
)
def test_widths_that_miss_the_budget_are_told_by_how_much(chosen, sentence):
    verdict = exercises.widths(chosen)
    assert verdict.right is False
    assert sentence in verdict.sentence


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (0.48, "sum of all 48"),
        (0.01, "two against 48"),
        (0.0096, "two against 48"),
        (24, "Times the lead"),
        (0.1, "who pays"),
        ("0.24", "one number"),
    ],
)
def test_leads_that_do_not_outweigh_are_told_why(value, sentence):
    verdict = exercises.lead(value)
    assert verdict.right is False
    assert sentence in verdict.sentence


def right_area(having, lacking):
    return np.mean([1.0 if a > b else 0.5 if a == b else 0.0 for a in having for b in lacking])


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (lambda a, b: np.mean([x > y for x in a for y in b]), "counts half."),
        (lambda a, b: np.mean([x >= y for x in a for y in b]), "not as a whole"),
        (lambda a, b: 1 - right_area(a, b), "wrong way round"),
        (lambda a, b: right_area(a, b) * len(a) * len(b), "number of all pairs"),
        (lambda a, b: right_area(a, b) * len(a) * len(b) / (len(a) + len(b)), "number of tracks"),
        (lambda a, b: np.mean([x > y for x, y in zip(a, b, strict=False)]), "first with the first"),
        (lambda a, b: sum(x > y for x, y in zip(a, b, strict=False)) / len(a), "first with the first"),
        (lambda a, b: np.mean([x >= 0.5 for x in a] + [y < 0.5 for y in b]), "needs no threshold"),
        (lambda a, b: 0.5, "of the pairs are right"),
        (lambda a, b: a[99], "it stops: IndexError"),
        (lambda a, b: [a > b], "expected one number"),
        (0.75, "without brackets"),
    ],
)
def test_areas_that_are_counted_wrongly_are_told_how(function, sentence):
    verdict = exercises.area(function)
    assert verdict.right is False
    assert sentence in verdict.sentence


def test_the_usual_mistakes_of_the_area_differ_on_what_is_tried():
    answers = [tuple(round(float(one(*scores)), 6) for scores in exercises.TRIED) for one in exercises.MISTAKES]
    answers.append(tuple(round(float(right_area(*scores)), 6) for scores in exercises.TRIED))
    assert len(set(answers)) == len(answers)


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        (0.8, "the recall"),
        (0.941, "half of all songs"),
        (0.95, "stay quiet"),
        (0.00523, "guessing gets"),
        (0.922, "*wrong*"),
        (0.0842, "by all of them"),
        (0.3, "alarms and happy"),
        (7.8, "between 0 and 1"),
        ("8 %", "one number"),
    ],
)
def test_shares_of_alarms_that_are_wrong_are_told_why(share, sentence):
    verdict = exercises.alarms(share)
    assert verdict.right is False
    assert sentence in verdict.sentence


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (800, "with the *root*"),
        (12.5, "Fewer than the 200"),
        (400, "other way round"),
        (9_999, "squared"),
        ("many", "a number of tracks"),
    ],
)
def test_plans_with_too_few_tracks_are_told_why(number, sentence):
    verdict = exercises.tracks(number, 0.02, 200, 0.005)
    assert verdict.right is False
    assert sentence in verdict.sentence


def test_right_answers_are_right_and_measured():
    assert "249,450 weights" in exercises.widths((72, 145)).sentence
    assert exercises.widths((75, 143)).right is True
    assert "more than perfect" in exercises.lead(0.24).sentence
    assert exercises.area(right_area).right is True
    assert exercises.alarms(0.078).right is True
    assert exercises.tracks(3_200, 0.02, 200, 0.005).right is True


@pytest.mark.parametrize(
    "ask",
    [
        lambda: exercises.widths(None),
        lambda: exercises.lead(None),
        lambda: exercises.area(None),
        lambda: exercises.area(lambda having, lacking: None),
        lambda: exercises.alarms(None),
        lambda: exercises.tracks(None, 0.02, 200, 0.005),
    ],
)
def test_no_answer_is_no_mistake(ask):
    assert ask().right is None


def test_popularity_is_drawn_with_the_correlation_that_it_has():
    table = buy.by_tag("k2c1-0.1M", buy.SYNTHETIC)
    expected = pd.Series(table.positives).corr(table.roc_auc, method="spearman")
    assert f"{expected:+.2f}" in figures.popularity(buy.SYNTHETIC, "k2c1-0.1M", "roc_auc").layout.title.text


def test_an_evened_network_still_answers_for_fifty_tags():
    model = inference.load(buy.PAPER.run("k2c1-0.1M", "artist", "jukebox-tags"))
    features = torch.full((2, 96, 1366), -30.0)
    assert inference.probabilities(buy.evened(model.network), features, task=TAGS).shape == (2, 50)
