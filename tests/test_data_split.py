"""Honesty of splits: promises are held to, relatives on both sides are named, a small classifier is not fooled."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import soundfile

from genrelib import datasets
from genrelib.__main__ import main
from genrelib.datasets import gtzan
from genrelib.datasets.audit.leaks import broken, leaks_of
from genrelib.datasets.audit.shortcuts import genre_scores, separability
from genrelib.datasets.groups import related
from genrelib.datasets.splits import TrackSplit, separated

PARTS = ["train", "valid", "test"]


@pytest.fixture(scope="module")
def jukebox():
    return datasets.get("jukebox")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """Two genres x 20 artists x 2 albums x 3 tracks; every seventh track names no album."""
    rows = [
        {"genre": genre, "artist": f"{genre} {artist}", "album": "" if number % 7 == 0 else f"album {number // 3}"}
        for genre in ("rock", "jazz")
        for artist in range(20)
        for number in range(6)
    ]
    return pd.DataFrame(rows, index=[f"track {place}" for place in range(len(rows))])


# Splits of any table


@pytest.mark.parametrize("relation", ["artist", "album"])
def test_a_table_is_separated_and_stratified(table, relation):
    split = separated("Some.", table, table.genre, relation)
    assert (split.apart, split.keeps_apart) == ((relation,), "Some.")
    assert (split.parts.groupby(related(table, relation)).nunique() == 1).all()
    shares = pd.crosstab(table.genre, split.parts)[PARTS].to_numpy() / 120
    assert np.abs(shares - [0.7, 0.1, 0.2]).max() < 0.06


def test_albums_of_one_title_by_two_artists_are_two(table):
    groups = related(table, "album")
    assert groups.nunique() == 40 * 3  # two albums, and the track without
    assert (table.artist.groupby(groups).nunique() == 1).all()
    assert groups[table.album == ""].is_unique


def test_a_column_that_is_not_there_is_named(table):
    with pytest.raises(ValueError, match=r"columns among recording, artist, album.*got label of genre, artist"):
        separated("", table, table.genre, "label")
    with pytest.raises(ValueError, match="got recording of"):
        separated("", table, table.genre, "recording")


def test_under_tags_folds_keep_artists_together_and_their_share_of_each_tag(table):
    tags = pd.get_dummies(table.genre).astype(bool)
    split = separated("Artists.", table, tags, "artist")
    assert (split.parts == separated("Artists.", table, table.genre, "artist").parts).all()
    fold = split.fold(2, 5)
    assert (fold.parts.groupby(related(table, "artist")).nunique() == 1).all()
    assert np.abs(tags[fold.parts == "test"].sum() / tags.sum() - 0.2).max() < 0.06


def test_folds_test_every_track_once_and_keep_artists_together(table):
    split = separated("", table, table.genre, "artist")
    folds = [split.fold(number, 5) for number in range(1, 6)]
    tested = pd.DataFrame({number: fold.parts == "test" for number, fold in enumerate(folds)})
    assert (tested.sum(axis=1) == 1).all()
    for fold in folds:
        assert set(fold.parts) == set(PARTS) and fold.apart == ("artist",)
        assert (fold.parts.groupby(table.artist).nunique() == 1).all()
        assert pd.crosstab(table.genre, fold.parts)["test"].to_dict() == {"jazz": 24, "rock": 24}
    with pytest.raises(ValueError, match="a fold from 1 of 3 to 100 of them, got 6 of 5"):
        split.fold(6, 5)


def test_a_fold_is_a_split_by_its_name(folder_of_music):
    data = datasets.get("folder", folder_of_music)
    clips = pd.DataFrame({"track": data.tracks.index, "start": 0.0})
    tested = [data.parts(f"track-fold-{number}-of-4", clips) == "test" for number in range(1, 5)]
    assert (np.sum(tested, axis=0) == 1).all()
    with pytest.raises(ValueError, match="no split artist-fold-1-of-5; expected one of track, clip, track-fold-1-of-5"):
        data.rule("artist-fold-1-of-5")


# Leaks


@pytest.mark.parametrize("split", ["track", "artist", "filtered"])
def test_splits_keep_their_promises(jukebox, split):
    assert jukebox.rules[split].apart
    leaks = leaks_of(jukebox, split)
    assert [leak.relation for leak in leaks] == ["recording", "artist"] and broken(jukebox, split, leaks) == []


def test_the_published_split_of_gtzan_has_duets_on_both_sides():
    """Lauryn Hill and Bob Marley sing together in its test part, and he alone in its training part."""
    facts = gtzan.facts().assign(fault="")
    data = datasets.Dataset("gtzan", gtzan.GENRES, facts, "", gtzan.splits())
    pairs = {split: leaks_of(data, split)[-1].pairs.track.tolist() for split in ("artist", "filtered")}
    assert pairs == {"artist": [], "filtered": ["hiphop.00040", "hiphop.00045", "reggae.00087"]}


def test_relatives_on_both_sides_are_named_and_a_broken_promise_too(jukebox):
    parts = pd.Series("train", jukebox.tracks.index)
    parts["blues.00041"] = "test"  # the same audio as blues.00017
    data = datasets.Dataset(
        **{name: getattr(jukebox, name) for name in ("name", "classes", "tracks", "fingerprint")},
        rules={"bad": TrackSplit("Everything.", parts, apart=("recording",))},
    )
    recording, artist = leaks_of(data, "bad")
    assert recording.pairs.to_dict("records") == [
        {"track": "blues.00041", "other": "blues.00017", "other_part": "train"}
    ]
    assert recording.sentence == "1 of 1 test tracks share a recording with training or validation"
    assert broken(data, "bad", [recording, artist]) == ["recording"]
    assert artist.pairs.track.tolist() == ["blues.00041"]


def test_a_split_of_clips_has_no_tracks_to_compare(jukebox):
    assert leaks_of(jukebox, "clip") == []


# The small classifier


@pytest.fixture(scope="module")
def sound(table) -> pd.DataFrame:
    """Features that have a little of the genre, much of the artist, and noise."""
    random = np.random.default_rng(0)
    of_artist = {artist: random.normal(size=12) for artist in table.artist.unique()}
    values = np.stack([of_artist[artist] for artist in table.artist]) + 0.3 * random.normal(size=(len(table), 12))
    values[:, 0] += 1.2 * (table.genre == "rock")
    return pd.DataFrame(values, table.index)


def test_a_split_by_chance_is_not_told_apart_and_one_by_sound_is(table, sound):
    groups = related(table, "artist")
    areas = []
    for seed in range(3):
        drawn = np.random.default_rng(seed).permutation(groups.unique())[:12]
        parts = groups.isin(drawn).map({True: "test", False: "train"})
        areas.append(separability(sound, parts, groups).value)
    assert np.mean(areas) == pytest.approx(0.5, abs=0.15)
    by_sound = (sound[3].groupby(groups).transform("mean") > 0.5).map({True: "test", False: "train"})
    area = separability(sound, by_sound, groups)
    assert area.low > 0.6 and area.value > 0.8


def test_too_few_groups_are_not_judged(table, sound):
    parts = pd.Series("train", table.index)
    parts.iloc[:6] = "test"  # one artist
    assert separability(sound, parts, related(table, "artist")) is None
    assert genre_scores(sound, table.genre, parts, related(table, "artist")) is None


def test_relatives_in_training_are_worth_something_where_artists_sound_alike(table, sound):
    groups = related(table, "artist")
    # genres by chance of the artist: only who knows the artist can name them
    genres = groups.map({name: f"genre {place % 2}" for place, name in enumerate(groups.unique())})
    parts = pd.Series(["test" if place % 6 == 0 and place < 120 else "train" for place in range(240)], table.index)
    scores = genre_scores(sound, genres, parts, groups)
    assert scores.without.left_out == 100 and scores.without.gain.value > 0.15
    assert scores.given.value > scores.without.apart.value + 0.15
    apart = separated("", table, table.genre, "artist").parts
    assert genre_scores(sound, table.genre, apart, groups).without is None


# The command


@pytest.fixture(scope="module")
def songs(tmp_path_factory, synthesise):
    """Two genres x 6 artists x 3 tracks."""
    place = tmp_path_factory.mktemp("split")
    for number, genre in enumerate(("clicks", "noise")):
        for artist in range(6):
            for track in range(3):
                file = place / "songs" / genre / f"artist {artist} ♪" / f"{track}.wav"
                file.parent.mkdir(parents=True, exist_ok=True)
                soundfile.write(file, synthesise(genre, 100 * number + 10 * artist + track, 3.0, 8000), 8000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENRELIB_HOME", str(place / "home"))
        yield place / "songs"


def test_the_command_says_if_a_split_is_honest(songs, capsys):
    arguments = ["data", "split", "--data", "folder", "--root", str(songs)]
    assert main([*arguments, "--split", "artist"]) == 0
    lines = capsys.readouterr().out.splitlines()
    verdict = "Yes, as far as is known: no recording or artist is on both sides."
    assert lines[0] == f"Is split artist of folder-songs honest? {verdict}"
    assert main([*arguments, "--json"]) == 0
    rows = {row["split"]: row for row in json.loads(capsys.readouterr().out)}
    assert list(rows) == ["track", "artist", "clip"]
    assert rows["clip"]["verdict"] == "No: clips of a track are on both sides."
    assert rows["track"]["verdict"].startswith("In part: no recording is on both sides, but artists are")
    shared = {leak["relation"]: leak for leak in rows["track"]["shared"]}
    pairs = shared["artist"]["pairs"]
    assert pairs and all(pair["track"].split("/")[1] == pair["other"].split("/")[1] for pair in pairs)
    assert rows["artist"]["broken"] == [] and sum(rows["artist"]["tracks"].values()) == 36


def test_a_training_says_and_keeps_what_its_parts_share(songs, tmp_path, capsys):
    place = ["--data", "folder", "--root", str(songs), "--runs", str(tmp_path), "--split", "track-fold-2-of-3"]
    assert main(["train", "irvin2016/softmax", *place, "--json"]) == 0
    printed = capsys.readouterr()
    beginning = "genrelib train: split track-fold-2-of-3: "
    (line,) = [line for line in printed.err.splitlines() if line.startswith(beginning)]
    assert "of 12 test tracks share an artist with training or validation" in line
    info = json.loads((Path(json.loads(printed.out)[0]["folder"]) / "run.json").read_text())
    assert info["shared"]["artist"] > 0 and info["keeps_apart"].endswith("Fold 2 of 3.")


def test_an_unknown_split_is_refused_before_anything_is_read(songs, capsys):
    assert main(["data", "split", "folder", "--root", str(songs), "--split", "official"]) == 2
    assert "has no split official; expected one of track, artist, clip" in capsys.readouterr().err
