"""The jukebox as a data set: every track there, nothing on both sides, faults in the table, prepared anywhere."""

import numpy as np
import pandas as pd
import pytest
from stored import excerpt

from genrelib import datasets, jukebox, store
from genrelib.frontends import LogMel
from genrelib.jukebox.faults import FAULTS

FRONTEND = LogMel(sample_rate=22_050, n_fft=1024, hop_length=512, n_mels=40)


@pytest.fixture(scope="module")
def data():
    return datasets.get("jukebox")


@pytest.fixture(scope="module")
def needles():
    return datasets.get("jukebox-needle")


def parts(data, split):
    return pd.Series(data.parts(split, pd.DataFrame({"track": data.tracks.index, "start": 0.0})), data.tracks.index)


def test_a_thousand_tracks_lie_under_ten_labels(data):
    assert len(data.tracks) == 1000
    assert (data.tracks.genre.value_counts() == 100).all()
    assert data.classes == jukebox.GENRES
    assert data.tracks.path.isna().all()


def test_a_root_is_refused(tmp_path):
    for name in ("jukebox", "jukebox-needle"):
        with pytest.raises(ValueError, match=f"{name}: expected no root.*leave --root out"):
            datasets.get(name, tmp_path)


def test_faults_are_in_the_table(data):
    faulty = data.tracks[data.tracks.fault != ""]
    assert set(faulty.index) == {f"{genre}.{number:05d}" for genre, number in FAULTS}
    assert set(faulty.fault.str.split(":").str[0]) == {"repeated", "wrong label", "distorted"}
    wrong = data.tracks[data.tracks.genre != data.tracks.true_genre]
    assert wrong.fault.str.startswith("wrong label").all()
    assert len(wrong) == 20


def test_splits_say_what_they_keep_apart_and_do(data):
    assert list(data.splits) == ["track", "artist", "filtered", "clip"]
    for split in ("artist", "filtered"):
        used = parts(data, split)[lambda part: part != ""]
        assert (used.groupby(data.tracks.artist[used.index]).nunique() == 1).all()
    assert (parts(data, "track").groupby(data.tracks.source).nunique() == 1).all()
    assert parts(data, "track").groupby(data.tracks.artist).nunique().max() == 3


def test_every_genre_is_in_every_part(data):
    for split in ("track", "artist", "filtered"):
        counts = pd.crosstab(data.tracks.genre, parts(data, split))[["train", "valid", "test"]]
        assert (counts.to_numpy() >= [55, 4, 12]).all()
        assert np.abs(counts.sum().to_numpy() / counts.to_numpy().sum() - [0.7, 0.1, 0.2]).max() < 0.03


def test_the_filtered_split_leaves_the_faults_out(data):
    used = parts(data, "filtered")
    assert (used[data.tracks.fault != ""] == "").all()
    assert (used[data.tracks.fault == ""] == parts(data, "artist")[data.tracks.fault == ""]).all()


def test_waveforms_come_at_the_rate_that_is_asked_for(data):
    assert data.waveform("pop.00003", None).shape == (661_500,)
    assert data.waveform("pop.00003", 12_000).shape == (360_000,)


def test_a_store_holds_what_is_rendered_and_renders_once(data, tmp_path, monkeypatch):
    few = data.only(["jazz.00000", "rock.00001"])
    first = store.prepare(few, FRONTEND, folder=tmp_path, progress=False)
    sound = excerpt(first, "rock.00001", 0, 661_500)
    assert np.abs(sound - data.waveform("rock.00001", None)).max() < 2e-5
    monkeypatch.setattr(jukebox, "render", None)
    again = store.prepare(few, FRONTEND, folder=tmp_path, progress=False)
    assert list(again.tracks) == list(few.tracks.index)


def test_another_edition_is_another_data_set(monkeypatch):
    before = jukebox.fingerprint()
    monkeypatch.setattr(jukebox.corpus, "EDITION", "another")
    assert jukebox.fingerprint() != before


def test_needles_have_their_windows_in_the_table(needles):
    assert len(needles.tracks) == 300
    length = needles.tracks.window_end - needles.tracks.window_start
    assert length.between(1, 3).all()
    assert needles.tracks.window_end.max() < 30
    assert (needles.tracks.groupby("bed").window_start.nunique() == 1).all()
    assert needles.waveform("jazz.00002", 16_000).shape == (480_000,)


def test_no_bed_is_on_both_sides(needles):
    assert (parts(needles, "track").groupby(needles.tracks.bed).nunique() == 1).all()
    counts = pd.crosstab(needles.tracks.genre, parts(needles, "track"))
    assert (counts[["train", "valid", "test"]].to_numpy() == [21, 3, 6]).all()


def test_tags_are_of_four_categories_and_the_genre_among_them_is_what_is_heard():
    data = datasets.get("jukebox-tags")
    assert data.task.name == "tags" and len(data.classes) == 50
    assert {name: len(members) for name, members in data.categories.items()} == {
        "genre": 10,
        "mood": 12,
        "instrument": 22,
        "era": 6,
    }
    genres = data.tags[list(data.categories["genre"])].idxmax(axis=1)
    assert (genres == data.tracks.true_genre).all()
    assert (data.tags[list(data.categories["era"])].sum(axis=1) == 1).all()


def test_tags_and_genres_share_a_store_and_the_splits():
    genres, tags = datasets.get("jukebox"), datasets.get("jukebox-tags")
    clips = pd.DataFrame({"track": tags.tracks.index, "start": 0.0})
    assert (genres.parts("artist", clips) == tags.parts("artist", clips)).all()
    assert tags.sound_of.name == "jukebox" and tags.fingerprint != genres.fingerprint
