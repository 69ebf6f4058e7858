import io
import shutil
import tarfile

import pytest
from factories import ATTENTION, SHORT, SOFTMAX, STUDY

from genrelib import papers, runs
from genrelib.__main__ import main
from genrelib.studies import archive
from genrelib.train import epochs


@pytest.fixture
def command(folder_of_music, monkeypatch):
    """Reproduces one seed of the two rows of `STUDY` into a folder of runs, with an archive."""
    monkeypatch.setattr("genrelib.studies.choose", lambda names: [STUDY])
    monkeypatch.setitem(papers.CATALOG, ATTENTION, SHORT)

    def reproduce(root, archive, *more: str) -> int:
        place = ["--root", str(folder_of_music), "--runs", str(root), "--archive", str(archive)]
        return main(["reproduce", "--data", "folder", "--seeds", "1", "--device", "cpu", *place, *more])

    return reproduce


@pytest.fixture
def alone(command, tmp_path):
    """The runs of one reproduction that had all the time it needs."""
    assert command(tmp_path / "alone", tmp_path / "alone.tar") == 0
    return tmp_path / "alone"


@pytest.fixture
def cut_short(command, tmp_path, monkeypatch):
    """The archive of a piece whose time ended within an epoch, and the folder of its runs."""
    with monkeypatch.context() as patched:
        patched.setattr(epochs, "learning_ends", lambda *_: 0.0)
        assert command(tmp_path / "lent", tmp_path / "runs.tar", "--budget", "5") == 0
    return tmp_path / "runs.tar", tmp_path / "lent"


def of(root, system: str) -> runs.Run:
    return next(run for run in runs.find(root) if run.system == system and run.seed == 0)


def test_two_pieces_make_the_runs_of_one_reproduction(command, cut_short, alone, tmp_path, capfd):
    packed, lent = cut_short
    assert of(lent, ATTENTION).partial.startswith("the time budget ended")
    shutil.rmtree(lent)  # the machine is given back
    assert command(tmp_path / "another", packed) == 0
    message = capfd.readouterr().err
    assert "2 runs were unpacked from" in message and SOFTMAX not in message.split("were unpacked from")[1]
    home = tmp_path / "home"
    assert len(archive.unpack(packed, home)) == 2 and archive.unpack(packed, home) == []
    for system in (ATTENTION, SOFTMAX):
        ours, theirs = of(home, system), of(alone, system)
        assert ours.partial == "" and ours.metrics == theirs.metrics
        assert ours.predictions.equals(theirs.predictions)
    assert not of(home, ATTENTION).has_state
    ours, theirs = (runs.network(of(root, ATTENTION)).state_dict() for root in (home, alone))
    assert all((ours[name] - theirs[name]).abs().max() < 1e-3 for name in theirs)  # half precision


def test_an_archive_is_cut_into_files_and_joined_again(cut_short, tmp_path, monkeypatch):
    packed, lent = cut_short
    whole = packed.read_bytes()
    monkeypatch.setattr(archive, "LARGEST", len(whole) // 3 + 1)
    assert archive.pack(lent, packed) == []
    files = list(archive.parts(packed))
    assert [file.name for file in files] == ["runs.tar", "runs.tar.2", "runs.tar.3"]
    assert all(file.stat().st_size <= archive.LARGEST for file in files)
    assert len(archive.unpack(packed, tmp_path / "home")) == 2
    files[-1].unlink()
    with pytest.raises(ValueError, match=r"expected a whole archive of runs.*runs\.tar\.2"):
        archive.unpack(packed, tmp_path / "other")
    monkeypatch.undo()
    archive.pack(lent, packed)
    assert list(archive.parts(packed)) == [packed]  # parts of an earlier, larger one are gone


def test_what_does_not_fit_stays_behind_and_is_named(cut_short, tmp_path, monkeypatch):
    packed, lent = cut_short
    monkeypatch.setattr(archive, "MOST", 1)
    monkeypatch.setattr(archive, "LARGEST", 500_000)
    left_out = archive.pack(lent, packed)
    assert f"folder-small/clip/{ATTENTION}/seed-0/state.safetensors" in left_out  # 2 MB
    assert sum(file.stat().st_size for file in archive.parts(packed)) <= 500_000
    archive.unpack(packed, tmp_path / "home")
    run = of(tmp_path / "home", ATTENTION)
    assert run.partial and not run.has_state and len(run.tracks)


def test_what_is_finished_is_packed_before_states_and_embeddings_last(cut_short):
    _, lent = cut_short
    order = [(path.parts[-3], path.name) for path in archive._files(lent)]
    softmax, attention = SOFTMAX.split("/")[1], ATTENTION.split("/")[1]
    places = [
        order.index(file)
        for file in (
            (softmax, "model.npz"),
            (attention, "state.safetensors"),
            (attention, "weights.safetensors"),
            (softmax, "embeddings.npz"),
        )
    ]
    assert places == sorted(places) and order.index((attention, "run.json")) < places[0]


def test_no_run_is_replaced_by_one_that_got_less_far(cut_short, alone, tmp_path):
    packed, lent = cut_short
    home = tmp_path / "home"
    shutil.copytree(alone, home)
    assert archive.unpack(packed, home) == [] and of(home, ATTENTION).partial == ""
    (of(lent, ATTENTION).folder / "state.safetensors").unlink()
    archive.pack(lent, tmp_path / "without.tar")
    archive.unpack(packed, tmp_path / "other")
    assert archive.unpack(tmp_path / "without.tar", tmp_path / "other") == []
    assert of(tmp_path / "other", ATTENTION).has_state


def test_a_training_that_was_only_begun_travels_too(cut_short, tmp_path):
    packed, lent = cut_short
    (of(lent, ATTENTION).folder / "run.json").unlink()
    archive.pack(lent, packed)
    archive.unpack(packed, tmp_path / "home")
    assert len(list((tmp_path / "home").glob("**/state.safetensors"))) == 1


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/b/c/d/seed-0/../run.json", "notes.txt"])
def test_an_archive_with_anything_but_runs_is_refused(tmp_path, name):
    with tarfile.open(tmp_path / "runs.tar", "w") as packed:
        packed.addfile(tarfile.TarInfo(name), io.BytesIO())
    with pytest.raises(ValueError, match="expected files of runs, got"):
        archive.unpack(tmp_path / "runs.tar", tmp_path / "home")


def test_how_far_a_run_got_counts_finished_epochs_and_the_one_under_way():
    assert archive._share_of_epoch("the time budget ended in epoch 1 after 37 of 210 steps") == 37 / 210
    assert archive._share_of_epoch("the time budget ended after 1 of 4 epochs") == 0.0
