"""The published mistakes: each is declared with a place and something that isolates it, and priced from runs."""

import dataclasses
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from genrelib import evaluate, papers, runs
from genrelib.datasets import gtzan
from genrelib.evaluate import Interval
from genrelib.evaluate.intervals import wilson
from genrelib.papers.publication import Mistake, StatedParts, TwoEpochs, TwoMetrics, TwoSplits, TwoSystems
from genrelib.runs import places
from genrelib.studies import prices, unmeasured

A, B = "irvin2016/rnn", "irvin2016/lstm"
TRACKS = 100
SPLITS = {*gtzan.splits(), "official"}


class MadeUp(runs.Run):
    """A run that lies nowhere."""

    has_answers = True


def run(system: str = A, right: int = 50, *, split: str = "track", seed: int = 0, data: str = "made-up", **metrics):
    """A run that names the first `right` of 100 tracks rightly; of the others it says the last of three genres."""
    share = right / TRACKS
    figures = {"track_accuracy": share, **metrics}
    info = {
        "system": system,
        "data": data,
        "split": split,
        "seed": seed,
        "classes": ["first", "second", "third"],
        "partial": "",
        "metrics": {name: {"value": v, "low": v - 0.1, "high": v + 0.1} for name, v in figures.items()},
    }
    made = MadeUp(None, "your run", info)
    is_right = np.arange(TRACKS) < right
    table = pd.DataFrame({"track": [f"{number:03d}" for number in range(TRACKS)], "truth": "second"})
    made.__dict__["tracks"] = table.assign(
        p_first=0.1, p_second=np.where(is_right, 0.6, 0.1), p_third=np.where(is_right, 0.3, 0.8)
    )
    made.__dict__["history"] = pd.DataFrame({"epoch": [1, 2, 3], "valid_accuracy": [0.3, 0.6, 0.4]})
    return made


def only_price(isolation, *all_runs) -> prices.Price:
    mistake = dataclasses.replace(papers.MISTAKES[0], isolated_by=(isolation,))
    (price,) = prices.measure(mistake, all_runs)
    return price


def test_there_are_the_nine_mistakes_by_different_names():
    assert len(papers.MISTAKES) == 9
    assert max(Counter(mistake.name for mistake in papers.MISTAKES).values()) == 1


def test_every_paper_of_the_five_has_a_mistake_and_a_publication():
    mistaken = {paper for mistake in papers.MISTAKES for paper in mistake.papers}
    assert (
        mistaken
        == set(papers.PUBLICATIONS)
        == {name.split("/")[0] for name, s in papers.STUDIES.items() if s.data != "gtzan-logmel"}
    )


@pytest.mark.parametrize("mistake", papers.MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_says_where_it_is_and_is_isolated_by_systems_splits_and_metrics_that_exist(mistake: Mistake):
    assert mistake.where and mistake.wrong.endswith(".") and mistake.isolated_by
    measured = {metric for one in runs.find(places.shipped()) for metric in one.metrics}
    for isolation in mistake.isolated_by:
        assert isolation.systems and set(isolation.systems) <= set(papers.CATALOG)
        facts = dataclasses.asdict(isolation)
        metrics = {facts["metric"]} if "metric" in facts else set()
        if isinstance(isolation, TwoMetrics):
            metrics |= {isolation.mistaken, isolation.sound}
        assert metrics <= measured
        assert {facts[key] for key in ("leaking", "strict", "split") if key in facts} <= SPLITS


@pytest.mark.parametrize("mistake", papers.MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_measured_or_reckoned_or_says_how_to_measure_it(mistake):
    lines = unmeasured.commands(mistake)
    assert lines or unmeasured.arithmetic(mistake)
    for line in lines:
        words = line.split()
        assert words[:4] == ["python", "-m", "genrelib", "train"] and words[4] in papers.CATALOG
        assert words[words.index("--split") + 1] in SPLITS


def test_independent_shares_differ_as_in_newcombes_first_example():
    shares = [wilson(np.array(right), np.array(total)) for right, total in ((56, 70), (48, 80))]
    gain = prices.independent(*(Interval(*map(float, share)) for share in shares))
    assert (gain.value, gain.low, gain.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_two_splits_are_compared_as_figures_of_different_tracks():
    isolation = TwoSplits((A,), "track_accuracy", "clip", "artist")
    price = only_price(isolation, run(right=80, split="clip"), run(right=50, split="artist"), run(B, split="clip"))
    assert price.gain.value == pytest.approx(0.3) and not price.paired and price.clear
    assert price.gain.low == pytest.approx(0.3 - 0.1 * 2**0.5)


def test_a_broken_arg_max_is_priced_track_by_track():
    # Right answers have a later genre above the first one, so the broken arg-max takes that: nothing is right.
    broken = evaluate.paper_argmax
    one = run(right=50, paper_argmax=0.0)
    truth, probability = one.task.read(one.tracks, one.classes)
    assert broken(truth, probability) == 0
    price = only_price(TwoMetrics((A,), "paper_argmax", "track_accuracy"), one)
    assert (price.value, price.without, price.gain.value) == (0.0, 0.5, -0.5)
    assert price.paired and price.clear
    assert price.gain.high == pytest.approx(-0.5 + 1.984 * 0.5 / 99**0.5, abs=1e-3)  # Student's of 100 differences


def test_a_metric_that_cannot_be_told_track_by_track_is_not_paired():
    price = only_price(
        TwoMetrics((A,), "clip_accuracy", "clip_accuracy_alone"), run(clip_accuracy=0.6, clip_accuracy_alone=0.5)
    )
    assert not price.paired and not price.clear
    assert price.gain.value == pytest.approx(0.1)


def test_two_systems_are_compared_on_the_same_tracks():
    price = only_price(TwoSystems(B, A, "track_accuracy"), run(A, 40), run(B, 60))
    assert price.system == B and price.gain.value == pytest.approx(0.2) and price.paired and price.clear


def test_runs_that_were_cut_short_decide_nothing():
    short = run(B, 90)
    short.info["partial"] = "1 of 9 epochs"
    price = only_price(TwoSystems(B, A, "track_accuracy"), run(A, 40), short)
    assert price.partial and not price.clear


def test_choosing_the_epoch_gains_the_best_one_less_the_last_one():
    price = only_price(TwoEpochs((A,), "valid_accuracy"), run(seed=0), run(seed=1))
    assert price.gain.value == pytest.approx(0.2) and price.seeds == 2
    assert np.isnan(price.gain.low) and not price.clear  # two seeds that say the same are one


def test_real_music_comes_before_synthetic():
    mistake = dataclasses.replace(papers.MISTAKES[0], isolated_by=(TwoSystems(B, A, "track_accuracy"),))
    made = [run(name, right, data=data) for data in ("jukebox", "gtzan") for name, right in ((A, 40), (B, 60))]
    assert [price.data for price in prices.measure(mistake, made)] == ["gtzan", "jukebox"]


def test_the_impossible_counts_are_added_up():
    (mistake,) = (m for m in papers.MISTAKES if isinstance(m.isolated_by[0], StatedParts))
    (sentence,) = unmeasured.arithmetic(mistake)
    assert "106,556 tracks, 4.3 times the 25,000 of fma-medium" in sentence


def test_the_column_that_does_not_add_up_is_counted():
    (mistake,) = (m for m in papers.MISTAKES if m.name == "column-that-does-not-add-up")
    (sentence,) = unmeasured.arithmetic(mistake)
    assert [word for word in sentence.replace(",", "").replace(".", "", 0).split() if word.startswith("-")] == [
        "-1.6", "-5.8", "-8.0", "-5.3", "-7.5",
    ]  # fmt: skip
