"""Reading a data set's sound on a Dask cluster: one of this machine, whose workers are processes of their own."""

import sys

import pytest

from genrelib import datasets, store
from genrelib.__main__ import main
from genrelib.datasets import dask_cluster
from genrelib.datasets.dask_cluster import cluster
from genrelib.frontends import Samples

distributed = pytest.importorskip("distributed", reason="no Dask: pip install -r tests/requirements.txt")


@pytest.fixture(scope="module")
def started(bare_main):
    """A scheduler on this machine with two workers in a process beside this one."""
    with distributed.LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=None) as local:
        yield local


@pytest.fixture
def alone():
    """A scheduler without workers."""
    with distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None, protocol="tcp://") as local:
        yield local


def test_a_cluster_makes_the_same_store_as_one_process(started, folder_of_music, tmp_path):
    data = datasets.get("folder", folder_of_music)
    here = store.prepare(data, Samples(8000), jobs=1, folder=tmp_path / "here")
    with cluster(started.scheduler_address) as workers:
        there = store.prepare(data, Samples(8000), jobs=workers, folder=tmp_path / "there")
    assert workers.count == 2
    assert there.spans == here.spans
    assert (there.signals == here.signals).all()


def test_the_command_reads_there(started, folder_of_music, capsys):
    command = ["data", "check", "folder", "--root", str(folder_of_music), "--cluster", started.scheduler_address]
    assert main(command) == 0
    assert "24 tracks can be used" in capsys.readouterr().out


def test_an_address_where_nobody_answers_is_refused(monkeypatch):
    monkeypatch.setattr(dask_cluster, "PATIENCE", 0.5)
    with (
        pytest.raises(ValueError, match=r"a Dask scheduler that runs.*tcp://127.0.0.1:1"),
        cluster("tcp://127.0.0.1:1"),
    ):
        pytest.fail("it is connected")
    with pytest.raises(ValueError, match=r"a Dask scheduler that runs.*missing port"), cluster("my-cluster"):
        pytest.fail("it is connected")


def test_a_scheduler_without_workers_is_refused(alone):
    with (
        pytest.raises(ValueError, match="has no workers: start some with `dask worker"),
        cluster(alone.scheduler_address),
    ):
        pytest.fail("it has workers")


def test_workers_of_another_version_are_refused(started, monkeypatch):
    monkeypatch.setattr(dask_cluster, "__version__", "9.9")
    with (
        pytest.raises(ValueError, match=r"another version of genrelib than 9.9: 0.1.0 at tcp"),
        cluster(started.scheduler_address),
    ):
        pytest.fail("they are of this version")


def test_without_dask_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(ValueError, match=r"pip install distributed -c constraints.txt"),
        cluster("tcp://127.0.0.1:8786"),
    ):
        pytest.fail("there is Dask")
