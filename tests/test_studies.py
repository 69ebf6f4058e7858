import json

import numpy as np
import pytest
from factories import result

from genrelib import evaluate, papers, runs, studies
from genrelib.system import Study


def keep(root, seed: int, accuracy: float, partial: str = ""):
    """A made-up run of irvin2016/lstm-attention whose metrics are all `accuracy`."""
    kept = result(partial)
    estimate = {"value": accuracy, "low": accuracy - 0.1, "high": accuracy + 0.1}
    names = ("track_accuracy", "clip_accuracy", "valid_accuracy")
    kept.info.update(seed=seed, metrics=dict.fromkeys(names, estimate))
    return runs.save(runs.address(root, "folder-test", "track", kept.info["system"], seed), kept)


def test_one_seed_has_the_interval_of_its_test_tracks(tmp_path):
    keep(tmp_path, 0, 0.5)
    (row,) = studies.results(tmp_path)
    assert (row["measured"], row["low"], row["high"], row["seeds"]) == (0.5, 0.4, 0.6, 1)


def test_several_seeds_have_the_interval_of_their_mean(tmp_path):
    accuracies = [0.5, 0.6, 0.7]
    for seed, accuracy in enumerate(accuracies):
        keep(tmp_path, seed, accuracy)
    (row,) = studies.results(tmp_path)
    over = evaluate.over_seeds(accuracies)
    assert row["seeds"] == 3
    np.testing.assert_allclose((row["measured"], row["low"], row["high"]), (over.value, over.low, over.high))


def test_seeds_that_change_nothing_do_not_make_an_interval_of_no_width(tmp_path):
    for seed in range(3):
        keep(tmp_path, seed, 0.5)
    (row,) = studies.results(tmp_path)
    assert (row["measured"], row["low"], row["high"], row["seeds"]) == (0.5, 0.4, 0.6, 3)


def test_the_papers_figure_stands_beside_ours(tmp_path):
    keep(tmp_path, 0, 0.5)
    (row,) = studies.results(tmp_path)
    assert row["reported"] == 0.748 and row["study"] == "irvin2016/figure-2" and row["metric"] == "clip_accuracy"


def test_a_study_of_our_own_speaks_of_its_own_split_only():
    shipped = studies.results(runs.shipped())
    rows = {row["split"]: row["study"] for row in shipped if row["data"] == "gtzan-logmel"}
    assert rows == {"filtered": "house/filtered", "stratified": ""}


def test_partial_runs_do_not_mix_with_finished_ones(tmp_path):
    keep(tmp_path, 0, 0.5)
    keep(tmp_path, 1, 0.9, partial="1 of 2 epochs")
    partial, finished = sorted(studies.results(tmp_path), key=lambda row: not row["partial"])
    assert partial["measured"] == 0.9 and finished["measured"] == 0.5


def test_every_paper_can_be_chosen_and_all_are_by_default():
    everything = studies.choose([])
    assert everything == [study for module in papers.PAPERS for study in module.STUDIES]
    assert all(isinstance(study, Study) for study in everything)
    with pytest.raises(ValueError, match=r"unknown paper nobody1999; expected some of irvin2016"):
        studies.choose(["nobody1999"])


def test_the_difference_to_the_paper_has_the_interval_of_the_measurement(tmp_path):
    keep(tmp_path, 0, 0.5)
    (row,) = studies.results(tmp_path)
    assert row["difference"] == pytest.approx({"value": 0.5 - 0.748, "low": 0.4 - 0.748, "high": 0.6 - 0.748})


def test_bounds_that_could_not_be_told_are_none_and_leave_no_trace_in_the_table(tmp_path):
    run = keep(tmp_path, 0, 0.5)
    info = json.loads((run.folder / "run.json").read_text())
    info["metrics"]["clip_accuracy"] = {"value": 0.5, "low": None, "high": None}
    (run.folder / "run.json").write_text(json.dumps(info))
    (row,) = studies.results(tmp_path)
    assert row["low"] is None and row["difference"]["high"] is None
    assert "| 0.500 | 1 |" in studies.markdown([row])


def test_on_data_that_stand_in_any_split_is_a_studys(tmp_path):
    kept = result(system=papers.get("kim2019/svm"), weights={})
    kept.info.update(data="jukebox")
    runs.save(runs.address(tmp_path, "jukebox", "track", kept.info["system"], 0), kept)
    assert [row["study"] for row in studies.results(tmp_path)] == ["kim2019/table-1"]


def test_what_several_studies_ask_for_stands_once_in_the_table():
    row = {"paper": "a", "study": "a/1", "system": "a/x", "data": "d", "split": "track", "metric": "track_accuracy"}
    row |= {"reported": None, "measured": 0.5, "low": 0.4, "high": 0.6, "seeds": 1, "partial": ""}
    table = studies.markdown([row, row | {"study": "a/2", "reported": 0.7}, row | {"study": "a/3"}])
    assert table.count("| x |") == 1 and "| 0.700 | 0.500 (0.400 to 0.600) | 1 |" in table
    assert table.startswith("| a | data, split |")
