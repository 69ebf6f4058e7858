"""The length of recordings: all of the sound is read, or a sentence says what was not, whatever a header states."""

import io
import re
import struct
import sys
import tracemalloc

import numpy as np
import pytest
import soundfile

from genrelib import audio
from genrelib.audio import mixdown

RATE = 22_050


def music(seconds: float = 12.0, seed: int = 0) -> np.ndarray:
    """Tones that change every 0.3 s over noise that comes and goes, so that a variable bit rate varies."""
    chance = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE)) / RATE
    pitches = 220 * 2 ** (chance.integers(-7, 12, 1 + int(seconds / 0.3)) / 12)
    tone = 0.2 * np.sin(2 * np.pi * np.cumsum(pitches[(time / 0.3).astype(int)]) / RATE)
    return (tone + 0.1 * chance.standard_normal(len(time)) * np.exp(-4 * (time % 2.0))).astype(np.float32)


def encoded(waveform: np.ndarray, sample_rate: int = RATE, **kind) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, waveform, sample_rate, **kind)
    return file.getvalue()


def decoded_at_once(data: bytes) -> np.ndarray:
    """Samples by soundfile in one piece, so that nothing is sought."""
    with soundfile.SoundFile(io.BytesIO(data)) as file:
        return file.read(dtype="float32", always_2d=True).mean(axis=1, dtype=np.float32)


KINDS = {
    "wav": {"format": "WAV"},
    "wav, 24 bits": {"format": "WAV", "subtype": "PCM_24"},
    "wav, floats": {"format": "WAV", "subtype": "FLOAT"},
    "wav, adpcm": {"format": "WAV", "subtype": "MS_ADPCM"},
    "rf64": {"format": "RF64"},
    "w64": {"format": "W64"},
    "aiff": {"format": "AIFF"},
    "au": {"format": "AU"},
    "caf": {"format": "CAF"},
    "flac": {"format": "FLAC"},
    "ogg": {"format": "OGG"},
    "mp3, constant": {"format": "MP3", "bitrate_mode": "CONSTANT"},
    "mp3, variable": {"format": "MP3", "bitrate_mode": "VARIABLE", "compression_level": 0.6},
}


@pytest.mark.parametrize("kind", KINDS)
def test_intact_files_are_read_to_the_bit(kind):
    sound = music()
    data = encoded(np.stack([sound, -0.5 * sound], axis=1), **KINDS[kind])
    read = audio.load(data)
    np.testing.assert_array_equal(read.waveform, decoded_at_once(data))
    assert read.seconds == len(read.waveform) / RATE


def test_a_flac_of_unknown_length_is_read(tmp_path):
    whole = encoded(music(), format="FLAC")
    data = bytearray(whole)
    data[21] &= 0xF0  # total samples: 36 bits
    data[22:26] = bytes(4)
    np.testing.assert_array_equal(alike(bytes(data), tmp_path / "song").waveform, audio.load(whole).waveform)


SIZES = {  # kind: form of the number of bytes of sound, and the name that stands so many bytes before it
    "wav": ("<I", b"data", 4),
    "wav, adpcm": ("<I", b"data", 4),
    "rf64": ("<Q", b"ds64", 16),
    "w64": ("<Q", b"data", 16),
    "aiff": (">I", b"SSND", 4),
    "au": (">I", b".snd", 8),
    "caf": (">Q", b"data", 4),
}


def restated(kind: str, data: bytes, share: float | None) -> bytes:
    """The file with another size of its sound: a share of the true one, or all ones for None."""
    form, name, before = SIZES[kind]
    place = data.index(name) + before
    (size,) = struct.unpack_from(form, data, place)
    assert len(data) - 200 <= size <= len(data) or kind == "caf"
    changed = bytearray(data)
    ones = struct.unpack(form, b"\xff" * struct.calcsize(form))[0]
    struct.pack_into(form, changed, place, ones if share is None else round(share * size) // 4 * 4)
    return bytes(changed)


def alike(data: bytes, path, **options) -> audio.Recording:
    """What is read of the bytes, after the same was read of a file, of an upload, and of the beginning alone."""
    read = audio.load(data, **options)
    path.write_bytes(data)
    for other in (audio.load(path, **options), audio.load_upload(data, "song")):
        np.testing.assert_array_equal(other.waveform, read.waveform)
        assert (other.seconds, other.remarks) == (read.seconds, read.remarks)
    assert audio.load(data, seconds=0.1).seconds == pytest.approx(read.seconds, abs=0.06)
    return read


@pytest.mark.parametrize("share", [0.3, 0.0, None], ids=["a third", "zero", "ones"])
@pytest.mark.parametrize("kind", SIZES)
def test_a_wrong_size_in_a_header_hides_no_sound(kind, share, tmp_path):
    whole = encoded(music(), **KINDS[kind])
    read = alike(restated(kind, whole, share), tmp_path / "song")
    np.testing.assert_array_equal(read.waveform, audio.load(whole).waveform)
    if share:
        assert len(read.remarks) == 1 and "The header states 3.6 s" in read.remarks[0]
    else:
        assert read.remarks == ()


def test_a_wave64_from_a_pipe_states_the_largest_number(tmp_path):
    data = bytearray(encoded(music(), format="W64"))
    place = data.index(b"data") + 16
    data[place : place + 8] = struct.pack("<q", 2**63 - 1)
    assert alike(bytes(data), tmp_path / "song").seconds == 12


@pytest.mark.parametrize("kind", ["wav", "rf64", "aiff", "w64", "caf"])
def test_chunks_behind_the_sound_are_not_played(kind, tmp_path):
    whole = encoded(music(), **KINDS[kind])
    text = b"a long comment, " * 500
    chunk = {
        "wav": b"LIST" + struct.pack("<I", len(text)),
        "rf64": b"LIST" + struct.pack("<I", len(text)),
        "caf": b"info" + struct.pack(">q", len(text)),
        "aiff": b"ANNO" + struct.pack(">I", len(text)),
        "w64": bytes(range(16)) + struct.pack("<Q", len(text) + 24),
    }[kind]
    read = alike(whole + bytes(-len(whole) % 8 if kind == "w64" else 0) + chunk + text, tmp_path / "song")
    np.testing.assert_array_equal(read.waveform, audio.load(whole).waveform)
    assert read.remarks == ()


@pytest.mark.parametrize("kind", ["wav", "aiff", "au"])
def test_joined_files_are_read_one_after_the_other(kind, tmp_path):
    first, second = (encoded(music(5, seed), **KINDS[kind]) for seed in (1, 2))
    both = np.concatenate([audio.load(first).waveform, audio.load(second).waveform])
    np.testing.assert_array_equal(alike(first + second, tmp_path / "song").waveform, both)


def test_very_many_joined_files_are_read():
    one = encoded(music(0.01), format="WAV")
    assert audio.load(3000 * one).seconds == pytest.approx(30, abs=0.1)


def test_a_flac_that_states_too_little_is_read_whole(tmp_path):
    whole = encoded(music(), format="FLAC")
    data = bytearray(whole)
    data[22:26] = struct.pack(">I", 5 * RATE)
    read = alike(bytes(data), tmp_path / "song")
    np.testing.assert_array_equal(read.waveform, audio.load(whole).waveform)
    assert "The header states 5.0 s of sound, but 12.0 s are there" in read.remarks[0]


def test_what_follows_a_flac_is_named(tmp_path):
    whole = encoded(music(), format="FLAC")
    junk = np.random.default_rng(0).bytes(50_000)
    read = alike(whole + junk, tmp_path / "song")
    np.testing.assert_array_equal(read.waveform, audio.load(whole).waveform)
    assert re.fullmatch(r"The last \d\d,\d\d\d bytes were not read: .*", read.remarks[0])
    assert audio.load(whole + b"TAG" + bytes(125)).remarks == ()


@pytest.mark.parametrize("kind", [{"subtype": "VORBIS"}, {"subtype": "OPUS"}], ids=["vorbis", "opus"])
def test_a_chained_ogg_is_read_to_its_end(kind, tmp_path):
    parts = [encoded(audio.resample(music(4, seed), RATE, 48_000), 48_000, format="OGG", **kind) for seed in (1, 2, 3)]
    read = alike(b"".join(parts), tmp_path / "song")
    np.testing.assert_array_equal(read.waveform, np.concatenate([audio.load(part).waveform for part in parts]))
    assert read.seconds == pytest.approx(12, abs=0.01)


def ogg_checksum(page: bytes) -> bytes:
    """Checksum of a page whose own field is 0, bit by bit (RFC 3533)."""
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = value << 1 & 0xFFFFFFFF ^ (0x04C11DB7 if value >> 31 else 0)
    return value.to_bytes(4, "little")


def as_by_ffmpeg(opus: bytes) -> bytes:
    """The same sound, but one page counts 278 samples of its last packet twice, as FFmpeg's pages now and then do."""
    pages = [b"OggS" + page for page in opus.split(b"OggS")[1:]]
    odd = len(pages) // 2
    later = int.from_bytes(pages[odd][6:14], "little") + 278
    page = pages[odd][:6] + later.to_bytes(8, "little") + pages[odd][14:22] + bytes(4) + pages[odd][26:]
    pages[odd] = page[:22] + ogg_checksum(page) + page[26:]
    return b"".join(pages)


@pytest.fixture(scope="module")
def miscounted() -> bytes:
    opus = encoded(audio.resample(music(), RATE, 48_000), 48_000, format="OGG", subtype="OPUS")
    odd = as_by_ffmpeg(opus)
    with pytest.raises(soundfile.LibsndfileError, match="malformed"):
        decoded_at_once(odd)
    return odd


def test_opus_that_libsndfile_refuses_though_nothing_is_wrong_is_read(miscounted, tmp_path):
    pytest.importorskip("av")
    read = alike(miscounted, tmp_path / "song")
    assert (read.seconds, read.remarks) == (pytest.approx(12, abs=0.02), ())
    whole = encoded(audio.resample(music(), RATE, 48_000), 48_000, format="OGG", subtype="OPUS")
    start = len(read.waveform) - 48_000  # the last second: nothing was left out before
    assert np.corrcoef(read.waveform[start:], audio.load(whole).waveform[-48_000:])[0, 1] > 0.99


def test_a_chain_with_such_opus_is_read_to_its_end(miscounted, tmp_path):
    pytest.importorskip("av")
    whole = encoded(audio.resample(music(4, 1), RATE, 48_000), 48_000, format="OGG", subtype="OPUS")
    for chain in (whole + miscounted, miscounted + whole):
        assert alike(chain, tmp_path / "song").seconds == pytest.approx(16, abs=0.03)
    with pytest.raises(audio.AudioError, match=r"the file is damaged or cut off"):
        audio.load(whole + DAMAGE["a changed byte"](miscounted))


def test_opus_that_libsndfile_refuses_needs_pyav(miscounted, monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(audio.AudioError, match=r"got ogg that libsndfile cannot read; `pip install av`"):
        audio.load(miscounted)


DAMAGE = {
    "a changed byte": lambda ogg: ogg[:-2000] + bytes([ogg[-2000] ^ 1]) + ogg[-1999:],
    "a page less": lambda ogg: ogg[: (place := ogg.find(b"OggS", 1000))] + ogg[ogg.find(b"OggS", place + 1) :],
    "no last page": lambda ogg: ogg[: ogg.rfind(b"OggS")],
    "cut off": lambda ogg: ogg[:-100],
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_pyav_gives_no_second_opinion_of_a_damaged_ogg(miscounted, damage):
    with pytest.raises(audio.AudioError, match=r"the file is damaged or cut off"):
        audio.load(DAMAGE[damage](miscounted))


COUNTED = {"format": "MP3", "bitrate_mode": "VARIABLE", "compression_level": 0.6}
ID3V1 = b"TAG" + b"a title".ljust(125, b"\0")
ID3V2 = b"ID3\x03\x00\x00\x00\x00\x10\x00" + b"a picture".ljust(2048, b"\xff")
APE = b"APETAGEX" + struct.pack("<IIII", 2000, 532, 1, 0xA0000000) + bytes(8) + bytes(range(250)) * 2
APE += b"APETAGEX" + struct.pack("<IIII", 2000, 532, 1, 0x80000000) + bytes(8)


def frames(mp3: bytes) -> list[int]:
    """Places of an mp3's frames: LAME sets no padding here, so each header gives the size by its bit rate alone."""
    rates = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # kbit/s at low sample rates
    places, place = [], 0
    while place < len(mp3):
        assert mp3[place] == 0xFF and mp3[place + 1] & 0xE6 == 0xE2
        places.append(place)
        place += 72_000 * rates[(mp3[place + 2] >> 4) - 1] // RATE + (mp3[place + 2] >> 1 & 1)
    return places


@pytest.fixture(scope="module")
def counted() -> bytes:
    return encoded(music(30), **COUNTED)


@pytest.fixture(scope="module")
def bare(counted) -> bytes:
    """The same without the frame that counts the others."""
    return counted[frames(counted)[1] :]


def test_an_mp3_of_variable_bit_rate_needs_no_count(counted, bare, tmp_path):
    """Without a count nothing says how many samples at the beginning are the encoder's: they are read, too."""
    read = alike(bare, tmp_path / "song")
    delay = 576 + 529  # of LAME, of any decoder
    expected = audio.load(counted).waveform
    np.testing.assert_allclose(read.waveform[delay : delay + len(expected)], expected, atol=1e-6)
    assert len(read.waveform) == 576 * len(frames(bare)) and read.remarks == ()


@pytest.mark.parametrize("between", [b"", ID3V1 + ID3V2, APE + ID3V1], ids=["nothing", "id3", "ape"])
def test_joined_mp3s_are_read_one_after_the_other(between, counted, tmp_path):
    other = encoded(music(10, 1), **COUNTED)
    read = alike(counted + between + other + between, tmp_path / "song")
    both = np.concatenate([audio.load(counted).waveform, audio.load(other).waveform])
    np.testing.assert_array_equal(read.waveform, both)
    assert (read.seconds, read.remarks) == (40.0, ())


def test_a_joined_mp3_of_another_rate_comes_to_the_rate_of_the_first(counted, tmp_path):
    other = encoded(audio.resample(music(10, 1), RATE, 44_100), 44_100, **COUNTED)
    read = alike(counted + other, tmp_path / "song")
    last = audio.resample(audio.load(other).waveform, 44_100, RATE)
    np.testing.assert_array_equal(read.waveform, np.concatenate([audio.load(counted).waveform, last]))


def test_a_stereo_mp3_joined_to_one_channel_is_read_too(bare, tmp_path):
    sound = music(10, 1)
    other = encoded(np.stack([sound, sound], axis=1), **COUNTED)
    other = other[frames(other)[1] :]
    read = alike(bare + other, tmp_path / "song")
    both = np.concatenate([audio.load(bare).waveform, audio.load(other).waveform])
    np.testing.assert_array_equal(read.waveform, both)


@pytest.mark.parametrize("tag", [ID3V1, ID3V2 + ID3V2, APE, ID3V1 + APE], ids=["id3v1", "id3v2 twice", "ape", "both"])
@pytest.mark.parametrize("place", ["before", "between", "after"])
def test_tags_are_no_sound(tag, place, bare, counted, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "av", None)
    for mp3 in (bare, counted):
        middle = frames(mp3)[500]
        at = {"before": 0, "between": middle, "after": len(mp3)}[place]
        read = alike(mp3[:at] + tag + mp3[at:], tmp_path / "song")
        np.testing.assert_array_equal(read.waveform, audio.load(mp3).waveform)
        assert read.remarks == ()


@pytest.mark.parametrize("off", [0, 50], ids=["between frames", "within a frame"])
def test_junk_in_an_mp3_is_left_out_and_named(off, bare, tmp_path):
    middle = frames(bare)[574] + off
    read = alike(bare[:middle] + np.random.default_rng(0).bytes(3000) + bare[middle:], tmp_path / "song")
    expected = audio.load(bare).waveform
    assert abs(len(read.waveform) - len(expected)) <= 3 * 576
    half = 573 * 576
    np.testing.assert_array_equal(read.waveform[:half], expected[:half])
    np.testing.assert_array_equal(read.waveform[-half + 5000 :], expected[-half + 5000 :])
    assert re.fullmatch(r"[23],\d\d\d bytes at 15\.0 s are no sound and were left out\.", read.remarks[0])


def test_junk_behind_an_mp3_is_named(counted, tmp_path):
    read = alike(counted + np.random.default_rng(0).bytes(3000), tmp_path / "song")
    np.testing.assert_array_equal(read.waveform, audio.load(counted).waveform)
    assert read.remarks == ("3,000 bytes at 30.1 s are no sound and were left out.",)


@pytest.mark.parametrize("zeros", [1, 417, 70_000])
def test_zeros_before_an_mp3_are_no_sound(zeros, bare, counted, tmp_path):
    for mp3 in (bare, counted):
        read = alike(bytes(zeros) + mp3, tmp_path / "song")
        np.testing.assert_array_equal(read.waveform, audio.load(mp3).waveform)
        assert read.remarks == ()


def test_an_mp3_may_begin_within_a_frame(bare, tmp_path):
    """As a stream does that was recorded from its middle on."""
    places = frames(bare)
    cut = places[300] + 30
    read = alike(bare[cut:], tmp_path / "song")
    np.testing.assert_array_equal(read.waveform, audio.load(bare[places[301] :]).waveform)
    assert read.remarks == (f"{places[301] - cut} bytes at 0.0 s are no sound and were left out.",)


@pytest.mark.parametrize("before", [b"PK\3\4" + bytes(5000), b"\1" * 3000], ids=["an archive", "much else"])
def test_an_mp3_within_another_file_is_not_looked_for(before, bare):
    with pytest.raises(audio.AudioError, match="data that no decoder knows"):
        audio.load(before + bare)


def test_a_count_of_frames_that_is_too_small_is_not_believed(bare, counted, tmp_path):
    mark = max(counted.find(b"Xing"), counted.find(b"Info"))
    wrong = bytearray(counted)
    wrong[mark + 8 : mark + 16] = struct.pack(">II", 200, 20_000)  # frames, bytes
    np.testing.assert_array_equal(alike(bytes(wrong), tmp_path / "song").waveform, audio.load(bare).waveform)


def test_more_than_fits_into_memory_is_refused_in_one_sentence(monkeypatch):
    monkeypatch.setattr(mixdown, "LARGEST", 4 * 48_000)
    slow = encoded(np.zeros(5000), 1000, format="WAV")
    assert len(audio.load(slow).waveform) == 5000
    with pytest.raises(audio.AudioError, match=r"^slow\.wav: expected audio that fits into 0 GB at 48000 Hz"):
        audio.load(slow, 48_000, name="slow.wav")


def test_without_pyav_a_file_that_libsndfile_cannot_open_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    data = bytearray(encoded(music(), format="WAV"))
    data[20:22] = b"\x70\x02"  # ATRAC 3
    with pytest.raises(audio.AudioError, match=r"got wav that libsndfile cannot read; `pip install av`"):
        audio.load(bytes(data))


def test_long_tracks_are_resampled_in_blocks(tmp_path):
    path = tmp_path / "long.wav"
    soundfile.write(path, np.zeros((120 * 96_000, 2), dtype=np.int16), 96_000)  # 46 MB as mono float32
    tracemalloc.start()
    read = audio.load(path, 8000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read.waveform.nbytes == 4 * 120 * 8000 and peak < 10e6
