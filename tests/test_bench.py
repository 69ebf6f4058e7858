import torch

from genrelib import bench, papers


def test_every_front_end_and_network_has_a_row_with_a_positive_speed(monkeypatch):
    names = ("irvin2016/lstm-attention", "yenney2022/cnn-1s")
    monkeypatch.setattr(papers, "CATALOG", {name: papers.get(name) for name in names})
    monkeypatch.setattr(bench, "SECONDS", 2)
    rows = bench.bench(torch.device("cpu"))
    assert all(row["measured"] > 0 for row in rows)
    measured = {row["what"] for row in rows}
    assert {f"{name} {work}" for name in names for work in ("training", "inference")} <= measured
    assert {"PowerSpectrogram at 4000 Hz", "LogMel at 22050 Hz"} <= measured
    shares = {row["what"]: row["share"] for row in rows}
    # nothing is faster than the machine's own matrix product by more than a measurement's noise
    assert 0.01 < shares["yenney2022/cnn-1s training"] < 2
    assert shares["irvin2016/lstm-attention training"] is None  # its operations cannot be counted
