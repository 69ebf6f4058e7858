"""What is shipped of a run: figures of all seeds, answers and weights of one, nothing large, nothing half written."""

import dataclasses

import pytest
import torch
from factories import CLASSES, SYSTEM, result

from genrelib import runs
from genrelib.runs import shipping


def keep(root, seed: int, valid: float, split: str = "track"):
    """A run of made-up results with this validation accuracy."""
    kept = result()
    info = kept.info | {
        "seed": seed,
        "split": split,
        "metrics": kept.info["metrics"] | {"valid_accuracy": {"value": valid, "low": None, "high": None}},
    }
    return runs.save(runs.address(root, "folder-test", split, SYSTEM.name, seed), dataclasses.replace(kept, info=info))


@pytest.fixture
def trained(tmp_path):
    """Three seeds on a split, the middle one the best on validation."""
    for seed, valid in enumerate((0.5, 0.7, 0.6)):
        keep(tmp_path / "mine", seed, valid)
    return tmp_path / "mine"


@pytest.mark.parametrize(("every", "whole", "answered"), [((), [0], [0]), ((SYSTEM.name,), [1], [0, 1, 2])])
def test_one_seed_is_shipped_whole_the_others_as_figures(trained, tmp_path, monkeypatch, every, whole, answered):
    monkeypatch.setattr(shipping, "EVERY_SEED", every)
    shipping.ship(trained, tmp_path / "shipped")
    shipped = {run.seed: run for run in runs.find(tmp_path / "shipped")}
    assert sorted(shipped) == [0, 1, 2]
    assert [seed for seed, run in shipped.items() if run.has_weights] == whole
    assert [seed for seed, run in shipped.items() if run.has_answers] == answered
    assert all(len(run.history) for run in shipped.values())


def test_half_precision_changes_no_probability_by_a_thousandth(trained, tmp_path):
    shipping.ship(trained, tmp_path / "shipped")
    whole, half = (
        runs.network(runs.load(runs.address(root, "folder-test", "track", SYSTEM.name, 0)))
        for root in (trained, tmp_path / "shipped")
    )
    x = torch.rand(8, *SYSTEM.frontend.shape(SYSTEM.clip))
    with torch.inference_mode():
        difference = (whole(x).softmax(-1) - half(x).softmax(-1)).abs().max()
    assert 0 < difference < 1e-3


def test_numbers_that_half_precision_cannot_hold_stay_whole():
    weights = {"kernel": torch.full((2, 2), 1e5), "norm": torch.ones(2), "matrix": torch.ones(2, 2)}
    kinds = {name: value.dtype for name, value in shipping.halved(weights).items()}
    assert kinds == {"kernel": torch.float32, "norm": torch.float32, "matrix": torch.float16}


def test_a_leaking_split_ships_no_network(tmp_path):
    keep(tmp_path / "mine", 0, 0.9, split="clip")
    shipping.ship(tmp_path / "mine", tmp_path / "shipped")
    (run,) = runs.find(tmp_path / "shipped")
    assert run.has_answers and not run.has_weights


def test_what_is_too_large_is_left_out(trained, tmp_path, monkeypatch):
    monkeypatch.setattr(shipping, "LARGEST", 50_000)
    shipping.ship(trained, tmp_path / "shipped")
    assert [run.has_weights for run in runs.find(tmp_path / "shipped")] == [False] * 3


def test_a_run_that_lies_there_is_replaced(trained, tmp_path):
    shipping.ship(trained, tmp_path / "shipped")
    keep(trained, 0, 0.9)
    shipping.ship(trained, tmp_path / "shipped")
    accuracies = {run.seed: run.metrics["valid_accuracy"]["value"] for run in runs.find(tmp_path / "shipped")}
    assert accuracies == {0: 0.9, 1: 0.7, 2: 0.6}


def test_nothing_to_ship_and_too_much_to_ship_are_refused(trained, tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="expected runs, found none"):
        shipping.ship(tmp_path / "nowhere", tmp_path / "shipped")
    monkeypatch.setattr(shipping, "ALTOGETHER", 1e4)
    with pytest.raises(ValueError, match="ship fewer runs"):
        shipping.ship(trained, tmp_path / "shipped")


def test_classes_of_a_shipped_run_are_those_trained_on(trained, tmp_path):
    shipping.ship(trained, tmp_path / "shipped")
    assert [run.classes for run in runs.find(tmp_path / "shipped")] == [CLASSES] * 3
