"""What is said of made-up runs whose right answer is known."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kendalltau

from genrelib import papers, runs
from genrelib.studies import findings
from genrelib.studies.difference import compare
from genrelib.studies.seeds import SeedRuns, chosen
from genrelib.system import Study

A, B, C = "irvin2016/rnn", "irvin2016/lstm", "irvin2016/lstm-attention"
STUDY = Study(
    "irvin2016/made-up", "none", (A, B, C), "made-up", "track", "track_accuracy", 1,
    reported={A: 0.5, B: 0.6, C: 0.7}, procedure="It was read off tea leaves.",
)  # fmt: skip
TRACKS = 100


class MadeUp(runs.Run):
    """A run that lies nowhere."""

    has_answers = True


def run(system: str, right: float, *, seed: int = 0, split: str = "track", partial: str = "", **more) -> MadeUp:
    """A run that names the first `right` of 100 tracks rightly, as far as `more` metrics do not say otherwise."""
    value = {"value": right, "low": right - 0.1, "high": right + 0.1}
    others = {name: {"value": figure, "low": None, "high": None} for name, figure in more.items()}
    info = {
        "system": system, "data": "made-up", "split": split, "seed": seed, "classes": ["no", "yes"], "partial": partial,
        "metrics": {"track_accuracy": value, **others},
    }  # fmt: skip
    answers = np.arange(TRACKS) < round(right * TRACKS)
    table = pd.DataFrame({"track": [f"{number:03d}" for number in range(TRACKS)], "truth": "yes"})
    made = MadeUp(None, "your run", info)
    made.__dict__["tracks"] = table.assign(p_no=1.0 - answers, p_yes=answers.astype(float))
    return made


def said(*found: MadeUp, study: Study = STUDY) -> str:
    return " ".join(findings.finding(study, found, "made-up", "track"))


def test_an_order_that_holds_is_said_to_hold():
    text = said(run(A, 0.3), run(B, 0.5), run(C, 0.8))
    assert "The published order holds: of 3 pairs that the paper puts in order, 3 are finished here" in text
    assert "none reversed. Kendall's tau over the finished ones is +1.00" in text


def test_a_reversed_order_is_said_with_the_pairs_that_are_reversed():
    text = said(run(A, 0.8), run(B, 0.5), run(C, 0.9))
    assert "The published order does not hold" in text and "1 stand reversed" in text
    assert f"{A} is above {B} by +0.300" in text and "is +0.33" in text


def test_an_order_that_its_intervals_do_not_tell_is_undecided():
    text = said(run(A, 0.50), run(B, 0.51), run(C, 0.52))
    assert "Whether the published order holds cannot be told" in text and "0 can be told apart" in text
    assert f"not to be told from {A}, {B}" in text


def test_an_order_is_held_as_far_as_it_can_be_told():
    text = said(run(A, 0.30), run(B, 0.80), run(C, 0.81))
    assert "The published order holds as far as it can be told: of 3 pairs" in text and "2 can be told apart" in text


def test_rows_cut_short_decide_nothing():
    text = said(run(A, 0.8), run(B, 0.5, partial="the time budget ended after 1 of 2 epochs"))
    assert "cannot be said: no two of its rows are finished" in text
    assert "Kendall's tau is -1.00 over 1 pairs, which decides nothing" in text
    assert f"Nothing is said of what was cut short: {B}." in text and f"Not run: {C}." in text


def test_tau_is_kendalls():
    measured = {A: 0.6, B: 0.3, C: 0.5}
    rows = chosen(run(system, value) for system, value in measured.items())
    tau = findings._tau(STUDY, findings.pairs(STUDY), rows)
    assert tau == pytest.approx(kendalltau(list(STUDY.reported.values()), list(measured.values())).statistic)


def test_an_order_told_in_words_is_compared_too():
    spoken = dataclasses.replace(STUDY, reported={}, order=((C, B, A),))
    assert findings.pairs(spoken) == [(C, B), (C, A), (B, A)]
    assert "The published order holds" in said(run(A, 0.3), run(B, 0.5), run(C, 0.8), study=spoken)


def test_one_seed_another_split_and_the_papers_figure_are_named():
    alone = [run(A, 0.3), run(B, 0.6), run(C, 0.7)]
    assert "One seed of every finished row" in said(*alone)
    assert f"Further from the paper's figure than the interval: {A} by -0.200. Within it: {B} by +0.000" in said(*alone)
    elsewhere = dataclasses.replace(STUDY, data="other")
    assert "The paper's figures are of other, track, these of made-up, track" in said(*alone, study=elsewhere)


def test_a_departure_is_compared_with_its_plain_system():
    other = "irvin2016/rnn@lstm-on-top"
    departures = dataclasses.replace(STUDY, systems=(other,), reported={})
    text = said(run(A, 0.3), run(other, 0.6), study=departures)
    assert f"{other} against {A}: +0.300 (+0.2" in text and "larger than its interval" in text
    assert "not to be told from nothing" in said(run(A, 0.30), run(other, 0.31), study=departures)


def test_nothing_is_said_of_what_was_not_run():
    assert findings.finding(STUDY, [run(A, 0.5, split="artist")], "made-up", "track") == []


def test_procedure_is_told_with_what_it_is_worth():
    assert findings.price(STUDY, [run(A, 0.5)], "made-up", "track") == ["Procedure: It was read off tea leaves."]
    split = dataclasses.replace(STUDY, stricter=("artist",))
    found = [run(A, 0.9), run(A, 0.4, split="artist", partial="cut")]
    (_, text) = findings.price(split, found, "made-up", "track")
    assert text == f"{A}: 0.900 on track, 0.400 (cut short) on artist."
    metric = dataclasses.replace(STUDY, beside=("paper_argmax",))
    (_, text) = findings.price(metric, [run(A, 0.9, paper_argmax=0.35)], "made-up", "track")
    assert text == f"{A}: track_accuracy 0.900, paper_argmax 0.350; the paper prints 0.500."
    (_, text) = findings.price(metric, [run(A, 0.9)], "made-up", "track")
    assert text == "What that is worth was not measured on made-up."


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
    found = [run(A, 0.9, partial="cut", seed=0), run(A, 0.9, partial="cut", seed=1), run(A, 0.4, seed=2)]
    assert chosen(found)[A].estimate("track_accuracy").value == 0.4


def test_every_paper_tells_what_was_procedure():
    studies = [study for study in papers.STUDIES.values() if study.reported or study.order]
    assert {study.name.split("/")[0] for study in studies} == {
        "irvin2016", "yenney2022", "kim2019", "pandey2023", "choi2017"
    }  # fmt: skip
    assert all(study.procedure for study in studies)
    named = {name for study in papers.STUDIES.values() for chain in study.order for name in chain}
    assert named <= set(papers.CATALOG)
