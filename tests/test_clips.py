"""What a network reads of a data set, wherever its signals lie."""

import numpy as np
import pytest
import torch
from stored import excerpt

from genrelib import datasets, papers, store
from genrelib.clips import ClipSet, cut_clips, device_memory


@pytest.fixture(scope="module", params=["irvin2016/lstm-attention", "yenney2022/cnn-1s"])
def cut(request, folder_of_music) -> ClipSet:
    system, data = papers.get(request.param), datasets.get("folder", folder_of_music)
    return cut_clips(system, data, store.prepare(data, system.frontend), "track")


def test_features_are_those_of_the_stores_excerpts(cut):
    clip = cut.part("train").iloc[[0]]
    track, length = clip.track.item(), round(cut.system.clip * cut.store.rate)
    first = clip["first"].item()
    if cut.store.frontend is not None:
        expected = torch.from_numpy(excerpt(cut.store, track, first, cut.features(clip).shape[-1]))
    else:
        expected = cut.system.frontend(torch.from_numpy(excerpt(cut.store, track, first, length))[None])[0]
    assert torch.equal(cut.features(clip)[0], expected)


def test_after_the_end_of_a_track_comes_the_stores_silence(cut):
    track = cut.clips.track.iloc[0]
    rows = cut.store.length(track)
    for first in (rows - 10, rows, rows + 10):
        stored = cut._stream([track], np.array([first]), 25).excerpts[np.array([0])]
        decoded = cut.store.encoding.decode(stored[0]).numpy()
        expected = excerpt(cut.store, track, first, 25)
        np.testing.assert_array_equal(decoded.reshape(expected.shape), expected)


def test_crops_come_from_where_the_generator_says_and_never_run_over_the_end(cut):
    tracks = cut.clips.track.unique()[:3]
    crops = cut.crops(tracks, 1.0, torch.Generator().manual_seed(0))
    chance = torch.rand(3, generator=torch.Generator().manual_seed(0))
    length = crops.excerpts.length
    for row, (track, share) in enumerate(zip(tracks, chance, strict=True)):
        first = int(share * (cut.store.length(track) - length + 1))
        stored = torch.from_numpy(excerpt(cut.store, track, first, length))
        expected = stored if cut.store.frontend is not None else cut.system.frontend(stored[None])[0]
        assert torch.equal(next(crops.batches([torch.tensor([row])]))[0], expected)
    assert (crops.excerpts.rows == length).all()


def test_signals_that_fit_are_taken_to_the_device(cut, monkeypatch):
    elsewhere = cut.on(torch.device("meta"))
    monkeypatch.setattr(device_memory, "room", lambda device: 2 * cut.signals.nbytes)
    assert elsewhere.near().signals.device.type == "meta"
    monkeypatch.setattr(device_memory, "room", lambda device: 2 * cut.signals.nbytes - 1)
    assert elsewhere.near().signals is cut.signals
