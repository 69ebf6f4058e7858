"""The poster's systems, and those that differ from one of them in a single thing."""

from dataclasses import fields

import pytest
import torch

from genrelib import papers
from genrelib.papers import irvin2016

DEPARTURES = [system for system in irvin2016.SYSTEMS if "@" in system.name]


@pytest.mark.parametrize("short, accuracy", [("svm", 0.405), ("mlp", 0.7), ("rnn", 0.655)])  # Figures 1 and 2
def test_reported_figures_are_the_printed_ones(short, accuracy):
    assert papers.get(f"irvin2016/{short}").reported == {"gtzan": {"accuracy": accuracy}}


def test_figures_have_the_posters_rows_on_the_posters_split():
    first, second, departures = irvin2016.STUDIES
    assert [name.split("/")[1] for name in first.systems] == ["svm", "softmax", "mlp"]
    assert [name.split("/")[1] for name in second.systems] == ["rnn", "lstm", "lstm-attention"]
    assert {study.split for study in irvin2016.STUDIES} == {"clip"}
    assert list(departures.systems) == [system.name for system in DEPARTURES]
    assert departures.seeds == second.seeds


@pytest.mark.parametrize(
    "name, changes",
    [
        ("irvin2016/rnn@lstm-on-top", {"network", "sizes"}),
        ("irvin2016/lstm@sgd-1.0", {"recipe"}),
        ("irvin2016/lstm@whole-set-standardisation", {"recipe"}),
        ("irvin2016/lstm@equal-start", {"network"}),
        ("irvin2016/lstm-attention@learned-query", {"network"}),
    ],
)
def test_a_departure_changes_one_thing_and_says_from_what(name, changes):
    plain, changed = papers.get(name.split("@")[0]), papers.get(name)
    different = {f.name for f in fields(plain) if getattr(plain, f.name) != getattr(changed, f.name)}
    assert different == {"name", "reported", "departs"} | changes
    assert changed.departs.startswith(f"As {plain.name}, but ")
    assert changed.reported == {}


def test_every_departure_is_held_to_one_change_above():
    assert {system.name for system in DEPARTURES} == {
        "irvin2016/rnn@lstm-on-top",
        "irvin2016/lstm@sgd-1.0",
        "irvin2016/lstm@whole-set-standardisation",
        "irvin2016/lstm@equal-start",
        "irvin2016/lstm-attention@learned-query",
    }


def test_the_published_protocol_is_plain_gradient_descent_cut_to_a_norm_of_five():
    recipe = papers.get("irvin2016/lstm@sgd-1.0").recipe
    (group,) = recipe.optimizer([torch.nn.Parameter(torch.zeros(1))], lr=recipe.learning_rate).param_groups
    assert (group["lr"], group["momentum"], group["weight_decay"]) == (1.0, 0, 0)
    assert (recipe.clip_norm, recipe.batch, recipe.epochs, recipe.patience) == (5.0, 128, 100, 20)


def test_the_machine_is_fitted_in_one_call_at_the_price_of_the_time():
    system = papers.get("irvin2016/svm")
    assert not system.is_network
    assert system.build(classes=10)[-1].get_params() == {"C": 1.0}
