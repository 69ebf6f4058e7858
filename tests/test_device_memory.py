import os

import pytest
import torch

from genrelib.clips import device_memory
from genrelib.train.average import averaged

CPU = torch.device("cpu")
GB = 10**9


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """Files that say what is free: 8 GB in the machine, and no limit."""
    (tmp_path / "meminfo").write_text(f"MemTotal: 16000000 kB\nMemAvailable:    {8 * GB // 1024} kB\n")
    (tmp_path / "memory.max").write_text("max\n")
    monkeypatch.setattr(device_memory, "FREE", tmp_path / "meminfo")
    monkeypatch.setattr(device_memory, "LIMIT", tmp_path / "memory.max")
    monkeypatch.delenv("LOCAL_WORLD_SIZE", raising=False)
    return tmp_path


def test_what_is_free_is_what_the_system_says(machine):
    assert device_memory.room(CPU) == pytest.approx(8 * GB, abs=1024)


def test_a_containers_limit_counts(machine):
    (machine / "memory.max").write_text(f"{2 * GB}\n")
    assert device_memory.room(CPU) == 2 * GB


def test_processes_of_one_machine_share_it(machine, monkeypatch):
    monkeypatch.setenv("LOCAL_WORLD_SIZE", "4")
    assert device_memory.room(CPU) == pytest.approx(2 * GB, abs=1024)


def test_a_system_that_does_not_say_what_is_free_has_all_its_memory(machine):
    (machine / "meminfo").unlink()
    assert device_memory.room(CPU) == os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def test_half_of_what_is_free_may_be_filled(monkeypatch):
    monkeypatch.setattr(device_memory, "room", lambda device: 400.0)
    assert device_memory.fits(200, CPU) and not device_memory.fits(201, CPU)


def test_signals_that_memory_holds_need_no_readers(monkeypatch):
    signals = torch.zeros(100, 1, dtype=torch.int16)  # 200 bytes
    monkeypatch.setattr(device_memory, "room", lambda device: 400.0)
    assert device_memory.readers(signals, CPU) == 0
    assert device_memory.readers(signals, torch.device("meta")) > 0  # the processor has better to do than to copy
    monkeypatch.setattr(device_memory, "room", lambda device: 399.0)
    assert 0 < device_memory.readers(signals, CPU) <= device_memory.READERS


def test_copies_of_recurrent_layers_have_their_weights_in_one_piece(monkeypatch):
    network, joined = torch.nn.Sequential(torch.nn.GRU(2, 3), torch.nn.Linear(3, 1)), []
    monkeypatch.setattr(torch.nn.RNNBase, "flatten_parameters", lambda layer: joined.append(layer))
    copy = device_memory.copied(network)
    average = averaged(network, 0.9)
    assert [id(layer) for layer in joined] == [id(copy[0]), id(average.module[0])]
    assert torch.equal(copy[0].weight_hh_l0, network[0].weight_hh_l0)
