"""`audio`: what is read is what was written, every bad input is one sentence, clips cover the track."""

import builtins
import io
import subprocess
import sys
import threading
import tracemalloc

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelib import audio
from genrelib.audio import AudioError

RATE = 22_050
SECONDS = 6.0


@pytest.fixture(scope="module")
def tone() -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * 440 * np.arange(round(SECONDS * RATE)) / RATE)).astype(np.float32)


def encoded(waveform: np.ndarray, sample_rate: int = RATE, **kind) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, waveform, sample_rate, **kind)
    return file.getvalue()


def peak(waveform: np.ndarray, sample_rate: int) -> float:
    """Loudest frequency in Hz."""
    return np.abs(np.fft.rfft(waveform)).argmax() * sample_rate / len(waveform)


KINDS = {
    "wav": {"format": "WAV"},
    "flac": {"format": "FLAC"},
    "ogg": {"format": "OGG"},
    "mp3": {"format": "MP3"},
    "aiff": {"format": "AIFF"},
    "au": {"format": "AU"},
}


@pytest.mark.parametrize("suffix", KINDS)
def test_every_format_keeps_pitch_level_and_length(tmp_path, tone, suffix):
    path = tmp_path / f"tone.{suffix}"
    path.write_bytes(encoded(tone, **KINDS[suffix]))
    read = audio.load(path)
    assert read.waveform.dtype == np.float32 and read.waveform.ndim == 1
    assert (read.sample_rate, read.seconds, read.truncated) == (RATE, SECONDS, False)
    assert peak(read.waveform, RATE) == pytest.approx(440, abs=0.5)
    assert read.waveform.std() == pytest.approx(0.3 / np.sqrt(2), rel=0.05)  # lossy codecs lose a little


def test_opus_is_read():
    sound = (0.3 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000)).astype(np.float32)
    read = audio.load(encoded(sound, 48_000, format="OGG", subtype="OPUS"))
    assert peak(read.waveform, read.sample_rate) == pytest.approx(440, abs=2)


def by_ffmpeg(tone: np.ndarray, codec: str, container: str, sample_rate: int) -> bytes:
    av = pytest.importorskip("av")
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=sample_rate, layout="stereo")
        sound = audio.resample(tone, RATE, sample_rate)
        frame = av.AudioFrame.from_ndarray(np.stack([sound, sound]), format="fltp", layout="stereo")
        frame.sample_rate = sample_rate
        output.mux([*stream.encode(frame), *stream.encode(None)])
    return file.getvalue()


FFMPEG = {"m4a": ("aac", "ipod", 44_100), "aac": ("aac", "adts", 44_100), "webm": ("libopus", "webm", 48_000)}


@pytest.mark.parametrize("kind", FFMPEG)
def test_pyav_reads_what_libsndfile_does_not(tone, kind):
    read = audio.load(by_ffmpeg(tone, *FFMPEG[kind]), sample_rate=RATE)
    assert peak(read.waveform, RATE) == pytest.approx(440, abs=0.5)
    assert read.waveform.std() == pytest.approx(0.3 / np.sqrt(2), rel=0.05)
    assert read.seconds == pytest.approx(SECONDS, abs=0.1) and not read.truncated


def test_pyav_reads_only_as_far_as_asked(tone):
    read = audio.load(by_ffmpeg(tone, *FFMPEG["m4a"]), seconds=1.5)
    assert len(read.waveform) == round(1.5 * 44_100)
    assert read.seconds == pytest.approx(SECONDS, abs=0.1) and read.truncated


def test_joined_aac_of_two_rates_is_read_to_its_end(tone):
    """As of a radio that changes its programme: the decoder's frames say what they are, the header said what came."""
    both = by_ffmpeg(tone, "aac", "adts", 44_100) + by_ffmpeg(tone, "aac", "adts", RATE)
    read = audio.load(both)
    assert read.seconds == pytest.approx(2 * SECONDS, abs=0.2) and read.sample_rate == 44_100
    last = read.waveform[-44_100:]
    assert peak(last, 44_100) == pytest.approx(440, abs=1)
    assert last[: len(last) // 2].std() == pytest.approx(0.3 / np.sqrt(2), rel=0.05)


@pytest.mark.parametrize("before", [b"", bytes(700)], ids=["nothing", "zeros"])
def test_aac_may_begin_within_a_frame(tone, before):
    """As a radio's that was recorded from its middle on."""
    aac = by_ffmpeg(tone, "aac", "adts", 44_100)
    size = (aac[3] & 3) << 11 | aac[4] << 3 | aac[5] >> 5  # of the first frame
    assert aac[size : size + 2] == aac[:2]
    whole = audio.load(aac[size:])
    read = audio.load(before + aac[size - 60 :] if size > 60 else before + b"\1" * 60 + aac[size:])
    np.testing.assert_array_equal(read.waveform, whole.waveform)
    assert read.remarks == (f"{60 + len(before)} bytes at 0.0 s are no sound and were left out.",)


@pytest.mark.parametrize("default", [0, 1])
def test_of_several_audio_tracks_the_default_one_is_read_and_named(tone, default):
    av = pytest.importorskip("av")
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as output:
        streams = [output.add_stream("aac", rate=RATE, layout="mono") for _ in range(2)]
        for place, stream in enumerate(streams):
            stream.disposition = av.stream.Disposition.default if place == default else av.stream.Disposition(0)
        for place, stream in enumerate(streams):
            frame = av.AudioFrame.from_ndarray(tone[None] * (place == default), format="fltp", layout="mono")
            frame.sample_rate = RATE
            output.mux([*stream.encode(frame), *stream.encode(None)])
    read = audio.load(file.getvalue())
    assert read.waveform.std() == pytest.approx(0.3 / np.sqrt(2), rel=0.05)
    assert read.remarks == (f"The file has 2 audio tracks: track {default + 1} is read, as players do.",)


def test_bytes_give_what_the_file_gives(tmp_path, tone):
    path = tmp_path / "tone.flac"
    path.write_bytes(encoded(tone, format="FLAC"))
    np.testing.assert_array_equal(audio.load(path).waveform, audio.load(path.read_bytes()).waveform)


def test_six_channels_are_averaged():
    channels = np.tile(np.arange(6) / 10, (1000, 1)).astype(np.float32)  # mean 0.25
    read = audio.load(encoded(channels, format="WAV", subtype="FLOAT"))
    np.testing.assert_allclose(read.waveform, 0.25, atol=1e-6)


def test_eight_bits_are_enough(tone):
    read = audio.load(encoded(tone, format="WAV", subtype="PCM_U8"))
    np.testing.assert_allclose(read.waveform, tone, atol=1 / 127)


def test_96_khz_comes_down_to_any_rate():
    sound = 0.3 * np.sin(2 * np.pi * 440 * np.arange(96_000) / 96_000)
    read = audio.load(encoded(sound, 96_000, format="WAV"), sample_rate=4000)
    assert (read.sample_rate, len(read.waveform)) == (4000, 4000)
    assert peak(read.waveform, 4000) == pytest.approx(440, abs=1)


@pytest.mark.parametrize("name", ["Mötley Crüe – 夜曲 🎵.wav", "it's 100 %; rm -rf .wav", "raw.raw"])
def test_any_file_name_will_do(tmp_path, tone, name):
    (tmp_path / name).write_bytes(encoded(tone, format="WAV"))
    assert len(audio.load(tmp_path / name).waveform) == len(tone)


@pytest.mark.parametrize("sound", [np.zeros(10), np.full(10, 0.5), np.zeros(RATE)], ids=["ten zeros", "ten", "silence"])
@pytest.mark.parametrize("sample_rate", [None, 4000, 48_000])
def test_silence_and_ten_samples_are_audio(sound, sample_rate):
    assert len(audio.load(encoded(sound, format="WAV"), sample_rate=sample_rate).waveform) >= 1


def test_long_files_are_read_only_as_far_as_asked(tone):
    read = audio.load(encoded(tone, format="OGG"), sample_rate=8000, seconds=2.0)
    assert len(read.waveform) == 16_000
    assert read.seconds == SECONDS and read.truncated


def test_memory_follows_what_is_kept(tmp_path):
    path = tmp_path / "long.wav"
    soundfile.write(path, np.zeros((60 * 48_000, 6), dtype=np.int16), 48_000)  # 69 MB as float32
    tracemalloc.start()
    audio.load(path, seconds=1.0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8e6


def test_import_waits_with_the_decoders():
    code = "import sys, genrelib.audio; print({'soundfile', 'soxr', 'av', 'torch', 'librosa'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"


def refusal(source, **options) -> str:
    with pytest.raises(AudioError) as caught:
        audio.load(source, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    assert "no file of that name" in refusal(tmp_path / "none.mp3")


def test_a_folder_is_not_a_file(tmp_path):
    assert "got a folder" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["", "a\0b.wav", 300 * "a" + ".wav", "none/none.wav"])
def test_impossible_names_are_no_files(name):
    assert "expected an audio file" in refusal(name)


def test_an_empty_file_holds_0_bytes(tmp_path):
    path = tmp_path / "empty.wav"
    path.touch()
    assert "0 bytes" in refusal(path)
    assert "0 bytes" in refusal(b"")


@pytest.mark.parametrize("suffix", ["wav", "aiff", "au"])
def test_a_header_alone_is_no_sound(suffix):
    assert "header without samples" in refusal(encoded(np.zeros(0), **KINDS[suffix]))


def test_text_called_mp3_is_text(tmp_path):
    path = tmp_path / "song.mp3"
    path.write_text("verse, chorus, verse\n" * 40)
    message = refusal(path)
    assert str(path) in message and "got text" in message


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\xff\xfb\x90\x00" + bytes(range(256)) * 20, b"\0", b"RIFF"])
def test_other_data_is_not_audio(data):
    assert "expected audio" in refusal(data)


@pytest.mark.parametrize("suffix", KINDS)
def test_half_a_file_is_damaged(tone, suffix):
    whole = encoded(np.random.default_rng(0).normal(0, 0.1, 10 * RATE), **KINDS[suffix])
    message = refusal(whole[: len(whole) // 2], name=f"song.{suffix}")
    assert message.startswith(f"song.{suffix}: ") and "damaged or cut off" in message


@pytest.mark.parametrize("kind", ["m4a", "webm"])
def test_half_a_container_is_damaged(tone, kind):
    whole = by_ffmpeg(tone, *FFMPEG[kind])
    assert "damaged or cut off" in refusal(whole[: len(whole) // 2])


def test_half_a_file_is_not_missed_before_it_is_reached(tone):
    whole = encoded(tone, format="WAV")
    assert audio.load(whole[: len(whole) // 2], seconds=1.0).truncated


@pytest.mark.parametrize("suffix", ["flac", "mp3", "ogg"])
def test_a_hole_is_damage(suffix):
    data = bytearray(encoded(np.random.default_rng(0).normal(0, 0.1, 60 * RATE), **KINDS[suffix]))
    data[len(data) // 2 : len(data) // 2 + 9000] = np.random.default_rng(1).bytes(9000)
    assert "damaged" in refusal(bytes(data))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_samples_must_be_finite(value):
    sound = np.zeros((2 * RATE, 2), dtype=np.float32)
    sound[RATE, 1] = value
    assert "NaN or infinity at 1.00 s" in refusal(encoded(sound, format="WAV", subtype="FLOAT"))


def test_a_wav_of_unknown_length_is_whole(tone):
    data = bytearray(encoded(tone, format="WAV"))
    data[4:8] = data[40:44] = b"\xff\xff\xff\xff"  # what a pipe writes
    assert audio.load(bytes(data)).seconds == SECONDS


def test_an_mp3_with_a_tag_of_the_end_at_its_beginning_needs_no_pyav(tone, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "av", None)
    plain = encoded(tone, format="MP3")
    first = b"ID3\x03\x00\x00\x00\x00\x02\x00" + bytes(256)
    last = b"TAG" + bytes(125)
    expected = audio.load(plain).waveform
    (tmp_path / "song.mp3").write_bytes(first + last + plain)
    for source in (tmp_path / "song.mp3", first + last + plain):
        np.testing.assert_array_equal(audio.load(source).waveform, expected)


def test_without_pyav_the_remedy_is_named(tone, monkeypatch):
    data = by_ffmpeg(tone, *FFMPEG["m4a"])
    monkeypatch.setitem(sys.modules, "av", None)
    assert "m4a" in refusal(data) and "pip install av" in refusal(data)
    assert "pip install av" not in refusal(bytes(range(256)) * 20)


def test_a_film_without_sound_is_named():
    av = pytest.importorskip("av")
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as output:
        stream = output.add_stream("mpeg4", rate=10, width=16, height=16, pix_fmt="yuv420p")
        frame = av.VideoFrame.from_ndarray(np.zeros((16, 16, 3), dtype=np.uint8), format="rgb24")
        output.mux([*stream.encode(frame), *stream.encode(None)])
    assert "without an audio track" in refusal(file.getvalue())


def test_a_film_may_outlast_its_sound(tone):
    av = pytest.importorskip("av")
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as output:
        picture = output.add_stream("mpeg4", rate=10, width=16, height=16, pix_fmt="yuv420p")
        sound = output.add_stream("aac", rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(tone[None, :RATE], format="fltp", layout="mono")
        frame.sample_rate = RATE
        output.mux([*sound.encode(frame), *sound.encode(None)])
        for _ in range(100):
            output.mux(
                picture.encode(av.VideoFrame.from_ndarray(np.zeros((16, 16, 3), dtype=np.uint8), format="rgb24"))
            )
        output.mux(picture.encode(None))
    assert audio.load(file.getvalue()).seconds == pytest.approx(1, abs=0.1)


def test_an_unreadable_file_is_named(tmp_path, monkeypatch):
    path = tmp_path / "secret.wav"
    path.write_bytes(b"RIFF")

    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(builtins, "open", refuse)
    assert "Permission denied" in refusal(path)


def test_libraries_stay_silent(tone, capfd):
    whole = encoded(tone, format="MP3")
    junk = whole[:4000] + np.random.default_rng(0).bytes(500) + whole[4500:]
    tagged = b"ID3\x03\x00\x00\x00\x00\x02\x00COMM\x00\x00\x00\x05\x00\x00\x00xxxxx" + bytes(230) + whole
    for data in (junk, tagged, whole[: len(whole) // 2], b"\xff\xfb\x90\x00" + bytes(range(256)) * 20):
        try:
            audio.load(data)
        except AudioError:
            continue
    print("still here", file=sys.stderr)
    assert capfd.readouterr().err == "still here\n"


def test_a_chunk_before_the_beginning_is_refused_in_silence(tone, monkeypatch):
    printed = []
    monkeypatch.setattr(sys, "unraisablehook", printed.append)
    data = bytearray(encoded(tone, format="AIFF"))
    data[38:42] = b"\xff\xff\xff\xff"  # the name of the chunk of samples: libsndfile then seeks to -1
    refusal(bytes(data))
    assert printed == []


def test_threads_may_read_at_once(tone, capfd):
    data, lengths = encoded(tone, format="MP3"), []
    readers = [threading.Thread(target=lambda: lengths.append(len(audio.load(data).waveform))) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert lengths == [len(tone)] * 8


@settings(deadline=None, max_examples=60)
@given(kind=st.sampled_from(sorted(KINDS)), place=st.floats(0, 1), junk=st.binary(min_size=1, max_size=40))
def test_any_damage_is_read_or_refused(kind, place, junk):
    data = bytearray(encoded(np.random.default_rng(0).normal(0, 0.1, 4000), **KINDS[kind]))
    start = int(place * len(data))
    data[start : start + len(junk)] = junk
    try:
        assert np.isfinite(audio.load(bytes(data), sample_rate=4000).waveform).all()
    except AudioError as error:
        assert "\n" not in str(error)


def test_resampling_keeps_a_constant():
    changed = audio.resample(np.full(RATE, 0.5, dtype=np.float32), RATE, 8000)
    np.testing.assert_allclose(changed[200:-200], 0.5, atol=1e-4)


def test_resampling_keeps_low_tones_and_drops_high_ones():
    time = np.arange(RATE) / RATE
    low, high = (audio.resample(np.sin(2 * np.pi * f * time).astype(np.float32), RATE, 8000) for f in (1000, 6000))
    assert low[500:-500].std() == pytest.approx(np.sqrt(0.5), rel=1e-3)
    assert high[500:-500].std() < 1e-4


@given(length=st.integers(1, 2000), clip=st.integers(1, 300), overlap=st.floats(0, 0.95))
def test_clips_cover_the_track_and_end_with_it(length, clip, overlap):
    first = audio.starts(length, clip, overlap)
    covered = np.zeros(max(length, clip), dtype=bool)
    for start in first:
        covered[start : start + clip] = True
    assert covered[:length].all()
    assert first[0] == 0 and first[-1] == max(0, length - clip)
    assert (np.diff(first) > 0).all()
    assert (np.diff(first)[:-1] == max(1, round(clip * (1 - overlap)))).all()


@pytest.mark.parametrize(("clip", "overlap"), [(0, 0.5), (10, 1.0), (10, -0.1)])
def test_impossible_clips_are_refused(clip, overlap):
    with pytest.raises(ValueError, match="overlap in"):
        audio.starts(100, clip, overlap)


def test_clips_are_cut_at_half_their_length():
    cut = audio.clips(np.arange(25, dtype=np.float32), seconds=1.0, sample_rate=10)
    np.testing.assert_array_equal(cut[:, 0], [0, 5, 10, 15])
    np.testing.assert_array_equal(cut[-1], np.arange(15, 25))


def test_a_short_track_is_padded_with_zeros():
    np.testing.assert_array_equal(audio.clips(np.ones(3, dtype=np.float32), 0.5, 10), [[1, 1, 1, 0, 0]])


@pytest.mark.parametrize("waveform", [np.zeros(0), np.zeros((2, 10)), np.array([0, np.nan]), np.array([np.inf])])
def test_what_is_no_waveform_is_not_cut(waveform):
    with pytest.raises(AudioError, match="expected"):
        audio.clips(waveform.astype(np.float32), 1.0, 10)


def test_the_synthesised_folder_can_be_read(folder_of_music):
    files = sorted(folder_of_music.glob("*/*.wav"))
    assert [file.parent.name for file in files] == ["clicks"] * 8 + ["noise"] * 8 + ["tones"] * 8
    assert {audio.load(file).sample_rate for file in files} == {8000, 16_000, 22_050}
    assert all(audio.load(file).seconds == pytest.approx(3, abs=1e-3) for file in files)
