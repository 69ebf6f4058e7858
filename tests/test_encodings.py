"""A model's answers to one sound in several encodings."""

import re
import shutil

import numpy as np
import pytest
import soundfile

from genrelib.inference import encodings

SURE = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.4, 0.3, 0.3], [0.2, 0.2, 0.6]])


def test_the_plain_sound_agrees_with_itself():
    (row,) = encodings.agreement({encodings.PLAIN: SURE, "copy": SURE}).itertuples()
    assert (row.encoding, row.songs, row.same, row.change) == ("copy", 4, 1.0, 0.0)
    assert 0.3 < row.same_low < 0.6  # Wilson's of four songs


def test_the_change_is_that_of_the_plain_sounds_label():
    other = np.array([[0.6, 0.3, 0.1], [0.1, 0.9, 0.0], [0.2, 0.5, 0.3], [0.2, 0.2, 0.6]])
    (row,) = encodings.agreement({encodings.PLAIN: SURE, "other": other}).itertuples()
    assert row.same == 0.75 and row.same_low < 0.75 < row.same_high
    assert row.change == pytest.approx((0.1 + 0.1 + 0.2 + 0.0) / 4)
    assert 0 <= row.change_low < row.change < row.change_high


def test_a_table_has_a_row_for_each_encoding():
    probabilities = {encodings.PLAIN: SURE} | dict.fromkeys(encodings.ENCODINGS, SURE)
    lines = encodings.markdown(encodings.agreement(probabilities)).splitlines()
    assert [line.split(" | ")[0].strip("| ") for line in lines[2:]] == list(encodings.ENCODINGS)


def test_without_ffmpeg_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ValueError, match="expected ffmpeg, which encodes the songs, found none"):
        encodings.encode(tmp_path / "song.wav", tmp_path / "song.mp3", "")


def test_the_command_refuses_in_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        encodings.main([str(tmp_path / "song.wav")])
    assert ended.value.code == 2
    assert re.fullmatch(r"python -m genrelib\.inference\.encodings: expected ffmpeg.*\n", capsys.readouterr().err)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
class TestFfmpeg:
    def test_what_is_no_song_is_refused(self, tmp_path):
        (tmp_path / "song.wav").write_bytes(b"words")
        with pytest.raises(ValueError, match="expected a song that ffmpeg can encode as"):
            encodings.encode(tmp_path / "song.wav", tmp_path / "song.mp3", "-c:a libmp3lame")

    def test_every_encoding_is_of_the_rate_that_it_names(self, tmp_path):
        sound = 0.1 * np.random.default_rng(0).normal(size=22_050)
        soundfile.write(tmp_path / "song.wav", sound, 22_050)
        rates = {}
        for name, (ending, options) in encodings.ENCODINGS.items():
            file = tmp_path / f"encoded.{ending}"
            encodings.encode(tmp_path / "song.wav", file, options)
            rates[name] = soundfile.info(file).samplerate
        assert len(rates) == 5
        assert all(f"{rate / 1000:g} kHz" in name or rate == 48_000 for name, rate in rates.items())
