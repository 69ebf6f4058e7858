"""`bench`: a row for everything, and what is measured is what it is called."""

import json
import os

import numpy as np
import pytest
import torch
from torch import nn

from genrelib import bench, home, papers
from genrelib.__main__ import main
from genrelib.bench import frontends, limits, machine, networks, timing, variants
from genrelib.bench.machine import TELLING
from genrelib.bench.memory import forget_peak, peak
from genrelib.task import GENRES
from genrelib.train import precision
from genrelib.train.determinism import WORKSPACE
from genrelib.train.processes import ALONE
from genrelib.train.state import State
from genrelib.train.step import Step

CPU, CATALOG = torch.device("cpu"), papers.CATALOG


@pytest.fixture(autouse=True)
def short(monkeypatch, tmp_path):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(frontends, "SECONDS", 2)
    monkeypatch.setattr(timing, "MOST", 0.1)
    monkeypatch.setattr(timing, "LEAST", 1)
    monkeypatch.setattr(limits, "STORED", 2**22)


def test_every_front_end_and_network_has_rows_with_a_positive_speed(monkeypatch, capfd):
    names = ("irvin2016/lstm-attention", "yenney2022/cnn-1s")
    monkeypatch.setattr(papers, "CATALOG", {name: papers.get(name) for name in names})
    monkeypatch.setattr(machine, "is_watched", lambda: True)
    rows = {row["what"]: row for row in bench.measure_machine(CPU)}
    assert "bench: 100%" in capfd.readouterr().err
    assert all(row["measured"] > 0 for row in rows.values())
    assert {row["unit"] for row in list(rows.values())[:5]} == {"GFLOP/s", "GB/s"}
    frontends = [f"PowerSpectrogram at 4000 Hz, {names[0]}", f"LogMel at 22050 Hz, {names[1]}"]
    read = {f"{frontend}: {how}" for frontend in frontends for how in ("a clip", "stored")}
    learned = {f"{name} {work}" for name in names for work in ("training", "inference")}
    assert set(list(rows)[5:]) == read | learned
    for name in read | learned:
        assert rows[name]["plain"] > 0 and rows[name]["batch"] > 0
        assert rows[name]["memory"] > 50  # PyTorch alone takes more
        assert rows[name]["share"] > 0
    trained = rows.pop("irvin2016/lstm-attention training"), rows.pop("yenney2022/cnn-1s training")
    assert all(row["bfloat16"] > 0 and row["deterministic"] > 0 for row in trained)
    assert trained[0]["contiguous"] is None and trained[1]["contiguous"] > 0
    assert {row[way] for row in rows.values() for way in ("bfloat16", "deterministic", "contiguous")} == {None}


def test_the_table_has_units_and_blanks_and_json_the_rows_themselves(monkeypatch, capsys):
    rows = [
        timing.row("copy", 12.345, "GB/s"),
        timing.row("house training", 1234.5, "clips/s", batch=8, share=0.0123, plain=1.5, memory=456.7, bfloat16=0.75),
    ]
    monkeypatch.setattr(bench, "measure_machine", lambda device, **asked: rows)
    assert main(["bench", "--device", "cpu"]) == 0
    heading, *lines = capsys.readouterr().out.splitlines()
    assert heading.split("  ")[0] == "what" and "of floor" in heading and "plain way" in heading
    assert lines[0].split() == ["copy", "12", "GB/s"]
    assert lines[1].split("clips/s")[1].split() == ["1.2", "%", "1.5", "x", "8", "457", "MB", "0.75", "x"]
    assert heading.index("bfloat16") < lines[1].index("0.75 x") < heading.index("deterministic")
    assert main(["bench", "--device", "cpu", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == rows


@pytest.fixture
def two_parts(monkeypatch):
    """A machine whose limits and parts are measured in no time."""
    names = ("irvin2016/mlp", "kim2019/samplecnn")
    limit = [timing.row("matrix product", 50.0, "GFLOP/s"), timing.row(f"{limits.HALF}, 8 x 8", 800.0, "GFLOP/s")]
    monkeypatch.setattr(papers, "CATALOG", {name: papers.get(name) for name in names})
    monkeypatch.setattr(limits, "measured_limits", lambda device: list(limit))
    monkeypatch.setattr(
        networks, "measured", lambda *asked: [timing.row(asked[0].name, asked[2] / asked[3], "clips/s")]
    )
    monkeypatch.setattr(frontends, "measured", lambda frontend, name, device: [timing.row(f"of {name}", 1.0, "x")])


def test_the_most_telling_rows_come_first_and_each_as_it_is_measured(two_parts):
    reported = []
    rows = bench.measure_machine(CPU, tell=reported.append)
    assert reported == rows
    names = ("kim2019/samplecnn", "irvin2016/mlp")
    assert [row["what"] for row in rows[2:]] == [names[0], f"of {names[0]}", names[1], f"of {names[1]}"]
    assert rows[2]["measured"] == 50 / 800  # the faster product is a limit of its own
    assert set(TELLING) <= {system.name for system in bench.distinct(CATALOG.values())}


def test_nothing_is_begun_once_the_time_is_up_and_the_limits_are_kept(two_parts, tmp_path, capsys):
    file = tmp_path / "rows.json"
    assert main(["bench", "--device", "cpu", "--budget", "1e-9", "--keep", str(file), "--json"]) == 0
    printed = capsys.readouterr()
    rows = json.loads(printed.out)
    assert [row["unit"] for row in rows] == ["GFLOP/s"] * 2 and json.loads(file.read_text()) == rows
    assert "genrelib bench: matrix product  50 GFLOP/s" in printed.err


def test_what_has_no_plain_way_and_no_floor_says_so():
    rows = frontends.measured(papers.get("kim2019/crnn").frontend, "kim2019/crnn", CPU)
    assert [(row["plain"], row["share"]) for row in rows] == [(None, None)] * 2


@pytest.mark.parametrize("mode", ["train", "eval"])
def test_the_plain_way_of_a_network_with_feedback_gives_the_same_answers(mode):
    system = papers.get("kim2019/tf-crnn")
    torch.manual_seed(0)
    sizes = system.sizes | {"window": 300, "widths": (8, 8, 8, 16), "hidden": 12, "dropout": 0.0}
    network = getattr(system.network(**sizes, classes=3), mode)()
    x = torch.randn(4, 3000)
    with torch.no_grad():
        torch.testing.assert_close(networks.plain_forward(network)(x), network(x), atol=1e-4, rtol=1e-4)
    others = papers.get("kim2019/crnn").build(3)
    assert networks.plain_forward(others) is others


def test_a_network_with_feedback_is_measured_against_that_way(monkeypatch):
    used = []
    plain_forward = networks.plain_forward
    monkeypatch.setattr(networks, "plain_forward", lambda network: used.append(network) or plain_forward(network))
    rows = list(networks.measured(papers.get("kim2019/tf-crnn"), CPU, 1e12))
    assert len(used) == 1 and [row["plain"] > 0 for row in rows] == [True, True]


def test_training_counts_three_times_the_operations_of_inference(monkeypatch):
    monkeypatch.setattr(networks, "in_turn", lambda device, **works: {name: [0.5] for name in works})
    system = papers.get("irvin2016/lstm")  # its layers are fused: what runs is not counted, its shapes are
    training, inference = networks.measured(system, CPU, 1e12)
    assert inference["share"] == pytest.approx(8 * system.operations(system.labels) / 0.5 / 1e12)
    assert training["share"] == pytest.approx(3 * inference["share"])
    assert training["measured"] == inference["measured"] == 16


def test_another_way_that_takes_half_the_time_is_twice_as_fast(monkeypatch):
    taken = {"ours": 0.4, "plain": 0.8, "bfloat16": 0.2, "deterministic": 0.5}
    monkeypatch.setattr(
        networks, "in_turn", lambda device, **works: {name: [taken[name]] for name in works if works[name]}
    )
    training, inference = networks.measured(papers.get("irvin2016/mlp"), CPU, 1e12)
    ways = {"what": "irvin2016/mlp training", "bfloat16": 2.0, "deterministic": 0.8}
    assert training == inference | ways | {name: training[name] for name in ("share", "memory")}


class Watched(nn.Module):
    """One convolution that notes how it was computed."""

    def __init__(self):
        super().__init__()
        self.convolve = nn.Conv2d(2, 3, 3)
        self.ways = []

    def forward(self, x):
        autocast = torch.is_autocast_enabled("cpu")
        last = self.convolve.weight.is_contiguous(memory_format=torch.channels_last)
        self.ways.append((autocast, torch.are_deterministic_algorithms_enabled(), last))
        return self.convolve(x).mean((2, 3))


@pytest.fixture
def step():
    def of(network: nn.Module) -> Step:
        optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
        state = State(network, None, optimizer, torch.Generator(), {})
        return Step(state, network, ALONE, papers.get("irvin2016/mlp").recipe, GENRES)

    return of


X, TARGETS = torch.ones(4, 2, 5, 5), torch.eye(4, 3)


def test_a_step_is_taken_as_its_way_says_and_the_next_one_is_not(step):
    network = Watched().to(memory_format=torch.channels_last)
    ways = variants.variants_of(step(network), X, TARGETS)
    network.ways.clear()
    for name in ("bfloat16", "deterministic"):
        ways[name]()
    step(network)(X, TARGETS, 0.1)
    assert network.ways == [(True, False, True), (False, True, True), (False, False, True)]
    twin = ways["contiguous"].func.state.network
    before = twin.convolve.weight.clone()
    ways["contiguous"]()
    assert twin.ways[-1] == (False, False, False)
    assert not torch.equal(twin.convolve.weight, before)  # it learns, and by itself
    assert len(network.ways) == 3


def test_what_a_device_or_an_operation_cannot_is_no_way_and_ends_nothing(step, monkeypatch):
    def imitated(name, device):
        raise ValueError("expected a GPU that computes with it")

    class Unordered(nn.Linear):
        def forward(self, x):
            return super().forward(x) + torch.zeros(3).put_(torch.tensor([1]), torch.tensor([1.0]))

    monkeypatch.setattr(precision, "choose", imitated)
    assert variants.variants_of(step(Unordered(5, 3)), torch.ones(4, 5), TARGETS) == dict.fromkeys(
        ("bfloat16", "deterministic", "contiguous")
    )


def test_cublas_is_told_to_sum_in_order_before_anything_is_multiplied(monkeypatch):
    settings, rows = [], [timing.row("matrix product", 1.0, "GFLOP/s")]
    monkeypatch.delenv(WORKSPACE, raising=False)
    monkeypatch.setattr(papers, "CATALOG", {})
    monkeypatch.setattr(limits, "measured_limits", lambda device: settings.append(os.environ[WORKSPACE]) or rows)
    bench.measure_machine(CPU)
    monkeypatch.setenv(WORKSPACE, ":8:8")
    bench.measure_machine(CPU)
    assert settings == [":16:8", ":8:8"]


def test_the_larger_a_network_the_smaller_its_batch_but_never_one():
    batches = [networks.clips(papers.get("kim2019/crnn"), operations, CPU) for operations in (1e6, 3e9, 1e12)]
    assert batches == [8, 4, 2]


def test_works_take_turns_and_the_first_round_is_not_counted(monkeypatch):
    monkeypatch.setattr(timing, "ROUNDS", 4)
    monkeypatch.setattr(timing, "MOST", 60.0)
    done = []
    times = timing.in_turn(CPU, a=lambda: done.append("a"), b=lambda: done.append("b"), c=None)
    assert done == ["a", "b"] * 4
    assert {name: len(taken) for name, taken in times.items()} == {"a": 3, "b": 3}


@pytest.mark.parametrize(("least", "counted"), [(1, 1), (4, 3)])
def test_what_takes_long_is_done_the_least_number_of_times(least, counted, monkeypatch):
    monkeypatch.setattr(timing, "MOST", 0.0)
    monkeypatch.setattr(timing, "LEAST", least)
    assert len(timing.in_turn(CPU, a=lambda: None)["a"]) == counted


def test_a_files_reading_leaves_nothing_behind():
    seconds = limits.reading(2**20)
    assert len(seconds) > 0 and min(seconds) > 0
    assert list(home().iterdir()) == []


def test_a_network_is_measured_once_however_many_recipes_train_it():
    names = [system.name for system in bench.distinct(papers.CATALOG.values())]
    assert "pandey2023/shallow" in names and "pandey2023/shallow@batch-28" not in names
    assert {"pandey2023/deep", "pandey2023/deep@relu", "yenney2022/cnn-5s", "yenney2022/cnn-1s"} <= set(names)


def test_the_peak_is_what_was_in_use_at_once_since_it_was_forgotten():
    forget_peak(CPU)
    before = peak(CPU)
    np.ones(25_000_000)  # 200 MB, gone again
    assert 190 < peak(CPU) - before < 260
