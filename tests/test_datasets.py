"""Data sets: layouts found and refused, splits that keep apart what they say, a check that names every fault."""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import soundfile

from genrelib import datasets
from genrelib.datasets import gtzan, gtzan_logmel, gtzan_tags
from genrelib.datasets.dealing import divide
from genrelib.datasets.groups import artist_groups
from genrelib.datasets.splits import ClipSplit
from genrelib.frontends import GTZAN_LOGMEL

TRACK_SPLITS = ("track", "artist", "filtered", "stratified")


def write(path, waveform, sample_rate=8000):
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, waveform, sample_rate)


@pytest.fixture
def make_gtzan(tmp_path, synthesise):
    """Function (layout, suffix, genres, numbers, seconds) -> root of a small copy of GTZAN."""

    def make(layout="genres", suffix=".wav", genres=("blues", "jazz"), numbers=(0, 1, 2), seconds=1.0):
        for place, genre in enumerate(genres):
            for number in numbers:
                waveform = synthesise("tones", 100 * place + number, seconds, 8000)
                write(tmp_path / layout / genre / f"{genre}.{number:05d}{suffix}", waveform)
        return tmp_path

    return make


@pytest.fixture
def logmel(tmp_path):
    """A small gtzan-logmel file: every value of a track is its row in the file."""
    ids = [f"{genre}.{number:05d}" for genre in ("blues", "rock") for number in (0, 1)]
    stored = np.arange(len(ids), dtype=np.uint8)[:, None, None] * np.ones((1, 128, 387), np.uint8)
    np.savez_compressed(tmp_path / gtzan_logmel.FILE, X=stored, id=ids, genre=[track.split(".")[0] for track in ids])
    return tmp_path


def clips(tracks, per_track=1):
    return pd.DataFrame(
        {"track": np.repeat(tracks, per_track), "start": np.tile(np.arange(per_track) * 1.0, len(tracks))}
    )


def all_clips(per_track=1):
    return clips(gtzan.facts().index, per_track)


# Names and roots


@pytest.mark.parametrize("layout", gtzan.LAYOUTS)
def test_every_layout_is_found(make_gtzan, layout):
    data = datasets.get("gtzan", make_gtzan(layout))
    assert list(data.tracks.index) == [f"{genre}.{n:05d}" for genre in ("blues", "jazz") for n in range(3)]


@pytest.mark.parametrize("suffix", gtzan.SUFFIXES)
def test_every_format_is_read(make_gtzan, suffix):
    data = datasets.get("gtzan", make_gtzan(suffix=suffix))
    assert data.tracks.seconds.to_numpy() == pytest.approx(1.0, abs=0.15)  # mp3 comes in frames of 1152 samples
    assert data.waveform("blues.00000", 4000).dtype == np.float32


def test_all_ten_genres_are_gtzan(make_gtzan):
    data = datasets.get("gtzan", make_gtzan(genres=gtzan.GENRES, numbers=[5]))
    assert data.name == "gtzan"
    assert data.classes == gtzan.GENRES


def test_fewer_genres_name_the_data_set(make_gtzan):
    assert datasets.get("gtzan", make_gtzan(genres=("rock", "blues"))).name == "gtzan-blues-rock"


def test_a_choice_of_genres_is_made_from_a_larger_root(make_gtzan):
    data = datasets.get("gtzan-rock-blues", make_gtzan(genres=("blues", "jazz", "rock")))
    assert data.name == "gtzan-blues-rock"
    assert data.classes == ("blues", "rock")
    assert set(data.tracks.genre) == {"blues", "rock"}


def test_facts_of_a_track_come_with_it(make_gtzan):
    data = datasets.get("gtzan", make_gtzan())
    assert data.tracks.artist["blues.00000"] == "John Lee Hooker"
    assert data.tracks.title["blues.00001"] == "I'm In The Mood For Love"


def test_default_root_is_the_users_data_folder(make_gtzan, monkeypatch):
    root = make_gtzan("gtzan/genres")
    monkeypatch.setenv("GENRELIB_DATA", str(root))
    assert len(datasets.get("gtzan").tracks) == 6
    monkeypatch.delenv("GENRELIB_DATA")
    monkeypatch.setenv("GENRELIB_HOME", str(root / "home"))
    (root / "home").mkdir()
    (root / "gtzan").rename(root / "home" / "moved")
    (root / "home" / "data").mkdir()
    (root / "home" / "moved").rename(root / "home" / "data" / "gtzan")
    assert len(datasets.get("gtzan").tracks) == 6


def test_the_table_says_what_can_be_read():
    rows = datasets.table()
    assert [row["name"] for row in rows] == list(datasets.NAMES)
    assert all(row["holds"] and row["layout"] and row["licence"] for row in rows)
    assert {"<root>" in row["layout"] for row in rows if not row["name"].startswith("jukebox")} == {True}


def test_unknown_name_is_answered_with_the_nearest_ones():
    with pytest.raises(ValueError, match=r"got 'gtsan'; did you mean gtzan, gtzan-\w+, .*`genrelib data` lists all"):
        datasets.get("gtsan")


def test_missing_gtzan_says_where_it_is_described_and_what_to_do(tmp_path):
    with pytest.raises(ValueError, match=r"genres/blues/blues\.00000\.wav.*no such folder.*doi\.org.*--root DIR"):
        datasets.get("gtzan", tmp_path / "nowhere")
    with pytest.raises(ValueError, match="a folder without any"):
        datasets.get("gtzan", tmp_path)


def test_unknown_genre_is_refused(make_gtzan):
    with pytest.raises(ValueError, match=r"two or more of blues, classical.*'blues-polka'"):
        datasets.get("gtzan-blues-polka", make_gtzan())


def test_absent_genre_is_refused(make_gtzan):
    with pytest.raises(ValueError, match="expected blues, rock, got blues, jazz"):
        datasets.get("gtzan-blues-rock", make_gtzan())


def test_a_single_genre_is_refused(make_gtzan):
    with pytest.raises(ValueError, match="two genres or more, got jazz; add"):
        datasets.get("gtzan", make_gtzan(genres=["jazz"]))


def test_a_genre_without_a_readable_track_is_no_genre(make_gtzan):
    root = make_gtzan(genres=("blues", "jazz", "rock"), numbers=[0])
    (root / "genres/rock/rock.00000.wav").write_bytes(b"RIFF")
    with pytest.warns(UserWarning, match=r"rock\.00000"):
        assert datasets.get("gtzan", root).name == "gtzan-blues-jazz"
    (root / "genres/jazz/jazz.00000.wav").write_bytes(b"RIFF")
    with pytest.raises(ValueError, match=r"two genres or more, got blues \(unreadable: "):
        datasets.get("gtzan", root)


def test_folder_without_root_is_refused():
    with pytest.raises(ValueError, match=r"<genre>/<file>.*--root DIR"):
        datasets.get("folder")


def test_folder_is_named_by_its_basename(folder_of_music):
    data = datasets.get("folder", folder_of_music)
    assert data.name == f"folder-{folder_of_music.name}"
    assert data.classes == ("clicks", "noise", "tones")
    assert len(data.tracks) == 24
    assert datasets.get(data.name, folder_of_music).name == data.name


def test_folder_of_another_name_is_refused(folder_of_music):
    with pytest.raises(ValueError, match="expected a root called other"):
        datasets.get("folder-other", folder_of_music)


def test_folder_of_one_genre_is_refused(tmp_path, synthesise):
    write(tmp_path / "tones" / "a.wav", synthesise("tones"))
    with pytest.raises(ValueError, match=r"two genres or more.*got readable audio of tones"):
        datasets.get("folder", tmp_path)


def test_folder_between_genre_and_file_is_the_artist(tmp_path, synthesise):
    for track in ("rock/Ånna/Live/a.wav", "rock/b.wav", "pop/Ben/c.wav"):
        write(tmp_path / track, synthesise("tones"))
    data = datasets.get("folder", tmp_path)
    assert data.tracks.artist.to_dict() == {"pop/Ben/c.wav": "Ben", "rock/b.wav": "", "rock/Ånna/Live/a.wav": "Ånna"}
    assert set(data.splits) == {"track", "artist", "clip"}


def test_two_formats_of_one_name_are_two_tracks_of_a_folder(tmp_path, synthesise):
    for track in ("pop/a.wav", "pop/a.flac", "rock/b.wav"):
        write(tmp_path / track, synthesise("tones"))
    assert len(datasets.get("folder", tmp_path).tracks) == 3


def test_unreadable_files_are_left_out_in_view(tmp_path, synthesise):
    for track in ("pop/a.wav", "rock/b.wav"):
        write(tmp_path / track, synthesise("tones"))
    (tmp_path / "rock" / "broken.mp3").write_bytes(b"\x00\x01" * 500)
    (tmp_path / "rock" / ".hidden").write_text("nothing to see")
    with pytest.warns(UserWarning, match=r"1 file\(s\) left out \(rock/broken.mp3"):
        data = datasets.get("folder", tmp_path)
    assert list(data.tracks.index) == ["pop/a.wav", "rock/b.wav"]
    assert data.check().set_index("track").problem["rock/broken.mp3"].startswith("unreadable")


# Splits


def test_the_published_splits_have_their_published_sizes():
    rules = gtzan.splits()
    counts = {name: pd.Series(rules[name].assign(all_clips())).value_counts() for name in ("filtered", "stratified")}
    assert counts["filtered"].to_dict() == {"train": 443, "valid": 197, "test": 290, "": 70}
    assert counts["stratified"].to_dict() == {"train": 500, "valid": 250, "test": 250}


@pytest.mark.parametrize("split", TRACK_SPLITS)
def test_no_track_is_on_both_sides(split):
    table = all_clips(per_track=3).assign(part=lambda rows: gtzan.splits()[split].assign(rows))
    assert (table.groupby("track").part.nunique() == 1).all()


@pytest.mark.parametrize("split", ["artist", "filtered"])
def test_no_artist_is_on_both_sides(split):
    parts = gtzan.splits()[split].parts
    known = gtzan.facts().artist[lambda artist: artist != ""]
    used = parts[known.index][lambda part: part != ""]
    assert (used.groupby(known[used.index]).nunique() == 1).all()


@pytest.mark.parametrize("split", ["track", "artist", "filtered"])
def test_no_exact_repetition_is_on_both_sides(split):
    parts, original = gtzan.splits()[split].parts, gtzan.facts().same_bytes_as
    repeated = original[original != ""]
    apart = [t for t, o in repeated.items() if parts[t] != parts[o] and "" not in (parts[t], parts[o])]
    assert apart == []


def test_the_stratified_split_repeats_artists_as_it_says():
    parts, artist = gtzan.splits()["stratified"].parts, gtzan.facts().artist
    assert set(artist[parts == "train"]) & set(artist[parts == "test"]) - {""}


def test_track_split_is_stratified_over_genres():
    counts = pd.crosstab(gtzan.facts().genre, gtzan.splits()["track"].parts)
    assert (counts[["train", "valid", "test"]].to_numpy() == [70, 10, 20]).all()


def test_artist_split_has_every_genre_in_every_part():
    counts = pd.crosstab(gtzan.facts().genre, gtzan.splits()["artist"].parts)
    assert (counts[["train", "valid", "test"]].to_numpy() >= [60, 8, 15]).all()


def test_the_clip_split_leaks():
    table = all_clips(per_track=6).assign(part=lambda rows: ClipSplit().assign(rows))
    assert table.part.value_counts().to_dict() == {"train": 4200, "test": 1200, "valid": 600}
    trained = set(table.track[table.part == "train"])
    tested = table.track[table.part == "test"]
    assert tested.isin(trained).mean() > 0.99  # 1 - 0.3 ** 5 = 0.998 expected


@pytest.mark.parametrize("split", [*TRACK_SPLITS, "clip"])
def test_a_split_does_not_depend_on_the_order_of_rows(split):
    rule, rows = gtzan.splits()[split], all_clips(per_track=2)
    shuffled = rows.sample(frac=1, random_state=1)
    expected = pd.Series(rule.assign(rows), rows.index)
    assert (pd.Series(rule.assign(shuffled), shuffled.index).sort_index() == expected).all()


@pytest.mark.parametrize("split", TRACK_SPLITS)
def test_absent_tracks_change_no_other_tracks_part(make_gtzan, split):
    data = datasets.get("gtzan", make_gtzan(numbers=(3, 50)))
    expected = gtzan.splits()[split].parts[data.tracks.index]
    assert list(data.parts(split, clips(data.tracks.index))) == list(expected)


def test_unknown_split_lists_the_known_ones(folder_of_music):
    data = datasets.get("folder", folder_of_music)
    with pytest.raises(ValueError, match="no split official; expected one of track, clip"):
        data.parts("official", clips(data.tracks.index))


def test_every_split_says_what_it_keeps_apart(make_gtzan):
    splits = datasets.get("gtzan", make_gtzan()).splits
    assert list(splits) == ["track", "artist", "filtered", "stratified", "clip"]
    assert all(sentence.endswith(".") for sentence in splits.values())


@pytest.mark.parametrize("tracks, expected", [(2, (1, 0, 1)), (3, (1, 1, 1)), (4, (2, 1, 1)), (10, (7, 1, 2))])
def test_small_genres_still_validate_and_test(tracks, expected):
    names = pd.Index([f"{genre}{n}" for genre in "ab" for n in range(tracks)])
    genres = pd.Series([name[0] for name in names], names)
    counts = pd.crosstab(genres, divide(names.to_series(), genres)).reindex(
        columns=["train", "valid", "test"], fill_value=0
    )
    assert (counts.to_numpy() == expected).all()


def test_artists_who_sing_together_are_one_group():
    artists = pd.Series(
        ["Earth, Wind & Fire", "Earth Wind and Fire", "Bob Marley", "Lauryn Hill and Bob Marley", "", ""]
    )
    groups = artist_groups(artists)
    assert groups[0] == groups[1] != groups[2] == groups[3]
    assert groups[4] != groups[5]


# Fingerprints


def test_fingerprint_follows_content_not_place_or_date(make_gtzan, tmp_path, synthesise):
    root = make_gtzan()
    before = datasets.get("gtzan", root).fingerprint
    moved = root.rename(root.with_name("elsewhere"))
    for path in moved.rglob("*.wav"):
        path.touch()
    assert datasets.get("gtzan", moved).fingerprint == before
    write(moved / "genres/blues/blues.00000.wav", synthesise("tones", 0, 2.0, 8000))
    assert datasets.get("gtzan", moved).fingerprint != before
    moved.rename(root)


# Check


def test_check_names_missing_repeated_short_and_unreadable_tracks(make_gtzan):
    root = make_gtzan(numbers=range(3))
    blues = root / "genres" / "blues"
    (blues / "blues.00003.wav").write_bytes((blues / "blues.00001.wav").read_bytes())
    (blues / "blues.00004.wav").write_bytes(b"RIFF")
    with pytest.warns(UserWarning, match=r"blues.00004"):
        data = datasets.get("gtzan", root)
    problems = data.check().groupby("track").problem.agg(list)
    assert len(problems) == 200
    assert problems["blues.00099"] == ["missing"]
    assert problems["blues.00000"] == ["too short: 1.0 s, expected at least 29 s"]
    assert "repeated: the same bytes as blues.00001" in problems["blues.00003"]
    assert problems["blues.00004"][0].startswith("unreadable")


def test_a_file_damaged_in_the_middle_is_unreadable(folder_of_music, tmp_path, synthesise):
    for track in ("pop/a.flac", "rock/b.flac"):
        write(tmp_path / track, synthesise("noise", 0, 10.0))
    data = datasets.get("folder", tmp_path)
    damaged = bytearray((tmp_path / "pop/a.flac").read_bytes())
    middle = len(damaged) // 2
    damaged[middle : middle + 20_000] = bytes(20_000)
    (tmp_path / "pop/a.flac").write_bytes(damaged)
    assert data.check().problem[lambda problem: problem.str.startswith("unreadable")].size == 1


def test_the_corrupt_track_of_the_common_copy_is_excluded_without_a_warning(make_gtzan, recwarn):
    root = make_gtzan()
    (root / "genres/jazz/jazz.00054.wav").write_bytes(b"\x00" * 1000)
    data = datasets.get("gtzan", root)
    assert "jazz.00054" not in data.tracks.index
    assert not recwarn.list
    assert data.excluded.problem[0].endswith("(corrupt in the wav copy in common use)")


def test_listed_repetitions_are_named_even_if_encoded_apart(make_gtzan):
    root = make_gtzan(genres=("disco", "blues"), numbers=(98, 99))
    data = datasets.get("gtzan", root)
    assert data.tracks.fault["disco.00099"] == "repeated: the same bytes as disco.00098"
    problems = data.check()
    assert "repeated: the same bytes as disco.00098" in set(problems.problem[problems.track == "disco.00099"])


def test_a_wav_file_unlike_the_common_copy_is_named_unless_all_are(make_gtzan, monkeypatch):
    root = make_gtzan()
    data = datasets.get("gtzan", root)
    assert not data.check().problem.str.startswith("altered").any()
    common = gtzan.facts()
    for track, path in data.tracks.path.items():
        common.loc[track, "sha256"] = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    common.loc["jazz.00001", "sha256"] = "another"
    monkeypatch.setattr(gtzan, "facts", lambda: common)
    problems = data.check()
    assert list(problems.track[problems.problem.str.startswith("altered")]) == ["jazz.00001"]


def test_files_that_are_no_track_of_gtzan_are_named(make_gtzan):
    root = make_gtzan()
    wav = (root / "genres/jazz/jazz.00000.wav").read_bytes()
    for name in ("jazz.99999.wav", "jazz.00000.flac"):
        (root / "genres/jazz" / name).write_bytes(wav)
    with pytest.warns(UserWarning, match=r"2 file\(s\) left out"):
        data = datasets.get("gtzan", root)
    assert list(data.excluded.problem.str.split(":").str[0]) == ["unknown", "twice"]
    assert len(data.tracks) == 6


# gtzan-logmel


@pytest.mark.parametrize("place", [".", gtzan_logmel.FILE])
def test_logmel_is_read_from_its_file_or_folder(logmel, place):
    data = datasets.get("gtzan-logmel", logmel / place)
    assert data.classes == ("blues", "rock")
    assert data.frontend == GTZAN_LOGMEL
    assert data.tracks.seconds["rock.00000"] == pytest.approx(30, abs=0.1)


def test_logmel_features_are_decibels(logmel):
    data = datasets.get("gtzan-logmel", logmel)
    assert len(data.tracks) > 1
    for row, track in enumerate(data.tracks.index):
        assert data.features(track) == pytest.approx(-80 + row * 80 / 255, abs=1e-4)
    assert data.features("blues.00000").shape == (128, 387)
    assert data.features("blues.00000").dtype == np.float32


def test_logmel_has_no_waveforms_and_audio_no_features(logmel, folder_of_music):
    with pytest.raises(ValueError, match=r"without sound.*use the data set gtzan"):
        datasets.get("gtzan-logmel", logmel).waveform("blues.00000", 22_050)
    with pytest.raises(ValueError, match="supplies waveforms"):
        datasets.get("folder", folder_of_music).features("tones/tones.00.wav")


def test_another_file_is_no_logmel(tmp_path):
    with pytest.raises(ValueError, match=r"expected logmel_u8_128x387.npz.*got nothing"):
        datasets.get("gtzan-logmel", tmp_path)
    file = tmp_path / gtzan_logmel.FILE
    file.write_text("not an archive")
    with pytest.raises(ValueError, match=r"expected logmel_u8_128x387.npz"):
        datasets.get("gtzan-logmel", tmp_path)
    np.savez(file, X=np.zeros((1, 96, 10), np.uint8), id=["blues.00000"], genre=["blues"])
    with pytest.raises(ValueError, match=r"got .* with X uint8 \(1, 96, 10\)"):
        datasets.get("gtzan-logmel", tmp_path)


def test_a_pickle_in_the_file_is_never_opened(tmp_path):
    np.savez(tmp_path / gtzan_logmel.FILE, X=np.array([{}], dtype=object), id=["blues.00000"], genre=["blues"])
    with pytest.raises(ValueError, match="allow_pickle=False"):
        datasets.get("gtzan-logmel", tmp_path)


# Real music


@pytest.mark.music
def test_real_gtzan_is_read(music):
    data = datasets.get("gtzan", music / "gtzan")
    assert len(data.tracks) == 697
    assert data.name == "gtzan"
    assert (data.tracks.seconds > 29).sum() == 476
    assert len(datasets.get("gtzan-blues-classical-jazz-rock", music / "gtzan").tracks) == 376


@pytest.mark.music
def test_real_logmel_is_read(music):
    data = datasets.get("gtzan-logmel", music / "gtzan")
    assert len(data.tracks) == 999
    problems = data.check().groupby("track").problem.agg(list)
    assert problems["jazz.00054"] == ["missing"]


# Tags


def test_gtzan_under_tags_keeps_the_features_and_three_splits(logmel):
    whole, data = datasets.get("gtzan-logmel", logmel), datasets.get("gtzan-logmel-tags", logmel)
    assert set(data.tracks.index) < set(whole.tracks.index)
    assert data.frontend == GTZAN_LOGMEL and set(data.splits) == {"track", "artist", "filtered"}
    np.testing.assert_array_equal(data.features("blues.00000"), whole.features("blues.00000"))
    assert data.parts("filtered", clips(["blues.00000"])) == whole.parts("filtered", clips(["blues.00000"]))


def test_gtzan_under_tags_has_audio_too(make_gtzan):
    data = datasets.get("gtzan-tags", make_gtzan())
    assert data.name == "gtzan-tags" and data.frontend is None
    assert list(data.labels) == [f"t_{tag}" for tag in data.classes]


def test_a_track_bears_the_words_of_its_caption_its_genre_and_its_mode():
    """As the caption file and the annotations have it of John Lee Hooker's first song."""
    row = gtzan_tags.tags().loc["blues.00000"]
    assert set(row.index[row]) == {
        *("blues", "bass", "drums", "vocals", "male vocals", "guitar", "piano", "heavy", "simple", "swing", "minor")
    }


def test_tags_are_frequent_enough_to_be_ranked_and_each_is_in_one_category():
    tags, categories = gtzan_tags.tags(), gtzan_tags.categories()
    assert len(tags) == 540 and tags.sum().min() >= 15
    assert sorted(tag for members in categories.values() for tag in members) == sorted(tags.columns)
    assert (tags[list(categories["genre"])].sum() == 54).all()


def test_that_an_absent_word_is_no_no_is_said_where_the_set_is_listed():
    (row,) = [row for row in datasets.table() if row["name"] == "gtzan-tags"]
    assert "weak" in row["holds"] and "absent word" in row["holds"] and "Brain2Music" in row["citation"]


def test_other_tags_are_another_fingerprint(logmel):
    data = datasets.get("gtzan-logmel", logmel)
    tags = pd.DataFrame({"loud": [True, False]}, index=["blues.00000", "rock.00000"])
    first, second = (datasets.tagged(data, "test", t, {"level": ("loud",)}) for t in (tags, ~tags))
    assert first.fingerprint != second.fingerprint and list(first.tracks.index) == list(tags.index)
    assert first.labels.to_dict("list") == {"t_loud": [True, False]}


def test_tags_outside_of_categories_and_of_no_track_are_refused(logmel):
    data, loud = datasets.get("gtzan-logmel", logmel), pd.DataFrame({"loud": [True]}, index=["jazz.00000"])
    with pytest.raises(ValueError, match=r"every tag in one category, got \['loud', 'quiet'\]"):
        datasets.tagged(data, "test", loud, {"level": ("quiet",)})
    with pytest.raises(ValueError, match="tracks of gtzan-logmel that have tags, got none of 4"):
        datasets.tagged(data, "test", loud, {"level": ("loud",)})


def test_what_is_weak_about_labels_is_said_of_weak_sets_alone():
    assert "a false alarm may be a missing word" in datasets.label_quality("gtzan-tags")
    assert datasets.label_quality("gtzan-tags") == datasets.label_quality("gtzan-logmel-tags")
    assert datasets.label_quality("gtzan") == datasets.label_quality("gtzan-blues-jazz") == ""
