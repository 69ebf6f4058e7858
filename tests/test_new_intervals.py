"""Runs that were measured before get new bounds from their predictions; values stay."""

import json
import shutil

import pytest

from genrelib import runs
from genrelib.runs import new_intervals

TAGS = "gtzan-tags/filtered/choi2017/k1c2-0.1M/seed-0"
WHOLE_TRACKS = "gtzan-blues-classical-jazz-rock/track/kim2019/tf-crnn/seed-0"
WITHOUT_PREDICTIONS = "gtzan-blues-classical-jazz-rock/clip/irvin2016/lstm/seed-1"


@pytest.fixture
def copied(tmp_path):
    def copy(name: str, **changes) -> runs.Run:
        """A shipped run with bounds that are wrong, and changed entries, in a folder of its own."""
        folder = shutil.copytree(runs.shipped() / name, tmp_path / name)
        info = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        info.pop("bounds", None)
        for row in [*info["metrics"].values(), *info.get("per_tag", {}).values()]:
            row.update(dict.fromkeys([key for key in row if key.endswith(("low", "high"))], 2.0))
        (folder / "run.json").write_text(json.dumps(info | changes), encoding="utf-8")
        return runs.load(folder)

    return copy


def values(run: runs.Run) -> dict:
    rows = run.metrics | run.info.get("per_tag", {})
    return {
        (name, key): value
        for name, row in rows.items()
        for key, value in row.items()
        if not key.endswith(("low", "high"))
    }


def test_a_run_of_tags_gets_all_bounds_anew_and_keeps_its_values(copied):
    run = copied(TAGS)
    before = values(run)
    new_intervals.write(run)
    after = runs.load(run.folder)
    assert values(after) == before and "bounds" not in after.info
    for name, row in after.metrics.items():
        assert row["low"] <= row["value"] <= row["high"], name
    few = {tag: row for tag, row in after.info["per_tag"].items() if row["positives"] == 1}
    others = {tag: row for tag, row in after.info["per_tag"].items() if 1 < row["positives"] < 130}
    assert few and {row["pr_auc_low"] for row in few.values()} == {None}
    assert others and all(0 <= row["pr_auc_low"] <= row["pr_auc"] <= row["pr_auc_high"] for row in others.values())


def test_what_whole_validation_tracks_gave_keeps_its_bounds_and_says_so(copied):
    info = new_intervals.remeasure(copied(WHOLE_TRACKS))
    assert info["bounds"] == {"valid_accuracy": new_intervals.OLD}
    assert info["metrics"]["valid_accuracy"]["high"] == 2.0 > info["metrics"]["track_accuracy"]["high"]


def test_without_predictions_biased_bounds_are_dropped_and_others_named(copied):
    info = new_intervals.remeasure(copied(WITHOUT_PREDICTIONS))
    assert info["metrics"]["calibration_error"]["low"] is None
    assert info["bounds"]["calibration_error"] == new_intervals.DROPPED
    assert info["bounds"]["clip_accuracy"] == new_intervals.OLD and info["metrics"]["clip_accuracy"]["low"] == 2.0


def test_predictions_that_give_another_value_are_refused(copied):
    shipped = runs.load(runs.shipped() / TAGS).metrics
    metrics = shipped | {"roc_auc_macro": shipped["roc_auc_macro"] | {"value": 0.9}}
    with pytest.raises(ValueError, match=r"expected roc_auc_macro to be 0.9, as stored, got 0\.59"):
        new_intervals.remeasure(copied(TAGS, metrics=metrics))
