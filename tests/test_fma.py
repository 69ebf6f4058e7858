"""FMA: its table with rows of names, four sizes, the published split, clips that are missing, empty or short."""

import pandas as pd
import pytest
from tiny_sets import FMA_GENRES, FMA_SMALL, fma_rows, write_fma, write_fma_table, write_sound

from genrelib import datasets
from genrelib.datasets import fma, playback_source

TOPLESS = pytest.mark.filterwarnings("ignore:.*of several root genres")
pytestmark = TOPLESS


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return write_fma(tmp_path_factory.mktemp("fma"))


def parts(data, split="official"):
    return data.parts(split, pd.DataFrame({"track": data.tracks.index, "start": 0.0}))


@pytest.mark.parametrize(("size", "classes"), [("small", FMA_SMALL), ("medium", FMA_GENRES), ("large", FMA_GENRES)])
def test_a_size_has_its_tracks_and_genres(archive, size, classes):
    data = datasets.get(f"fma-{size}", archive)
    assert data.name == f"fma-{size}" and data.classes == classes and len(classes) in (8, 16)
    assert len(data.tracks) == 4 * len(classes) == len(data.known)
    assert data.default_split == "official"
    assert data.waveform("000002" if size != "small" else data.tracks.index[0], 8000).size > 8000


def test_the_published_split_is_that_of_the_table_and_keeps_artists_apart(archive):
    data = datasets.get("fma-medium", archive)
    assert parts(data).tolist()[:4] == ["train", "train", "valid", "test"]
    assert data.rules["official"].parts.groupby(data.tracks.artist).nunique().max() == 1
    assert data.tracks.loc["000002", ["artist", "title", "seconds"]].tolist() == ["Blues training", "no. 2", 30.0]


def test_tracks_without_a_top_genre_are_counted_and_left_out(archive):
    with pytest.warns(UserWarning, match=r"fma-large: 2 of 66 tracks are left out: of several root genres"):
        data = datasets.get("fma-large", archive)
    assert not {"155320", "155321"} & {*data.tracks.index, *data.known}


def test_whole_tracks_have_the_lengths_of_the_table(archive):
    (archive / "fma_full").symlink_to("fma_large")
    data = datasets.get("fma-full", archive)
    assert (data.tracks.seconds == 168).all() and (data.tracks.fault == "").all()


def test_missing_empty_and_short_clips_are_accounted_for(tmp_path):
    blues = [(number, "medium", "training", "Blues", "B") for number in (98565, 98566, 1486, 5, 6)]
    jazz = [(number, "medium", "test", "Jazz", "J") for number in (7, 8)]
    write_fma_table(tmp_path, [*blues, *jazz])
    for number in (98565, 98566, 7, 8):
        write_sound(tmp_path / "fma_medium" / f"{number:06d}"[:3] / f"{number:06d}.mp3", "tones", number)
    for number in (1486, 5):
        (tmp_path / "fma_medium" / f"{number:06d}"[:3]).mkdir(exist_ok=True)
        (tmp_path / "fma_medium" / f"{number:06d}"[:3] / f"{number:06d}.mp3").write_bytes(
            b"" if number == 5 else b"ID3"
        )
    with pytest.warns(UserWarning, match="1 of 7 files are not there, such as 000/000006.mp3"):
        data = datasets.get("fma-medium", tmp_path)
    assert sorted(data.tracks.index) == ["000007", "000008", "098565", "098566"]
    assert data.tracks.fault["098565"] == "short: 1.6 s of 30" and data.tracks.seconds["098565"] == 1.6
    table = data.check()
    problems = dict(zip(table.track, table.problem, strict=True))
    assert problems["000006"] == "missing" and problems["000005"] == "unreadable: an empty file"
    assert problems["001486"] == "no sound: the published clip is empty"


def test_a_folder_with_one_file_is_not_enough(tmp_path):
    write_fma_table(tmp_path, fma_rows())
    with pytest.raises(ValueError, match=r"fma_large.*got none of them; unzip fma_metadata\.zip"):
        datasets.get("fma-large", tmp_path)
    (tmp_path / "fma_large" / "000").mkdir(parents=True)
    with pytest.raises(ValueError, match=r"expected audio such as .*000002\.mp3, got none of 64 files there"):
        datasets.get("fma-large", tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "got 'No columns"),
        ("a,b\n1,2\n3,4\n", "got a table without set.split, set.subset"),
        (
            ",set,set,track,track,track,artist,artist,album\n,split,subset,genre_top,title,duration,name,id,title\n2,a,b\n",
            "a third row, track_id",
        ),
        (
            ",set,set,track,track,track,artist,artist,album\n,split,subset,genre_top,title,duration,name,id,title\ntrack_id,,,,,,,,\ntwo,,,,,,,,\n",
            "got the track_id 'two'",
        ),
        (
            ",set,set,track,track,track,artist,artist,album\n,split,subset,genre_top,title,duration,name,id,title\ntrack_id,,,,,,,,\n2,test,huge,,,,,,\n",
            "set.subset is small or medium, got none",
        ),
    ],
)
def test_another_table_is_refused(tmp_path, text, message):
    (tmp_path / "fma_medium").mkdir()
    (tmp_path / "tracks.csv").write_text(text)
    with pytest.raises(ValueError, match=message):
        datasets.get("fma-medium", tmp_path)


def test_all_sizes_lie_in_one_folder(archive, tmp_path, monkeypatch):
    monkeypatch.setenv("GENRELIB_DATA", str(tmp_path))
    assert not playback_source.lies_here("fma-small")
    (tmp_path / "fma").symlink_to(archive)
    assert playback_source.lies_here("fma-small") and datasets.usual_place("fma-full") == tmp_path / "fma"
    assert len(playback_source.sound("fma-small").tracks) == 32
    assert playback_source.facts("fma-small").artist["004002"] == "Electronic training"


def test_the_lists_of_broken_clips_are_the_published_ones():
    assert len({*fma.WITHOUT_SOUND, *fma.SHORT}) == 21
    assert {"098565", "098567", "098569", "099134", "108925", "133297"} <= {*fma.WITHOUT_SOUND, *fma.SHORT}  # small's
