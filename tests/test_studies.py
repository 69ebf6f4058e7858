import numpy as np
import pytest
from test_runs import result

from genrelib import datasets, evaluate, papers, runs, studies
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


def test_the_papers_figure_stands_beside_ours(tmp_path):
    keep(tmp_path, 0, 0.5)
    (row,) = studies.results(tmp_path)
    assert row["reported"] == 0.748 and row["study"] == "irvin2016/figure-2" and row["metric"] == "clip_accuracy"


def test_a_study_of_our_own_speaks_of_its_own_split_only():
    shipped = studies.results(runs.SHIPPED)
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


def test_reproduce_trains_what_is_missing_and_only_that(folder_of_music, tmp_path):
    wanted = [Study("irvin2016/test", "none", ("irvin2016/softmax",), "gtzan", "clip", "clip_accuracy", seeds=1)]
    data = datasets.get("folder", folder_of_music)
    asked = {"seeds": 2, "device": "cpu", "budget": None}
    first = list(studies.reproduce(wanted, data, tmp_path, **asked))
    assert [(run.system, run.seed, run.split) for run in first] == [
        ("irvin2016/softmax", 0, "clip"),
        ("irvin2016/softmax", 1, "clip"),
    ]
    assert list(studies.reproduce(wanted, data, tmp_path, **asked)) == []


def test_what_several_studies_ask_for_stands_once_in_the_table():
    row = {
        "study": "a/1", "system": "a/x", "data": "d", "split": "track", "metric": "track_accuracy", "reported": None,
        "measured": 0.5, "low": 0.4, "high": 0.6, "seeds": 1, "partial": "",
    }  # fmt: skip
    assert studies.markdown([row, row | {"study": "a/2"}]).count("a/x") == 1
