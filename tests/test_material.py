"""What a network reads of a data set, wherever its signals lie."""

import numpy as np
import pytest
import torch

from genrelib import datasets, papers, residence, store
from genrelib.material import Material, material
from genrelib.residence import resident

CPU = torch.device("cpu")


@pytest.fixture(scope="module", params=["irvin2016/lstm-attention", "yenney2022/cnn-1s"])
def cut(request, folder_of_music) -> Material:
    system, data = papers.get(request.param), datasets.get("folder", folder_of_music)
    return material(system, data, store.prepare(data, system.frontend), "track")


def test_features_are_those_of_the_stores_excerpts(cut):
    clip = cut.part("train").iloc[[0]]
    track, length = clip.track.item(), round(cut.system.clip * cut.store.rate)
    first = clip["first"].item()
    if cut.store.frontend is not None:
        expected = torch.from_numpy(cut.store.excerpt(track, first, cut.features(clip).shape[-1]))
    else:
        expected = cut.system.frontend(torch.from_numpy(cut.store.excerpt(track, first, length))[None])[0]
    assert torch.equal(cut.features(clip)[0], expected)


def test_after_the_end_of_a_track_comes_the_stores_silence(cut):
    track = cut.clips.track.iloc[0]
    rows = cut.store.length(track)
    for first in (rows - 10, rows, rows + 10):
        np.testing.assert_array_equal(cut._excerpt(track, first, 25).numpy(), cut.store.excerpt(track, first, 25))


def test_crops_are_the_same_with_signals_anywhere(cut):
    tracks = cut.clips.track.unique()[:3]
    here, there = (material.crops(tracks, 1.0, torch.Generator().manual_seed(0)) for material in (cut, cut.on(CPU)))
    assert torch.equal(here, there)


def test_what_would_fill_a_device_stays_where_it_is(monkeypatch):
    values = torch.zeros(100, dtype=torch.int16)  # 200 bytes
    monkeypatch.setattr(residence, "room", lambda device: 399.0)
    assert resident(values, torch.device("meta")) is values
    monkeypatch.setattr(residence, "room", lambda device: 400.0)
    assert resident(values, torch.device("meta")).device.type == "meta"
