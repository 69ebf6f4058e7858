import numpy as np
import torch

from genrelib import bench, papers
from genrelib.memory import forget_peak, peak

CPU = torch.device("cpu")


def test_every_front_end_and_network_has_a_row_with_a_positive_speed(monkeypatch, capfd):
    names = ("irvin2016/lstm-attention", "yenney2022/cnn-1s")
    monkeypatch.setattr(papers, "CATALOG", {name: papers.get(name) for name in names})
    monkeypatch.setattr(bench, "SECONDS", 2)
    rows = bench.bench(CPU)
    assert all(row["measured"] > 0 for row in rows)
    measured = {row["what"] for row in rows}
    assert {f"{name} {work}" for name in names for work in ("training", "inference")} <= measured
    assert {"PowerSpectrogram at 4000 Hz", "LogMel at 22050 Hz"} <= measured
    assert "bench: 100%" in capfd.readouterr().err
    assert all(row["memory"] > 50 for row in rows[2:])  # PyTorch alone takes more
    assert all(row["plain"] > 0 for row in rows if "LogMel" in row["what"] or "training" in row["what"])
    shares = {row["what"]: row["share"] for row in rows}
    # nothing is faster than the machine's own matrix product by more than a measurement's noise
    assert 0.01 < shares["yenney2022/cnn-1s training"] < 2
    assert shares["irvin2016/lstm-attention training"] is None  # its operations cannot be counted


def test_a_step_wise_network_is_measured_too():
    training, inference = bench._system(papers.get("kim2019/crnn"), CPU, 1e9)
    assert training["measured"] > 0 and inference["measured"] > 0


def test_a_network_is_measured_once_however_many_recipes_train_it():
    names = [system.name for system in bench.distinct(papers.CATALOG.values())]
    assert "pandey2023/shallow" in names and "pandey2023/shallow@batch-28" not in names
    assert {"pandey2023/deep", "pandey2023/deep@relu", "yenney2022/cnn-5s", "yenney2022/cnn-1s"} <= set(names)


def test_the_peak_is_what_was_in_use_at_once_since_it_was_forgotten():
    forget_peak(CPU)
    before = peak(CPU)
    np.ones(25_000_000)  # 200 MB, gone again
    assert 190 < peak(CPU) - before < 260
