"""Verdicts and sentences about made-up runs whose right answer is known."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kendalltau

from genrelib import papers, runs
from genrelib.studies import findings, verdicts
from genrelib.studies.difference import compare
from genrelib.studies.seeds import SeedRuns, chosen
from genrelib.system import Study

A, B, C = "irvin2016/rnn", "irvin2016/lstm", "irvin2016/lstm-attention"
STUDY = Study(
    "irvin2016/made-up",
    "none",
    (A, B, C),
    "made-up",
    "track",
    "track_accuracy",
    1,
    reported={A: 0.5, B: 0.6, C: 0.7},
    procedure="It was read off tea leaves.",
)
TRACKS = 100


class MadeUp(runs.Run):
    """A run that lies nowhere."""

    has_answers = True


def run(system: str, right: float, *, seed: int = 0, split: str = "track", partial: str = "", **more) -> MadeUp:
    """A run that names the first `right` of 100 tracks rightly, as far as `more` metrics do not say otherwise."""
    value = {"value": right, "low": right - 0.1, "high": right + 0.1}
    others = {name: {"value": figure, "low": None, "high": None} for name, figure in more.items()}
    info = {
        "system": system,
        "data": "made-up",
        "split": split,
        "seed": seed,
        "classes": ["no", "yes"],
        "partial": partial,
        "metrics": {"track_accuracy": value, **others},
    }
    answers = np.arange(TRACKS) < round(right * TRACKS)
    table = pd.DataFrame({"track": [f"{number:03d}" for number in range(TRACKS)], "truth": "yes"})
    made = MadeUp(None, "your run", info)
    made.__dict__["tracks"] = table.assign(p_no=1.0 - answers, p_yes=answers.astype(float))
    return made


def sentences(*all_runs: MadeUp, study: Study = STUDY) -> str:
    return " ".join(findings.finding(study, all_runs, "made-up", "track"))


def verdict(*all_runs: MadeUp, study: Study = STUDY) -> verdicts.Order:
    return verdicts.order(study, chosen(all_runs)).verdict


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        ((0.3, 0.5, 0.8), verdicts.Order.HOLDS),
        ((0.30, 0.80, 0.81), verdicts.Order.PARTLY),
        ((0.50, 0.51, 0.52), verdicts.Order.OPEN),
        ((0.8, 0.5, 0.9), verdicts.Order.REVERSED),
        ((0.3,), verdicts.Order.UNFINISHED),
    ],
)
def test_an_order_has_a_verdict(measured, expected):
    assert verdict(*(run(system, value) for system, value in zip((A, B, C), measured, strict=False))) is expected


def test_every_verdict_has_a_sentence():
    assert set(verdicts.Order) <= set(findings.SENTENCES)


def test_an_order_that_holds_is_said_to_hold():
    text = sentences(run(A, 0.3), run(B, 0.5), run(C, 0.8))
    assert "The published order holds: of 3 pairs that the paper puts in order, 3 are finished here" in text
    assert "none of them reversed. Kendall's tau over the finished ones is +1.00" in text


def test_a_reversed_order_is_said_with_the_pairs_that_are_reversed():
    text = sentences(run(A, 0.8), run(B, 0.5), run(C, 0.9))
    assert "The published order does not hold" in text and "3 with a clear difference, 1 of them reversed" in text
    assert f"{A} is above {B} by +0.300" in text and "is +0.33" in text


def test_an_order_that_its_intervals_do_not_tell_is_undecided():
    text = sentences(run(A, 0.50), run(B, 0.51), run(C, 0.52))
    assert "The published order can be neither confirmed nor rejected" in text and "0 with a clear difference" in text
    assert f"no clear difference from {A}, {B}" in text


def test_an_order_is_held_as_far_as_it_can_be_told():
    text = sentences(run(A, 0.30), run(B, 0.80), run(C, 0.81))
    assert "The published order holds where systems differ clearly: of 3 pairs" in text
    assert "2 with a clear difference" in text


def test_rows_cut_short_decide_nothing():
    text = sentences(run(A, 0.8), run(B, 0.5, partial="the time budget ended after 1 of 2 epochs"))
    assert "cannot be checked: no two of its systems have a finished run" in text
    assert "Kendall's tau is -1.00 over 1 pairs, which decides nothing" in text
    assert f"Not counted, because cut short: {B}." in text and f"Not run: {C}." in text


def test_tau_is_kendalls():
    measured = {A: 0.6, B: 0.3, C: 0.5}
    rows = chosen(run(system, value) for system, value in measured.items())
    tau = verdicts.tau(STUDY, verdicts.published_pairs(STUDY), rows)
    assert tau == pytest.approx(kendalltau(list(STUDY.reported.values()), list(measured.values())).statistic)


def test_an_order_told_in_words_is_compared_too():
    spoken = dataclasses.replace(STUDY, reported={}, order=((C, B, A),))
    assert verdicts.published_pairs(spoken) == [(C, B), (C, A), (B, A)]
    assert "The published order holds" in sentences(run(A, 0.3), run(B, 0.5), run(C, 0.8), study=spoken)


def test_one_seed_another_split_and_the_papers_figure_are_named():
    alone = [run(A, 0.3), run(B, 0.6), run(C, 0.7)]
    assert "Only one seed of every finished row" in sentences(*alone)
    assert f"The paper's value lies outside our interval: {A} by -0.200." in sentences(*alone)
    assert f"The paper's value lies inside our interval: {B} by +0.000" in sentences(*alone)
    elsewhere = dataclasses.replace(STUDY, data="other")
    assert "The paper measured on other, track, these runs on made-up, track" in sentences(*alone, study=elsewhere)


def test_a_departure_is_compared_with_its_plain_system():
    other = "irvin2016/rnn@lstm-on-top"
    departures = dataclasses.replace(STUDY, systems=(other,), reported={})
    text = sentences(run(A, 0.3), run(other, 0.6), study=departures)
    assert f"{other} against {A}: +0.300 (+0.2" in text and "a clear difference (the interval excludes 0)" in text
    assert "no clear difference (the interval includes 0)" in sentences(
        run(A, 0.30), run(other, 0.31), study=departures
    )


def test_nothing_is_said_of_what_was_not_run():
    assert findings.finding(STUDY, [run(A, 0.5, split="artist")], "made-up", "track") == []


def test_procedure_is_told_with_what_it_is_worth():
    assert findings.price(STUDY, [run(A, 0.5)], "made-up", "track") == ["Procedure: It was read off tea leaves."]
    split = dataclasses.replace(STUDY, stricter=("artist",))
    runs_here = [run(A, 0.9), run(A, 0.4, split="artist", partial="cut")]
    (_, text) = findings.price(split, runs_here, "made-up", "track")
    assert text == f"{A}: 0.900 on track, 0.400 (cut short) on artist."
    metric = dataclasses.replace(STUDY, beside=("paper_argmax",))
    (_, text) = findings.price(metric, [run(A, 0.9, paper_argmax=0.35)], "made-up", "track")
    assert text == f"{A}: track_accuracy 0.900, paper_argmax 0.350; the paper prints 0.500."
    (_, text) = findings.price(metric, [run(A, 0.9)], "made-up", "track")
    assert text == "The effect of this was not measured on made-up."


def test_the_same_tracks_tell_more_than_two_intervals_apart(monkeypatch):
    one, other = SeedRuns((run(A, 0.60),)), SeedRuns((run(B, 0.68),))
    gain = compare(one, other, "track_accuracy")
    assert gain.apart and gain.gain.value == pytest.approx(0.08)  # eight tracks more, none fewer
    monkeypatch.setattr(MadeUp, "has_answers", False)
    gain = compare(one, other, "track_accuracy")
    assert not gain.apart and (gain.gain.low, gain.gain.high) == pytest.approx((-0.12, 0.28))


def test_seeds_that_disagree_widen_the_interval():
    steady = [SeedRuns(tuple(run(name, right, seed=seed) for seed in range(3))) for name, right in ((A, 0.5), (B, 0.7))]
    assert compare(*steady, "track_accuracy").apart
    unsteady = SeedRuns(tuple(run(B, right, seed=seed) for seed, right in enumerate((0.3, 0.9, 0.9))))
    gain = compare(steady[0], unsteady, "track_accuracy")
    assert gain.gain.value == pytest.approx(0.2) and not gain.apart


def test_finished_runs_are_chosen_before_partial_ones_and_more_seeds_before_fewer():
    candidates = [run(A, 0.9, partial="cut", seed=0), run(A, 0.9, partial="cut", seed=1), run(A, 0.4, seed=2)]
    assert chosen(candidates)[A].estimate("track_accuracy").value == 0.4


def test_every_paper_tells_what_was_procedure():
    studies = [study for study in papers.STUDIES.values() if study.reported or study.order]
    papers_asked = {study.name.split("/")[0] for study in studies}
    assert papers_asked == {"irvin2016", "yenney2022", "kim2019", "pandey2023", "choi2017"}
    assert all(study.procedure for study in studies)
    named = {name for study in papers.STUDIES.values() for chain in study.order for name in chain}
    assert named <= set(papers.CATALOG)
