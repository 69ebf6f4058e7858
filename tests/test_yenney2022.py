"""The report's tables, the network that both halves were cut from, and what more epochs change."""

from dataclasses import fields, replace

import pytest

from genrelib import papers
from genrelib.papers import yenney2022

LENGTHS = ("1s", "5s", "15s", "30s")


@pytest.mark.parametrize("length, accuracy", [("1s", 0.14), ("5s", 0.21), ("15s", 0.15), ("30s", 0.14)])
def test_the_rnns_figures_are_those_of_table_1(length, accuracy):
    assert papers.get(f"yenney2022/rnn-{length}").reported == {"gtzan": {"accuracy": accuracy}}
    assert yenney2022.STUDIES[0].reported[f"yenney2022/rnn-{length}"] == accuracy


@pytest.mark.parametrize("length", LENGTHS)
def test_the_three_networks_hear_and_learn_alike(length):
    cnn, rnn, crnn = (papers.get(f"yenney2022/{kind}-{length}") for kind in ("cnn", "rnn", "crnn"))
    for other in (rnn, crnn):
        assert (other.clip, other.frontend, other.recipe) == (cnn.clip, cnn.frontend, cnn.recipe)


def test_thirty_seconds_are_twenty_nine_as_coded():
    assert [papers.get(f"yenney2022/rnn-{length}").clip for length in LENGTHS] == [1, 5, 15, 29]


def test_nothing_is_reported_of_what_the_report_never_ran():
    assert all(papers.get(f"yenney2022/crnn-{length}").reported == {} for length in LENGTHS)


@pytest.mark.parametrize("system", yenney2022.LONGER, ids=lambda system: system.name)
def test_a_longer_training_is_only_longer(system):
    plain, epochs = system.name.split("@")
    plain = papers.get(plain)
    assert system.recipe == replace(plain.recipe, epochs=int(epochs.removesuffix("-epochs")))
    different = {f.name for f in fields(plain) if getattr(plain, f.name) != getattr(system, f.name)}
    assert different == {"name", "row", "recipe", "reported", "departs"}


def test_clip_length_is_studied_on_the_same_split_for_all_three():
    lengths = papers.STUDIES["yenney2022/clip-length"]
    assert len(lengths.systems) == 12
    assert {study.split for study in yenney2022.STUDIES} == {"track"}
    assert all(study.seeds > 1 for study in yenney2022.STUDIES)


@pytest.mark.parametrize("length", ["5s", "30s"])
def test_the_standardised_rnn_is_otherwise_the_same(length):
    plain, changed = papers.get(f"yenney2022/rnn-{length}"), papers.get(f"yenney2022/rnn-{length}@standardised")
    different = {f.name for f in fields(plain) if getattr(plain, f.name) != getattr(changed, f.name)}
    assert different == {"name", "row", "network", "reported", "departs"}
    assert changed.count(10) == plain.count(10)
