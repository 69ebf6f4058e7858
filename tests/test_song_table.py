"""Tables of songs: the dialects of spreadsheets, rows without files, lost zeros, parts of files, splits."""

import codecs

import numpy as np
import pandas as pd
import pytest
import soundfile
from tiny_sets import RATE, songs, sound, write_csv, write_sound

from genrelib import datasets, papers
from genrelib.datasets import playback_source, splits
from genrelib.datasets.dealing import divide
from genrelib.task import GENRES, TAGS
from genrelib.train import train_system

ARTISTLESS = pytest.mark.filterwarnings("ignore:.*names no artists")
pytestmark = ARTISTLESS


def read(file):
    return datasets.get("table", file)


@pytest.fixture
def listed(tmp_path):
    """Function (columns, rows, ...) -> table beside songs."""

    def write(columns, rows, name="songs.csv", **dialect):
        return write_csv(tmp_path / name, [columns, *rows], **dialect)

    return write


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("begin", [b"", codecs.BOM_UTF8], ids=["plain", "mark"])
def test_every_dialect_of_a_spreadsheet_is_read(tmp_path, listed, delimiter, begin):
    data = read(
        listed(
            ["Path", " Label ", "note"], [(*row, "a;b,c") for row in songs(tmp_path)], delimiter=delimiter, begin=begin
        )
    )
    assert (data.name, data.classes, data.task) == ("table-songs", ("noise", "tones"), GENRES)
    assert len(data.tracks) == 12 and data.tracks.index[0] == "music/noise 0.wav"
    assert data.tracks.seconds.to_numpy() == pytest.approx(1.5)
    assert data.waveform("music/tones 3.wav", None) == pytest.approx(sound("tones", 3), abs=1e-4)


def test_parquet_is_read_with_lists_of_tags(tmp_path):
    paths = [path for path, _ in songs(tmp_path)]
    tags = [["loud", "steady"] if number % 2 else ["steady"] for number in range(len(paths))]
    pd.DataFrame({"file": paths, "tags": tags, "year": 1999}).to_parquet(tmp_path / "songs.parquet")
    data = read(tmp_path / "songs.parquet")
    assert (data.task, data.classes) == (TAGS, ("loud", "steady"))
    assert data.tags.loud.to_list() == [False, True] * 6 and data.tags.steady.all()


@pytest.mark.parametrize("cell", ["loud|slow", "loud ; slow", "loud, slow"])
def test_tags_are_separated_as_they_are_in_the_table(tmp_path, listed, cell):
    paths = [path for path, _ in songs(tmp_path)]
    data = read(listed(["path", "tags"], [(path, cell if place else "") for place, path in enumerate(paths)]))
    assert data.classes == ("loud", "slow")
    assert data.tags.sum().to_list() == [11, 11]  # a track without any is one of "no"


def test_a_tag_may_hold_a_comma_where_others_are_between_bars(tmp_path, listed):
    paths = [path for path, _ in songs(tmp_path)]
    data = read(listed(["path", "tags"], [(path, "earth, wind|fire") for path in paths]))
    assert data.classes == ("earth, wind", "fire")


def test_absolute_paths_links_and_names_of_any_letters_are_found(tmp_path, listed):
    rows = songs(tmp_path / "elsewhere")
    accents = write_sound(tmp_path / "Übung — 音楽 .wav", "tones")
    (tmp_path / "link.wav").symlink_to(tmp_path / "elsewhere" / rows[0][0])
    file = listed(
        ["path", "label"],
        [
            *((tmp_path / "elsewhere" / path, label) for path, label in rows),
            (accents.name, "tones"),
            ("link.wav", "noise"),
        ],
    )
    data = read(file)
    assert len(data.tracks) == 14 and {"Übung — 音楽 .wav", "link.wav"} <= set(data.tracks.index)
    parts = data.rules["track"].parts
    assert parts["link.wav"] == parts[str(tmp_path / "elsewhere" / rows[0][0])]  # one file, one side


def test_letters_with_accents_may_be_composed_or_not(tmp_path, listed):
    write_sound(tmp_path / "e\u0301tude.wav", "tones")
    data = read(listed(["path", "label"], [("\u00e9tude.wav", "tones"), *songs(tmp_path)]))
    assert len(data.waveform("\u00e9tude.wav", None)) == 1.5 * RATE


def test_files_that_differ_in_case_alone_are_two_tracks(tmp_path, listed):
    write_sound(tmp_path / "Song.wav", "noise", 1)
    write_sound(tmp_path / "song.wav", "noise", 2)
    data = read(listed(["path", "label"], [("Song.wav", "noise"), ("song.wav", "noise"), *songs(tmp_path)]))
    assert data.waveform("Song.wav", None).tolist() != data.waveform("song.wav", None).tolist()


def test_every_row_is_accounted_for(tmp_path, listed):
    rows = songs(tmp_path)
    (tmp_path / "empty.mp3").touch()
    (tmp_path / "text.wav").write_text("no sound")
    more = [("gone.wav", "noise"), ("empty.mp3", "noise"), ("text.wav", "noise"), ("music", "noise"), ("", "noise")]
    unlabelled = [(rows[0][0], "tones"), (rows[1][0], "")]
    with pytest.warns(UserWarning, match=r"2 of 19 files are not there, such as gone.wav"):
        data = read(
            listed(["path", "label"], [*rows[:1], *rows[2:], *more, *unlabelled, ("music/tones 0.wav", "tones")])
        )
    assert len(data.tracks) == 11
    table = data.check()
    said = dict(zip(table.track, table.problem, strict=True))
    assert said["gone.wav"] == "missing" and said[""] == "missing"
    assert said["empty.mp3"] == "unreadable: an empty file"
    assert said["text.wav"].startswith("unreadable: ")
    assert said["music"].startswith("unreadable: a folder")
    assert said["music/noise 0.wav"].startswith("twice") and said["music/noise 1.wav"].startswith("no label")


@pytest.mark.parametrize("path", ["12.wav", "a/12.wav", "12", "12.0"])
def test_leading_zeros_that_a_spreadsheet_took_are_named(tmp_path, listed, path):
    write_sound(tmp_path / path.rpartition("/")[0] / "000012.wav", "noise")
    with pytest.raises(ValueError, match=r"expected (a/)?000012\.wav.*got .*12.*a spreadsheet.*leading zeros.*as text"):
        read(listed(["path", "label"], [(path, "noise"), *songs(tmp_path)]))


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (["label"], "expected a column path, got label; rename"),
        (["path"], "expected a column label or tags, got path; rename"),
        (["year", "bpm"], "expected a column path and label or tags, got year, bpm"),
        (["path", "path"], "different names, got 'path' twice"),
    ],
)
def test_missing_columns_are_named(tmp_path, listed, columns, message):
    with pytest.raises(ValueError, match=message):
        read(listed(columns, [["x"] * len(columns)]))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("path,label\na,b\n".encode("utf-16"), "expected text in UTF-8, got UTF-16"),
        ("path,label\nä.wav,b\n".encode("latin-1"), "expected text in UTF-8, got byte 0xe4"),
        (b"", "expected a table, got 'No columns"),
        (b"path,label\n", "got none; fill the table"),
        (b"path,label\na.wav,b,c\n", "expected a table, got"),
        (b'path,label\n"a.wav,b\n', "expected a table, got"),
        (b"path,label,start\na.wav,b,soon\n", "expected a number in column start, got 'soon' in row 2"),
        (b"path,label,split\na.wav,b,train\na.wav,b,holdout\n", "got 'holdout' in row 3"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content, message):
    (tmp_path / "songs.csv").write_bytes(content)
    with pytest.raises(ValueError, match=message):
        read(tmp_path / "songs.csv")


def test_a_root_that_is_no_table_is_refused(tmp_path):
    with pytest.raises(ValueError, match="got a folder; name the table in it"):
        read(tmp_path)
    with pytest.raises(ValueError, match="got no such file"):
        read(tmp_path / "songs.csv")
    (tmp_path / "songs.parquet").write_text("text")
    with pytest.raises(ValueError, match="expected a Parquet file"):
        read(tmp_path / "songs.parquet")
    with pytest.raises(ValueError, match="name it with --root FILE"):
        datasets.get("table")
    with pytest.raises(ValueError, match=r"a table called mine\.csv"):
        datasets.get("table-mine", tmp_path / "songs.csv")


def test_one_label_is_nothing_to_learn(tmp_path, listed):
    with pytest.raises(ValueError, match="two labels or tags or more, got noise in 3 of 3 rows"):
        read(listed(["path", "label"], songs(tmp_path, ["noise"], 3)))


def test_parts_of_a_table_become_the_split_given(tmp_path, listed):
    parts = ["training", "Train", "dev", "test", "", "test"] * 2
    rows = [(*row, part) for row, part in zip(songs(tmp_path), parts, strict=True)]
    data = read(listed(["path", "genre", "split"], rows))
    assert data.default_split == "given"
    clips = pd.DataFrame({"track": data.tracks.index, "start": 0.0})
    assert data.parts("given", clips).tolist() == ["train", "train", "valid", "test", "", "test"] * 2


def test_artists_and_albums_are_kept_apart_where_they_are_named(tmp_path, listed):
    rows = [
        (*row, f"artist {number % 6}", f"album {number % 2}") for number, row in enumerate(songs(tmp_path, each=12))
    ]
    data = read(listed(["path", "label", "artist", "album"], rows))
    assert list(data.rules) == ["track", "artist", "album", "clip"]
    parts = data.rules["artist"].parts
    assert parts.groupby(data.tracks.artist).nunique().max() == 1 and parts.nunique() == 3
    parts = data.rules["album"].parts
    assert parts.groupby(data.tracks.artist + data.tracks.album).nunique().max() == 1


def test_without_artists_there_is_no_split_of_artists(tmp_path, listed):
    with pytest.warns(UserWarning, match="names no artists, so that no split can keep them apart"):
        data = read(listed(["path", "label"], songs(tmp_path)))
    with pytest.raises(ValueError, match=r"has no split artist \(its tracks name no artists\); expected one of track"):
        data.parts("artist", pd.DataFrame({"track": [], "start": []}))


def test_rows_of_one_file_are_tracks_that_stay_on_one_side(tmp_path, listed):
    write_sound(tmp_path / "set.wav", "tones", 0, 6.0)
    spans = [(0, 2), ("1,5", 4), (4, "")]
    rows = [("set.wav", "tones", *span) for span in spans]
    data = read(
        listed(["path", "label", "start", "end"], [*rows, *((*row, "", "") for row in songs(tmp_path))], delimiter=";")
    )
    ids = ["set.wav#t=0,2", "set.wav#t=1.5,4", "set.wav#t=4"]
    assert data.tracks.seconds[ids].tolist() == [2.0, 2.5, 2.0]
    assert len(set(data.rules["track"].parts[ids])) == 1
    whole = sound("tones", 0, 6.0)
    assert data.waveform(ids[1], None) == pytest.approx(whole[24_000:64_000], abs=1e-4)
    assert data.waveform(ids[2], 8000).shape == (16_000,)
    beyond = read(
        listed(
            ["path", "label", "start", "end"], [("set.wav", "tones", 5, 4), *((*r, "", "") for r in songs(tmp_path))]
        )
    )
    assert beyond.excluded.problem.tolist() == ["odd: start and end leave no sound"]


def test_tags_have_their_share_in_every_part(tmp_path, listed):
    random = np.random.default_rng(0)
    paths = [path for path, _ in songs(tmp_path, each=50)]
    rows = [(path, "|".join(tag for tag in ("a", "b", "c") if random.random() < 0.3)) for path in paths]
    data = read(listed(["path", "tags"], rows))
    parts = data.rules["track"].parts
    for tag in data.classes:
        share = parts[data.tags[tag]].value_counts(normalize=True)
        assert share.to_dict() == pytest.approx({"train": 0.7, "valid": 0.1, "test": 0.2}, abs=0.06)


def test_the_fingerprint_hangs_on_ids_labels_and_sizes(tmp_path, listed):
    rows = songs(tmp_path)
    before = read(listed(["path", "label"], rows)).fingerprint
    assert read(listed(["path", "label", "note"], [(*row, "x") for row in rows[::-1]])).fingerprint == before
    assert read(listed(["path", "label"], rows[1:])).fingerprint != before
    tags = [(path, label) for path, label in rows]
    tagged = read(listed(["path", "tags"], [(p, f"{t}|loud") for p, t in tags])).fingerprint
    assert (
        read(listed(["path", "tags"], [(p, f"{t}|loud" if n else t) for n, (p, t) in enumerate(tags)])).fingerprint
        != tagged
    )


def test_large_tables_open_no_file(tmp_path, listed, monkeypatch):
    monkeypatch.setattr("genrelib.datasets.song_table.FEW", 3)
    rows = songs(tmp_path)
    (tmp_path / rows[0][0]).write_text("no sound")
    data = read(listed(["path", "label"], rows))
    assert data.tracks.seconds.isna().all()
    assert data.check().problem.str.startswith("unreadable").sum() == 1
    known = read(listed(["path", "label", "duration"], [(*row, 1.5) for row in rows]))
    assert known.tracks.seconds.tolist() == [1.5] * 12


def test_a_table_is_trained_on(tmp_path, listed):
    rows = songs(tmp_path, each=10, seconds=3.0)
    system = papers.get("irvin2016/lstm-attention")
    data = read(listed(["path", "label"], rows))
    run = train_system(system, data, "track", 0, tmp_path / "runs", epochs=1, device="cpu")
    assert run.data == "table-songs" and 0 <= run.metrics["track_accuracy"]["value"] <= 1


def test_a_tables_runs_can_be_listened_to_later(tmp_path, listed, monkeypatch):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path / "home"))
    file = listed(["path", "label"], songs(tmp_path))
    playback_source.remember(read(file))
    assert playback_source.lies_here("table-songs") and playback_source.remembered() == ["table-songs"]
    assert len(playback_source.sound("table-songs").tracks) == 12
    (tmp_path / "other").mkdir()
    with pytest.raises(ValueError, match="whose runs would replace those"):
        playback_source.remember(
            read(
                write_csv(
                    tmp_path / "other" / "songs.csv",
                    [["path", "label"], *((tmp_path / p, t) for p, t in songs(tmp_path))],
                )
            )
        )


def test_sound_of_a_row_that_begins_after_its_file_is_refused(tmp_path, listed):
    rows = [(*row, "") for row in songs(tmp_path)]
    data = read(
        listed(
            ["path", "label", "start", "seconds"],
            [(path, label, 7 if not n else "", 9) for n, (path, label, _) in enumerate(rows)],
        )
    )
    with pytest.raises(ValueError, match=r"expected sound from 7 s on, got 1\.5 s"):
        data.waveform("music/noise 0.wav#t=7", None)
    assert soundfile.info(tmp_path / rows[0][0]).duration == 1.5


def test_no_split_is_dealt_before_it_is_asked_for(tmp_path, monkeypatch):
    rows = [(*row, f"artist {number // 2}") for number, row in enumerate(songs(tmp_path))]
    table = write_csv(tmp_path / "mine.csv", [("path", "label", "artist"), *rows])
    dealt = []
    monkeypatch.setattr(splits, "divide", lambda groups, labels: dealt.append(1) or divide(groups, labels))
    data = datasets.get("table", table)
    assert list(data.splits) == ["track", "artist", "clip"]
    assert data.rules["artist"].apart == ("recording", "artist")
    assert not dealt
    clips = pd.DataFrame({"track": data.tracks.index, "start": 0.0})
    for _ in range(2):
        assert {"train", "test"} <= set(data.parts("artist", clips))
    assert len(dealt) == 1
