import dataclasses
import errno
import json
import os

import pandas as pd
import pytest
import torch
from factories import CLASSES, SYSTEM, result

from genrelib import runs
from genrelib.runs import places, saving
from genrelib.runs.atomic_replace import recover
from genrelib.runs.saving import write_table


def test_answers_are_read_as_they_were_and_take_a_tenth_less_room(tmp_path):
    chance = torch.rand(400, 10, generator=torch.Generator().manual_seed(0)).softmax(-1)
    table = pd.DataFrame(chance.numpy(), columns=[f"p_{genre}" for genre in "abcdefghij"])
    table.insert(0, "track", [f"blues.{number:05}" for number in range(400)])
    write_table(tmp_path / "ours.parquet", table)
    table.to_parquet(tmp_path / "plain.parquet", index=False, compression="zstd")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "ours.parquet"), table, check_exact=True)
    sizes = [(tmp_path / f"{name}.parquet").stat().st_size for name in ("ours", "plain")]
    assert sizes[0] < 0.9 * sizes[1]


@pytest.fixture
def folder(tmp_path):
    return runs.address(tmp_path, "folder-test", "track", SYSTEM.name, 0)


def test_a_run_comes_back_as_it_was_kept(folder):
    kept = result()
    run = runs.save(folder, kept)
    pd.testing.assert_frame_equal(run.predictions, kept.predictions)
    pd.testing.assert_frame_equal(run.history, kept.history)
    assert run.info == json.loads(json.dumps(kept.info))
    assert run.name == "folder-test/track/irvin2016/lstm-attention/seed-0"


def test_a_loaded_network_gives_the_logits_of_the_one_kept(folder):
    kept = result()
    network = SYSTEM.build(len(CLASSES))
    network.load_state_dict(kept.weights)
    x = torch.randn(2, *SYSTEM.frontend.shape(SYSTEM.clip))
    assert torch.equal(runs.network(runs.save(folder, kept))(x), network.eval()(x))


def test_nothing_in_a_run_is_pickled(folder):
    runs.save(folder, result())
    tables = {"history.csv", "predictions.parquet", "tracks.parquet", "valid.parquet", "embeddings.npz"}
    assert {path.name for path in folder.iterdir()} == tables | {"run.json", "weights.safetensors"}


def test_a_partial_run_never_replaces_a_finished_one(folder):
    runs.save(folder, result())
    with pytest.raises(ValueError, match="holds a finished run"):
        runs.save(folder, result(partial="1 of 2 epochs"))
    assert runs.load(folder).partial == ""


def test_a_finished_run_replaces_a_partial_one(folder):
    runs.save(folder, result(partial="1 of 2 epochs"))
    assert runs.save(folder, result()).partial == ""
    assert [path.name for path in folder.parent.iterdir()] == ["seed-0"]


def test_a_run_killed_between_two_renames_is_read_where_it_lies(folder, tmp_path):
    runs.save(folder, result())
    aside = folder.with_suffix(".old")
    folder.rename(aside)
    assert [run.folder for run in runs.find(tmp_path)] == [aside] and aside.exists()


def test_a_writer_brings_back_what_a_kill_left_aside(folder, tmp_path):
    runs.save(folder, result())
    folder.rename(folder.with_suffix(".old"))
    with pytest.raises(ValueError, match="holds a finished run"):
        runs.save(folder, result(partial="1 of 2 epochs"))
    assert [run.folder for run in runs.find(tmp_path)] == [folder]


def test_a_writer_that_heals_during_the_exchange_loses_nothing(folder, tmp_path, monkeypatch):
    runs.save(folder, result(partial="old"))
    replace, times = os.replace, []

    def interrupted(source, target):
        replace(source, target)
        times.append(target)
        if len(times) == 1:
            assert [run.partial for run in runs.find(tmp_path)] == ["old"]
            recover(tmp_path)

    monkeypatch.setattr(os, "replace", interrupted)
    assert runs.save(folder, result()).partial == ""
    assert [run.partial for run in runs.find(tmp_path)] == [""]
    assert [path.name for path in folder.parent.iterdir()] == ["seed-0"]


def test_a_half_written_run_is_not_found(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        runs.save(folder, result())
    assert runs.find(tmp_path) == []


def test_a_full_disk_is_called_by_its_place_and_gets_its_room_back(folder, monkeypatch):
    before = runs.save(folder, result())

    def full(file, *_):
        file.write_bytes(b"the beginning")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(saving, "write_table", full)
    with pytest.raises(OSError, match=r"No space left on device: '.*seed-0\.part\d+'"):
        runs.save(folder, result())
    assert [path.name for path in folder.parent.iterdir()] == ["seed-0"]
    assert runs.load(folder).metrics == before.metrics


def test_a_system_declared_otherwise_is_refused_and_the_difference_named(folder):
    other = dataclasses.replace(SYSTEM, clip=4.0)
    run = runs.save(folder, result(system=other))
    with pytest.raises(ValueError, match=r"clip: 4\.0 then, 5\.0 today"):
        runs.network(run)


def test_other_recipes_do_not_matter_to_a_checkpoint(folder):
    recipe = dataclasses.replace(SYSTEM.recipe, epochs=1)
    runs.network(runs.save(folder, result(system=dataclasses.replace(SYSTEM, recipe=recipe))))


def test_results_without_weights_say_so(folder):
    run = runs.save(folder, result())
    (folder / "weights.safetensors").unlink()
    with pytest.raises(ValueError, match="without weights"):
        runs.network(run)


def test_a_folder_without_a_run_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"expected a run with a readable run\.json, got 'No such file or directory'"):
        runs.load(tmp_path)


def test_state_is_whole_or_absent(tmp_path):
    assert runs.load_state(tmp_path) is None
    runs.save_state(tmp_path, {"a": torch.arange(3)}, {"history": [1]})
    tensors, info = runs.load_state(tmp_path)
    assert torch.equal(tensors["a"], torch.arange(3)) and info == {"history": [1]}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["state.json", "state.safetensors"]


def test_an_upload_meets_the_finished_run_of_the_strictest_split(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "SHIPPED", tmp_path)
    for split, accuracy, partial in (
        ("clip", 0.9, ""),
        ("track", 0.7, ""),
        ("artist", 0.5, ""),
        ("filtered", 0.8, "short"),
    ):
        kept = result(partial)
        kept.info["split"] = split
        kept.info["metrics"]["valid_accuracy"] = {"value": accuracy, "low": None, "high": None}
        runs.save(runs.address(tmp_path, "folder-test", split, SYSTEM.name, 0), kept)
    assert runs.best().split == "artist"
    assert [run.split for run in sorted(runs.find(tmp_path), key=runs.trust)] == ["filtered", "clip", "track", "artist"]


def test_the_history_of_what_is_fitted_in_one_call_is_empty(folder):
    kept = dataclasses.replace(result(), history=pd.DataFrame())
    assert runs.save(folder, kept).history.empty


def test_a_link_tells_a_shipped_run_from_the_users_own():
    shipped = runs.find(runs.shipped())[0]
    own = runs.load(shipped.folder)
    assert (shipped.linked, own.linked) == (f"{shipped.name}@shipped", f"{shipped.name}@your")
