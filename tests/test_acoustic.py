"""Acoustic fingerprints: a recording in two encodings is found, two recordings are not, each file is read once."""

import io
import itertools
import sqlite3

import numpy as np
import pytest
import soundfile
from scipy import signal

from genrelib import audio, datasets
from genrelib.datasets import acoustic, listening, remembered
from genrelib.datasets.acoustic import RATE, acoustic_fingerprint, pairs

SONG_RATE = 22_050
SONGS = ("blues.00003", "classical.00004", "jazz.00005", "metal.00006", "pop.00007", "reggae.00008")


@pytest.fixture(scope="module")
def songs() -> list[np.ndarray]:
    """Synthetic music, 12 s each."""
    return [datasets.get("jukebox").waveform(track, SONG_RATE)[: 12 * SONG_RATE] for track in SONGS]


def resampled(waveform: np.ndarray) -> np.ndarray:
    return audio.resample(waveform, SONG_RATE, RATE)


def encoded(waveform: np.ndarray, **kind) -> np.ndarray:
    """The sound after an encoder, at RATE."""
    file = io.BytesIO()
    soundfile.write(file, waveform, SONG_RATE, **kind)
    return audio.load(file.getvalue(), RATE).waveform


CHANGES = {
    "mp3": lambda song: encoded(song, format="MP3"),
    "mp3, strongly compressed": lambda song: encoded(song, format="MP3", compression_level=0.9),
    "ogg": lambda song: encoded(song, format="OGG"),
    "eight bits": lambda song: encoded(song, format="WAV", subtype="PCM_U8"),
    "40 ms late": lambda song: resampled(np.concatenate([np.zeros(882, np.float32), song])),
    "a twentieth as loud": lambda song: resampled(0.05 * song),
    "low-pass at 3 kHz": lambda song: resampled(
        signal.sosfilt(signal.butter(6, 3000, fs=SONG_RATE, output="sos"), song).astype(np.float32)
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_encoding_is_the_same_recording(songs, change):
    prints = [acoustic_fingerprint(resampled(song)) for song in songs]
    changed = [acoustic_fingerprint(CHANGES[change](song)) for song in songs]
    count = len(songs)
    assert sorted(pairs([*prints, *changed])) == [(place, place + count) for place in range(count)]


def test_recordings_differ_in_nearly_half_of_their_bits(songs):
    prints = [acoustic_fingerprint(resampled(song)) for song in songs]
    for first, second in itertools.combinations(prints, 2):
        assert np.bitwise_count(first ^ second).sum() / (32 * len(first)) == pytest.approx(0.5, abs=0.08)


def test_the_same_beginning_of_another_length_is_the_same(songs):
    long = acoustic_fingerprint(resampled(songs[0]))
    short = acoustic_fingerprint(resampled(songs[0][: 6 * SONG_RATE]))
    assert len(short) < len(long)
    assert list(pairs([short, acoustic_fingerprint(resampled(songs[1])), long])) == [(0, 2)]


@pytest.mark.parametrize(
    "sound",
    [np.zeros(10 * RATE), np.full(10 * RATE, 0.3), np.random.default_rng(0).normal(size=4 * RATE)],
    ids=["silence", "an offset", "less than five seconds"],
)
def test_what_cannot_be_compared_is_like_nothing(sound):
    bits = acoustic_fingerprint(sound.astype(np.float32))
    assert len(bits) == 0
    assert list(pairs([bits, bits])) == []


def test_metronomes_of_two_tempos_are_not_the_same(synthesise):
    """Their bands rise and fall together: such bits tell no recordings apart."""
    prints = [acoustic_fingerprint(resampled(synthesise("clicks", number, 10.0))) for number in range(6)]
    assert list(pairs(prints)) == []


def test_the_table_of_pairs_of_nothing_is_empty():
    assert list(pairs([])) == []


def write(folder, name: str, song: np.ndarray, **kind) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(file, song, SONG_RATE, **kind)


@pytest.fixture
def folder(tmp_path, songs, monkeypatch):
    """Six songs in two genres; one of them again, as an mp3 of another name in the other genre."""
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path / "home"))
    for number, song in enumerate(songs):
        write(tmp_path / "music", f"{'ab'[number % 2]}/song {number}.wav", song)
    write(tmp_path / "music", "b/another name.mp3", songs[2])
    return tmp_path / "music"


def test_a_song_encoded_twice_stays_on_one_side_of_every_split(folder):
    with pytest.warns(
        UserWarning, match=r"2 files hold 1 recording\(s\), such as a/song 2\.wav and b/another name\.mp3"
    ):
        data = datasets.get("folder", folder)
    groups = data.rules["track"].groups
    assert groups["b/another name.mp3"] == groups["a/song 2.wav"] == "a/song 2.wav"
    assert groups.nunique() == len(SONGS)


def test_a_file_is_fingerprinted_once_until_it_changes(folder, songs, monkeypatch):
    read = []
    monkeypatch.setattr(listening, "_computed", lambda path: read.append(path) or np.zeros(0, np.uint32))
    paths = sorted(map(str, folder.rglob("*.*")))
    listening.fingerprints(paths)
    assert sorted(read) == paths
    read.clear()
    write(folder, "a/song 0.wav", songs[1])
    listening.fingerprints(paths)
    assert read == [str(folder / "a" / "song 0.wav")]


def test_kept_fingerprints_are_those_that_were_computed(folder):
    paths = sorted(map(str, folder.rglob("*.*")))
    computed = listening.fingerprints(paths)
    assert min(map(len, computed)) > 50
    for first, second in zip(computed, listening.fingerprints(paths), strict=True):
        assert (first == second).all()


def test_a_home_that_is_no_place_to_write_costs_time_alone(folder, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    paths = sorted(map(str, folder.rglob("*.*")))
    expected = listening.fingerprints(paths)
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path / "file" / "below"))
    for first, second in zip(expected, listening.fingerprints(paths), strict=True):
        assert (first == second).all()


def test_a_damaged_file_of_fingerprints_is_not_believed(folder, tmp_path):
    paths = sorted(map(str, folder.rglob("*.*")))
    expected = listening.fingerprints(paths)
    kept = tmp_path / "home" / remembered.KEPT
    with pytest.raises(sqlite3.DatabaseError):
        kept.write_bytes(b"no data base" * 100)
        sqlite3.connect(kept).execute("SELECT * FROM facts")
    for first, second in zip(expected, listening.fingerprints(paths), strict=True):
        assert (first == second).all()


def test_files_that_cannot_be_read_are_like_nothing(tmp_path):
    (tmp_path / "text.wav").write_text("no sound")
    assert [len(bits) for bits in listening.fingerprints([str(tmp_path / "text.wav"), str(tmp_path / "gone.wav")])] == [
        0,
        0,
    ]


@pytest.mark.music
def test_real_songs_are_told_apart(music):
    """Of GTZAN's whole tracks of jazz, 13 are there twice: no others are called the same."""
    paths = sorted(path for path in (music / "gtzan" / "audio" / "jazz").iterdir())[30:75]
    prints = [acoustic_fingerprint(audio.load(path, RATE, acoustic.SECONDS).waveform) for path in paths]
    found = {(paths[first].stem, paths[second].stem) for first, second in pairs(prints)}
    assert len(found) == 13
    assert ("jazz.00034", "jazz.00053") in found
