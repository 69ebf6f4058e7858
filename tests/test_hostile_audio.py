"""Audio from strangers: no file makes a decoder open another one, crash the program, print, or ask for memory."""

import io
import os
import struct
import subprocess
import sys
import time

import numpy as np
import pytest
import soundfile

from genrelib import audio
from genrelib.audio import AudioError, isolated
from genrelib.audio.formats import CHANNELS

RATE = 22_050
LAYOUTS = {2: "stereo", 8: "7.1", 12: "7.1.4", 16: "hexadecagonal", 24: "22.2"}
NOISE = np.random.default_rng(0).normal(0, 0.1, (RATE, 2)).astype(np.float32)


def wav(sound: np.ndarray = NOISE, rate: int = RATE, **kind) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, sound, rate, format="WAV", **kind)
    return file.getvalue()


def refusal(source) -> str:
    with pytest.raises(AudioError) as caught:
        audio.load(source)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def container(sound: np.ndarray, kind: str) -> bytes:
    """The channels of (samples, channels) as 16 bits in a Matroska or QuickTime file, by PyAV."""
    av = pytest.importorskip("av")
    file, channels = io.BytesIO(), sound.shape[1]
    with av.open(file, "w", format=kind) as output:
        stream = output.add_stream("pcm_s16le", rate=RATE, layout=LAYOUTS[channels])
        packed = np.round(sound * 32767).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=LAYOUTS[channels])
        frame.sample_rate = RATE
        output.mux([*stream.encode(frame), *stream.encode(None)])
    return file.getvalue()


@pytest.mark.parametrize("kind", ["matroska", "mov"])
@pytest.mark.parametrize("channels", LAYOUTS)
def test_many_channels_are_averaged_and_nothing_crashes(kind, channels):
    levels = np.linspace(0.1, 0.5, channels, dtype=np.float32)
    read = audio.load(container(np.tile(levels, (RATE, 1)), kind))
    assert len(read.waveform) == RATE
    np.testing.assert_allclose(read.waveform[100:-100], levels.mean(), atol=1e-3)


def test_more_channels_than_recordings_have_are_refused():
    assert f"expected 1 to {CHANNELS} channels, got 100" in refusal(wav(np.zeros((1000, 100))))


@pytest.mark.parametrize("rate", [1, 999, 500_000])
def test_a_rate_that_no_recording_has_is_refused(rate):
    assert f"Hz, got {rate}" in refusal(wav(rate=rate))


PLAYLISTS = {
    "concat": b"ffconcat version 1.0\n#\x01\nfile 'secret.wav'\n",
    "hls": b"#EXTM3U\n#\x01\n#EXT-X-TARGETDURATION:10\n#EXTINF:2.0,\nsecret.wav\n#EXT-X-ENDLIST\n",
    "sdp": b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=\x01x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 50004 RTP/AVP 0\r\n",
}


@pytest.mark.parametrize("name", PLAYLISTS)
def test_a_list_of_other_sounds_is_no_sound(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.wav").write_bytes(wav())
    (tmp_path / f"{name}.m3u8").write_bytes(PLAYLISTS[name])
    began = time.monotonic()
    assert "no decoder knows" in refusal(tmp_path / f"{name}.m3u8")
    assert time.monotonic() - began < 5


def test_pyav_itself_opens_no_playlist_and_no_address(tmp_path, monkeypatch):
    av = pytest.importorskip("av")
    from genrelib.audio.pyav import ALLOWED

    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.wav").write_bytes(wav())
    with pytest.raises(av.FFmpegError):
        av.open(io.BytesIO(PLAYLISTS["concat"]), container_options=ALLOWED)
    with pytest.raises(av.FFmpegError):
        av.open("http://127.0.0.1:9/song.mp3", container_options=ALLOWED)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be", "utf-16-le"])
def test_utf_16_text_is_text(codec):
    mark = {"utf-16": "", "utf-16-be": "\ufeff", "utf-16-le": "\ufeff"}[codec]
    assert "got text" in refusal((mark + "Strophe, Refrain, Brücke – 副歌\n" * 40).encode(codec))


def test_a_crash_of_the_decoder_is_one_sentence(monkeypatch):
    crash = [sys.executable, "-c", "import os, sys; sys.stdin.read(); os.kill(os.getpid(), 11)"]
    monkeypatch.setattr(isolated, "_start", lambda: subprocess.Popen(crash, stdin=-1, stdout=-1))
    monkeypatch.setattr(isolated, "_spare", [])
    with pytest.raises(AudioError, match=r"song\.wav: expected audio, got data that the decoder crashed on"):
        isolated.decode_apart(wav(), 600.0, "song.wav")


def test_a_file_that_takes_for_ever_is_given_up(monkeypatch):
    forever = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(isolated, "_start", lambda: subprocess.Popen(forever, stdin=-1, stdout=-1))
    monkeypatch.setattr(isolated, "_spare", [])
    monkeypatch.setattr(isolated, "PATIENCE", 0.3)
    with pytest.raises(AudioError, match=r"not decoded within"):
        isolated.decode_apart(wav(), 600.0, "song.wav")


def test_an_upload_is_decoded_apart_and_as_well(tmp_path):
    here, apart = audio.load(wav()), audio.load_upload(wav(), "song.wav")
    np.testing.assert_array_equal(apart.waveform, here.waveform)
    assert (apart.sample_rate, apart.seconds) == (here.sample_rate, here.seconds)
    with pytest.raises(AudioError, match=r"^song\.wav: expected audio, got an empty file of 0 bytes"):
        audio.load_upload(b"", "song.wav")


@pytest.mark.parametrize("loudest", [3e38, 1e38])
def test_samples_that_overflow_in_resampling_are_refused(loudest):
    sound = np.tile(np.float32([loudest, -loudest]), RATE)
    with pytest.raises(AudioError, match="around full scale"):
        audio.resample(sound, RATE, 16_000)
    with pytest.raises(AudioError, match="around full scale"):
        audio.load(wav(sound, subtype="FLOAT"), 16_000)


@pytest.mark.parametrize("times, divisor", [(2.1, 4), (32_768, 32_768), (1e38, 2.0**127)])
def test_samples_far_above_full_scale_come_down_to_it_and_keep_their_form(times, divisor):
    """As of programs that write whole numbers as fractions: a store would cut all of them off, to a square wave."""
    sound = (0.999 * np.sin(np.arange(RATE) / 10)).astype(np.float32)
    read = audio.load(wav(sound * np.float32(times), subtype="FLOAT"))
    np.testing.assert_array_equal(read.waveform, sound * np.float32(times) / np.float32(divisor))
    assert 0.5 <= np.abs(read.waveform).max() < 1
    (remark,) = read.remarks
    assert remark.endswith(f"times full scale: all are divided by {divisor:.6g}.")


def test_samples_as_loud_as_decoders_make_them_stay_as_they_are():
    sound = (1.9 * np.sin(np.arange(RATE) / 10)).astype(np.float32)
    read = audio.load(wav(sound, subtype="FLOAT"))
    np.testing.assert_array_equal(read.waveform, sound)
    assert read.remarks == ()


@pytest.mark.parametrize("kind", [("SDS", "PCM_16"), ("IRCAM", "PCM_16"), ("VOC", "PCM_16"), ("MAT5", "PCM_16")])
def test_formats_that_are_not_meant_reach_no_decoder(kind):
    file = io.BytesIO()
    soundfile.write(file, NOISE[:, 0], RATE, format=kind[0], subtype=kind[1])
    assert "no decoder knows" in refusal(file.getvalue())


def test_what_libraries_print_stays_out_of_both_outputs(capfd):
    file = io.BytesIO()
    soundfile.write(file, NOISE, RATE, format="MP3")
    whole = file.getvalue()
    for data in (whole[:4000] + os.urandom(500) + whole[4500:], whole[: len(whole) // 2]):
        try:
            audio.load(data)
        except AudioError:
            continue
    print("{}")
    assert capfd.readouterr() == ("{}\n", "")


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "song.wav")
    assert "got a pipe or device" in refusal(tmp_path / "song.wav")


def test_a_link_to_nowhere_and_one_to_itself_are_named(tmp_path):
    (tmp_path / "gone.wav").symlink_to(tmp_path / "nothing.wav")
    (tmp_path / "self.wav").symlink_to(tmp_path / "self.wav")
    assert "a link that leads nowhere" in refusal(tmp_path / "gone.wav")
    assert "a link that leads nowhere" in refusal(tmp_path / "self.wav")


def test_a_header_cannot_ask_for_memory():
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 2**30, b"WAVE", b"fmt ", 16, 1, 2, 48_000, 192_000, 4, 16, b"data", 2**30
    )
    assert "damaged or cut off" in refusal(header + bytes(4000))
