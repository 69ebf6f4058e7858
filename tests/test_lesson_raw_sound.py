"""What notebook 03 stands on: both ways to answer, layers as begun, scales, power, self-checks of usual mistakes."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy import stats

from genrelib import evaluate, inference
from genrelib.frontends.mel_scale import slaney_mel
from genrelib.lesson import nb03_raw_sound as raw
from genrelib.lesson.nb03_raw_sound import exercises, feeding, figures, layers, live, power
from genrelib.networks.feedback import FeedbackCrnn, one_layer
from genrelib.networks.waveform import SampleCnn


@pytest.fixture(scope="module")
def trained():
    return inference.load(raw.ALL.run("samplecnn", raw.SPLIT, raw.REAL))


@pytest.fixture(scope="module")
def listening():
    torch.manual_seed(0)
    sizes = {"window": 800, "widths": (4, 4, 6, 6), "dropout": 0.5, "hidden": 5}
    return FeedbackCrnn(**sizes, feedback=one_layer, classes=3).eval()


@pytest.fixture(scope="module")
def asked(listening):
    waveforms = torch.randn(6, 8000 + feeding.LATER, generator=torch.Generator().manual_seed(1))
    return raw.feed(listening, waveforms, tuple("uvwxyz"), ("a", "b", "c"))


def test_claims_are_those_of_the_catalogue():
    table = raw.claims()
    assert table.loc["TF-CRNN", "accuracy"] == "0.6117" and table.loc["TF-CRNN", "weights"] == "1,978,640"
    assert table.loc["features and SVM"].tolist() == ["Table 1, HC-features+SVM", "", "0.6300", "not given"]


def test_the_counted_parts_are_nearly_all_of_fma_and_four_times_the_set_they_name():
    sums = raw.counts()["sum"]
    assert sums["FMA-medium, as published"] == 25_000
    assert raw.WHOLE_FMA - sums["the abstract"] == 18


@pytest.mark.parametrize("short", sorted(raw.ALL.names))
def test_both_ways_to_answer_give_the_metrics_of_the_run(short):
    metrics = raw.ALL.run(short, raw.SPLIT, raw.REAL).metrics
    for way, metric in zip(raw.WAYS, ("track_accuracy", "track_accuracy_mean"), strict=True):
        assert evaluate.accuracy(*raw.answers(short, way)) == pytest.approx(metrics[metric]["value"])


def test_a_gain_is_the_difference_of_two_accuracies_and_partial_runs_say_so():
    table = raw.gains("after the last window", ("crnn@tf-size", "tf-crnn"), ("crnn", "tf-crnn"))
    assert table.change[0] == "widened CRNN (cut short) → TF-CRNN"
    first, second = (evaluate.accuracy(*raw.answers(short, "after the last window")) for short in ("crnn", "tf-crnn"))
    assert table.value[1] == pytest.approx(second - first)


def test_the_first_filters_are_nearly_those_that_training_began_with(trained):
    table = raw.likeness(trained).set_index("layer").correlation
    assert table["convolution 1"] > 0.99 > 0.2 > table["convolution 5"]
    assert len(table) == 12  # ten convolutions and two layers
    begun = raw.as_begun(trained).network
    assert not torch.equal(begun.convolve[0].weight, trained.network.convolve[0].weight)


def test_equal_steps_in_mel_are_equal_in_mel():
    hz = layers.equal_in_mel(50, 8000.0)
    steps = np.diff(slaney_mel(hz))
    assert steps.max() / steps.min() < 1.05 and 0 < hz[0] < hz[-1] < 8000


def test_scales_that_are_its_own_move_no_answer_and_treatments_have_every_window(asked):
    assert {answers.shape for answers in asked.answers.values()} == {(6, 19, 3)}
    assert [block.shape for block in asked.scales] == [(6, 19, 4), (6, 19, 6), (6, 19, 6)]
    moved = raw.moved(asked).set_index("change")
    assert set(moved.index) == {feeding.SHIFTED, *feeding.TREATMENTS}
    same = replace(asked, answers=dict.fromkeys(asked.answers, asked.answers[raw.AS_IT_IS]))
    assert (raw.moved(same).value == 0).all()


def test_a_song_follows_if_it_takes_the_answer_of_the_song_before_it(asked):
    one_hot = np.eye(3)[[0, 1, 1, 2]][:, None]
    swapped = np.eye(3)[[2, 0, 1, 2]][:, None]  # the third's donor agrees with it, the last does not follow
    case = replace(asked, answers={raw.AS_IT_IS: one_hot, "another song's": swapped})
    assert raw.followed(case, "another song's") == (2, 3)
    assert raw.followed(case, raw.AS_IT_IS) == (0, 3)


def test_scales_that_stand_still_have_no_spread_from_window_to_window():
    still = torch.rand(4, 1, 3, generator=torch.Generator().manual_seed(0)).expand(4, 7, 3)
    table = raw.spread([still]).set_index("varies").deviation
    assert table["from window to window"] == pytest.approx(0, abs=1e-6) and table["from song to song"] > 0.1
    assert raw.restlessness([still]) == pytest.approx(np.zeros(4), abs=1e-6)


def test_the_simulation_agrees_with_the_formula_for_many_runs():
    gains, _ = power.compare(power.RUNS)
    assert gains.std() == pytest.approx(raw.standard_error(power.RUNS), rel=0.05)
    assert gains.mean() == pytest.approx(power.GAIN, abs=3e-4)
    expected = stats.norm.sf(1.96 - power.GAIN / raw.standard_error(200))
    assert raw.share_of_findings(200) == pytest.approx(expected, abs=0.02)


def test_a_gain_of_the_abstracts_size_is_measured_as_a_loss_in_more_than_a_quarter_of_the_comparisons():
    assert 0.25 < (power.compare(power.RUNS)[0] < 0).mean() < 0.32
    assert raw.share_of_findings(power.RUNS) < 0.08
    assert "measure a loss" in figures.gains_by_chance(power.RUNS).layout.title.text


def test_first_filters_are_set_back_and_nothing_else(trained):
    back = raw.set_back(trained).state_dict()
    now = trained.network.state_dict()
    changed = {name for name in back if not torch.equal(back[name], now[name])}
    assert changed == {"convolve.0.weight", "convolve.0.bias"}


def test_a_readout_learns_what_a_network_tells_apart():
    random = torch.Generator().manual_seed(0)
    loud = torch.tensor([0.1, 1.0]).repeat(12)[:, None]
    waveforms = loud * torch.randn(24, 3**4, generator=random)
    names = tuple(str(number) for number in range(24))
    clips = live.Clips(waveforms, np.tile([0, 1], 12), names)
    torch.manual_seed(0)
    network = SampleCnn(widths=(8,) * 4, dropout=0.5, classes=2).eval()
    other = SampleCnn(widths=(8,) * 4, dropout=0.5, classes=2).eval()
    answers = raw.read_out({"a network": network}, clips, clips)["a network"]
    assert answers.shape == (24, 2) and evaluate.accuracy(clips.truth, answers) > 0.9
    assert raw.kept_answers(network, network, clips).all()
    assert raw.kept_answers(network, other, clips).shape == (24,)


BIG = SampleCnn(widths=(2,) * 10, dropout=0.5, classes=2)


@pytest.mark.parametrize(
    ("step", "samples", "sentence"),
    [
        (27, 159, "forgot the first convolution"),
        (12, 159, "Steps multiply"),
        (243, 159, "One block too far"),
        (159, 81, "That is the receptive field"),
        (80, 159, "by 3"),
        (81, 81, "fields overlap"),
        (81, 81.0, "whole numbers"),
        (81, 51, "That is block 2"),
        (81, 156, "Begin with the 3"),
        (81, 100, "4 times the step"),
    ],
)
def test_wrong_fields_are_told_why(step, samples, sentence):
    verdict = exercises.field(step, samples, BIG)
    assert verdict.right is False
    assert sentence in verdict.sentence


SCALES = torch.rand(4, 6, 3, generator=torch.Generator().manual_seed(0))
MEAN = SCALES.mean(dim=1, keepdim=True)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (SCALES.mean(dim=0), "over the songs"),
        (SCALES.mean(dim=2), "over the maps"),
        (SCALES.mean(dim=1), "give it to every window"),
        (MEAN, "repeat it"),
        (SCALES.mean(), "one number for all"),
        (SCALES, "they still move"),
        (SCALES.mean(dim=(0, 1)).expand_as(SCALES), "everybody's mean"),
        (SCALES[:, :1].expand_as(SCALES), "first window's"),
        (SCALES + 1, "plain mean over axis 1"),
        (np.zeros((2, 2)), "Expected the shape"),
    ],
)
def test_scales_that_are_not_still_are_told_why(answer, sentence):
    verdict = exercises.still(answer, SCALES, 0.1)
    assert verdict.right is False
    assert sentence in verdict.sentence


def simulate(random, runs):
    plain, fed = random.normal(0.6078, 0.0101, runs), random.normal(0.6117, 0.0060, runs)
    test = stats.ttest_ind(fed, plain, equal_var=False)
    return test.pvalue < 0.05 and fed.mean() > plain.mean()


def compare_means(random, runs):
    return random.normal(0.6117, 0.0060, runs).mean() > random.normal(0.6078, 0.0101, runs).mean()


def divide_twice(random, runs):
    plain = random.normal(0.6078, 0.0101 / runs**0.5, runs)
    fed = random.normal(0.6117, 0.0060 / runs**0.5, runs)
    return stats.ttest_ind(fed, plain, equal_var=False).pvalue < 0.05


def no_gain(random, runs):
    plain, fed = random.normal(0.6078, 0.0101, runs), random.normal(0.6078, 0.0060, runs)
    return stats.ttest_ind(fed, plain, equal_var=False).pvalue < 0.05


@pytest.mark.parametrize(
    ("function", "needed", "sentence"),
    [
        (compare_means, 70, "larger mean is no finding"),
        (divide_twice, 70, "too often"),
        (no_gain, 70, "too seldom"),
        (lambda random, runs: random.normal(0, 1, runs)[99], 70, "it stops: IndexError"),
        (7, 70, "without brackets"),
        (simulate, 9, "standard error is as large as the gain"),
        (simulate, 142, "not of both"),
        (simulate, 30, "not enough"),
        (simulate, 90, "more than needed"),
        (simulate, 70.5, "Runs are counted"),
    ],
)
def test_wrong_comparisons_are_told_why(function, needed, sentence):
    verdict = exercises.finding(function, needed)
    assert verdict.right is False
    assert sentence in verdict.sentence


NOISE = np.random.default_rng(0).uniform(-1, 1, 48_000)


@pytest.mark.parametrize(
    ("sound", "sentence"),
    [
        (np.zeros((2, 48_000)), "in one row"),
        (NOISE[:1000], "give 2 to 10 s"),
        (NOISE * 2, "between −1 and 1"),
        (np.zeros(48_000), "What does a song never do"),
        ("noise", "in one row"),
    ],
)
def test_sounds_that_do_not_do_are_told_why(sound, sentence, listening):
    busy = [torch.rand(4, 9, 6, generator=torch.Generator().manual_seed(0))]
    verdict = exercises.restless(sound, listening, busy)
    assert verdict.right is False
    assert sentence in verdict.sentence


def test_right_answers_are_right_and_measured(listening):
    assert "twice as long" in exercises.field(81, 159, BIG).sentence
    frozen = exercises.still(MEAN.expand_as(SCALES).numpy(), SCALES, 0.125)
    assert frozen.right is True and "12%" in frozen.sentence
    needed = exercises.finding(simulate, 70)
    assert needed.right is True and "runs of each network" in needed.sentence
    calm = [torch.full((4, 9, 6), 0.5)]
    restless = exercises.restless(NOISE, listening, calm)
    assert restless.right is True and "those of 4 songs" in restless.sentence


@pytest.mark.parametrize(
    "ask",
    [
        lambda: exercises.field(None, None, BIG),
        lambda: exercises.field(81, None, BIG),
        lambda: exercises.still(None, SCALES, 0.1),
        lambda: exercises.finding(None, None),
        lambda: exercises.finding(lambda random, runs: None, 70),
        lambda: exercises.restless(None, None, []),
    ],
)
def test_no_answer_is_no_mistake(ask):
    assert ask().right is None
