"""The Million Song Dataset: published lists of ids and tags, audio wherever it lies, artists where they are known."""

import numpy as np
import pandas as pd
import pytest
from tiny_sets import MSD_SONGS, write_msd

from genrelib import datasets
from genrelib.tag_lists import MSD, MSD_CATEGORIES
from genrelib.task import TAGS


def parts(data, split):
    return data.parts(split, pd.DataFrame({"track": data.tracks.index, "start": 0.0})).tolist()


@pytest.mark.parametrize("nested", [True, False], ids=["nested", "flat"])
def test_audio_is_read_wherever_it_lies(tmp_path, nested):
    data = datasets.get("msd", write_msd(tmp_path, nested=nested))
    assert (data.task, data.classes, len(data.tracks)) == (TAGS, MSD, 8)
    assert list(data.categories) == list(MSD_CATEGORIES)
    assert data.tags.to_numpy()[:4].tolist() == np.load(tmp_path / "train_y.npy").tolist()
    assert data.waveform(MSD_SONGS[5][1], 8000).size > 8000


def test_the_split_is_that_of_the_lists_and_says_who_is_on_both_sides(tmp_path):
    data = datasets.get("msd", write_msd(tmp_path))
    assert data.default_split == "official"
    assert parts(data, "official") == [part for part, *_ in MSD_SONGS]
    assert "1 of 5 artists are on both sides" in data.splits["official"]
    assert data.rules["artist"].parts.groupby(data.tracks.artist).nunique().max() == 1
    assert data.tracks.loc["TRAABIG128F9356C56", ["artist", "title"]].tolist() == ["Édith", "no. 471238"]


def test_without_artists_no_split_keeps_them_apart(tmp_path):
    with pytest.warns(UserWarning, match=r"without .*unique_tracks\.txt no artists are known"):
        data = datasets.get("msd", write_msd(tmp_path, artists=False))
    with pytest.raises(ValueError, match=r"has no split artist \(its tracks name no artists\)"):
        parts(data, "artist")
    assert "artists are not known" in data.splits["official"]


def test_missing_and_empty_previews_are_accounted_for(tmp_path):
    write_msd(tmp_path)
    first, second = [next((tmp_path / "audio").rglob(f"{song}.mp3")) for _, song, _, _ in MSD_SONGS[:2]]
    first.unlink()
    second.write_bytes(b"")
    with pytest.warns(UserWarning, match=r"1 of 8 files are not there, such as A/A/A/TRAAAAK128F9318786\.mp3"):
        data = datasets.get("msd", tmp_path)
    table = data.check()
    assert table.set_index("track").problem[[MSD_SONGS[0][1], MSD_SONGS[1][1]]].tolist() == [
        "missing",
        "unreadable: an empty file",
    ]


def test_lists_that_do_not_belong_together_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"train_x_msd_id\.txt, got none of them; put the lists"):
        datasets.get("msd", tmp_path)
    write_msd(tmp_path, tags=49)
    with pytest.raises(ValueError, match=r"of \(4 songs, 50 tags\) in .*train_y\.npy, got bool \(4, 49\)"):
        datasets.get("msd", tmp_path)
    write_msd(tmp_path)
    (tmp_path / "valid_x_7d_id.txt").write_text("1\n")
    with pytest.raises(ValueError, match=r"expected 2 lines in .*valid_x_7d_id\.txt, got 1"):
        datasets.get("msd", tmp_path)
    write_msd(tmp_path)
    (tmp_path / "valid_y.npy").write_text("text")
    with pytest.raises(ValueError, match=r"expected booleans \(songs, 50\) in .*valid_y\.npy"):
        datasets.get("msd", tmp_path)
    write_msd(tmp_path)
    (tmp_path / "test_x_msd_id.txt").write_text("TRAAAAK128F9318786\nTRCBPI12903CFE3601\n")
    with pytest.raises(ValueError, match="got TRAAAAK128F9318786 twice"):
        datasets.get("msd", tmp_path)


def test_a_root_without_audio_says_where_it_should_lie(tmp_path):
    write_msd(tmp_path)
    (tmp_path / "audio").rename(tmp_path / "sound")
    with pytest.raises(ValueError, match=r"audio/A/A/A/TRAAAAK128F9318786\.mp3, got no such folder"):
        datasets.get("msd", tmp_path)
