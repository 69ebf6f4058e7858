"""The store: what comes out is what went in, whatever is killed, changed or damaged in between."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import weakref
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
from stored import excerpt

from genrelib import datasets, store
from genrelib.audio import AudioError
from genrelib.datasets import Dataset, gtzan_logmel, parallel_tracks
from genrelib.frontends import GTZAN_LOGMEL, LogMel, PowerSpectrogram, Reference, Samples
from genrelib.store import files as store_files

RATE = 8000
FRONTEND = Samples(sample_rate=RATE)
TRACK_LOGMEL = LogMel(sample_rate=RATE, n_fft=512, hop_length=256, n_mels=24, reference=Reference.TRACK)


@dataclass(frozen=True, eq=False)
class Counted(Dataset):
    """A data set that notes which tracks it decodes."""

    decoded: list = field(default_factory=list)

    def waveform(self, track, sample_rate):
        self.decoded.append(track)
        return super().waveform(track, sample_rate)


def counted(data: Dataset) -> Counted:
    return Counted(**{name: getattr(data, name) for name in Dataset.__dataclass_fields__})


@pytest.fixture
def music_root(tmp_path, synthesise):
    """A folder of 2 genres x 6 tracks of 1 s at 8 kHz, one of them with a name in many scripts."""
    root = tmp_path / "music"
    for genre in ("noise", "tönes ♪"):
        (root / genre).mkdir(parents=True)
        for number in range(6):
            sound = synthesise("noise" if genre == "noise" else "tones", number, 1.0, RATE)
            soundfile.write(root / genre / f"{number} ñandú 夜.wav", sound, RATE, subtype="FLOAT")
    return root


@pytest.fixture
def prepare(tmp_path):
    """store.prepare in this process, into a folder of its own."""

    def prepared(data, frontend=FRONTEND, **options):
        return store.prepare(data, frontend, **{"jobs": 1, "folder": tmp_path / "store", "progress": False, **options})

    return prepared


def whole(prepared, track):
    return excerpt(prepared, track, 0, prepared.length(track))


def assert_waveforms(prepared, data) -> None:
    """Every track of the data comes back, within half a step of 16 bits."""
    assert len(data.tracks) > 0
    for track in data.tracks.index:
        assert whole(prepared, track) == pytest.approx(data.waveform(track, RATE), abs=1.6e-5)


def rewrite(path, sound):
    before = path.stat().st_mtime_ns
    soundfile.write(path, sound, RATE, subtype="FLOAT")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_waveforms_come_back(music_root, prepare):
    data = datasets.get("folder", music_root)
    prepared = prepare(data)
    assert prepared.rate == RATE
    assert prepared.frontend is None
    assert prepared.tracks == tuple(data.tracks.index)
    assert {prepared.length(track) for track in prepared.tracks} == {RATE}
    assert_waveforms(prepared, data)


def test_waveforms_are_kept_at_the_front_ends_rate(folder_of_music, prepare):
    prepared = prepare(datasets.get("folder", folder_of_music), PowerSpectrogram(sample_rate=4000))
    assert prepared.rate == 4000
    assert {prepared.length(track) for track in prepared.spans} == {12_000}


def test_front_ends_of_one_rate_share_a_store(music_root, prepare):
    data = counted(datasets.get("folder", music_root))
    prepare(data, Samples(RATE))
    prepare(data, PowerSpectrogram(sample_rate=RATE))
    assert len(data.decoded) == 12


def test_what_exceeds_full_scale_is_clipped(music_root, prepare):
    loud = 1.5 * np.sin(np.linspace(0, 100, RATE)).astype(np.float32)
    rewrite(music_root / "noise" / "0 ñandú 夜.wav", loud)
    stored = whole(prepare(datasets.get("folder", music_root)), "noise/0 ñandú 夜.wav")
    assert stored == pytest.approx(np.clip(loud, -1, 1), abs=3.1e-5)  # int16 ends a step below +1


def test_sixteen_bit_files_come_back_exactly(folder_of_music, prepare):
    data = datasets.get("folder", folder_of_music)
    prepared = prepare(data, Samples(22_050))
    for track in ("clicks/clicks.02.wav", "noise/noise.05.wav", "tones/tones.02.wav"):  # those at 22,050 Hz
        assert (whole(prepared, track) == data.waveform(track, 22_050)).all()


def test_track_referenced_features_are_computed_of_the_whole_track(music_root, prepare):
    data = datasets.get("folder", music_root)
    prepared = prepare(data, TRACK_LOGMEL)
    assert prepared.frontend == TRACK_LOGMEL
    assert prepared.rate == TRACK_LOGMEL.frames_per_second
    assert len(data.tracks) > 0
    for track in data.tracks.index:
        expected = TRACK_LOGMEL(torch.from_numpy(data.waveform(track, RATE))[None])[0].numpy()
        assert whole(prepared, track) == pytest.approx(expected, abs=80 / 510 + 1e-4)  # half a step of 255 over 80 dB


def test_features_of_a_data_set_are_kept_as_they_are(tmp_path, prepare):
    random = np.random.default_rng(0)
    stored = random.integers(0, 256, (2, 128, 387), dtype=np.uint8)
    np.savez(tmp_path / gtzan_logmel.FILE, X=stored, id=["blues.00000", "rock.00000"], genre=["blues", "rock"])
    data = datasets.get("gtzan-logmel", tmp_path)
    prepared = prepare(data, GTZAN_LOGMEL)
    assert (prepared.signals[:387] == stored[0].T).all()
    assert whole(prepared, "rock.00000") == pytest.approx(data.features("rock.00000"), abs=1e-4)
    assert excerpt(prepared, "rock.00000", 380, 10)[:, 7:] == pytest.approx(-80)


def test_features_of_another_front_end_are_refused(tmp_path, prepare):
    np.savez(tmp_path / gtzan_logmel.FILE, X=np.zeros((1, 128, 387), np.uint8), id=["blues.00000"], genre=["blues"])
    with pytest.raises(ValueError, match=r"expected the front end that made its features, LogMel.*got Samples.*choose"):
        prepare(datasets.get("gtzan-logmel", tmp_path), FRONTEND)


def test_nothing_is_decoded_twice(music_root, prepare):
    data = counted(datasets.get("folder", music_root))
    prepare(data)
    prepare(data)
    assert sorted(data.decoded) == sorted(data.tracks.index)


def test_sound_without_files_is_made_again_when_its_rules_change(music_root, prepare):
    class Rendered(Counted):
        def waveform(self, track, sample_rate):
            self.decoded.append(track)
            return np.full(sample_rate, 0.5, np.float32)

    data = datasets.get("folder", music_root)
    fields = {name: getattr(data, name) for name in Dataset.__dataclass_fields__}
    rendered = Rendered(**{**fields, "tracks": data.tracks.assign(path=None)})
    prepare(rendered)
    prepare(rendered)
    assert len(rendered.decoded) == 12
    prepare(replace(rendered, fingerprint="other rules"))
    assert len(rendered.decoded) == 24


def test_only_a_changed_file_is_decoded_again(music_root, prepare, synthesise):
    before = prepare(datasets.get("folder", music_root))
    changed, kept = "noise/3 ñandú 夜.wav", "noise/4 ñandú 夜.wav"
    old, other = whole(before, changed).copy(), whole(before, kept).copy()
    rewrite(music_root / changed, synthesise("tones", 77, 1.0, RATE))
    data = counted(datasets.get("folder", music_root))
    after = prepare(data)
    assert data.decoded == [changed]
    assert whole(after, changed) == pytest.approx(data.waveform(changed, RATE), abs=1.6e-5)
    assert (whole(after, kept) == other).all()
    assert (whole(before, changed) == old).all()  # who has the store open keeps reading what was there


def test_a_store_that_is_mostly_out_of_date_is_begun_anew(music_root, prepare, synthesise):
    before = prepare(datasets.get("folder", music_root))
    old = np.array(before.signals)
    for number, path in enumerate(sorted(music_root.rglob("*.wav"))[:8]):
        rewrite(path, synthesise("tones", 50 + number, 1.0, RATE))
    data = counted(datasets.get("folder", music_root))
    after = prepare(data)
    assert len(data.decoded) == 12
    assert len(after.signals) == 12 * RATE
    assert (before.signals == old).all()


def test_a_new_file_is_added(music_root, prepare, synthesise):
    prepare(datasets.get("folder", music_root))
    soundfile.write(music_root / "noise" / "new.wav", synthesise("noise", 9, 0.5, RATE), RATE)
    data = counted(datasets.get("folder", music_root))
    assert prepare(data).length("noise/new.wav") == RATE // 2
    assert data.decoded == ["noise/new.wav"]


def test_roots_of_one_name_do_not_share_a_store(tmp_path, prepare, synthesise):
    for place, number in (("one", 1), ("two", 2)):
        for genre in ("a", "b"):
            (tmp_path / place / "music" / genre).mkdir(parents=True)
            soundfile.write(tmp_path / place / "music" / genre / "x.wav", synthesise("noise", number, 1.0, RATE), RATE)
    first = prepare(datasets.get("folder", tmp_path / "one" / "music"))
    second = prepare(datasets.get("folder", tmp_path / "two" / "music"))
    assert (whole(first, "a/x.wav") != whole(second, "a/x.wav")).any()


def test_corrupt_files_are_named_together_after_the_others_are_done(music_root, prepare, synthesise):
    data = counted(datasets.get("folder", music_root))
    bad = ["noise/2 ñandú 夜.wav", "tönes ♪/5 ñandú 夜.wav"]
    for track in bad:
        (music_root / track).write_bytes(b"\x00\x01\x02" * 1000)
    with pytest.raises(AudioError, match=r"2 of 12 tracks.*noise/2 .*tönes ♪/5 .*repair or remove") as caught:
        prepare(data)
    assert "\n" not in str(caught.value)
    data.decoded.clear()
    for track in bad:
        rewrite(music_root / track, synthesise("tones", 5, 1.0, RATE))
    assert len(prepare(data).spans) == 12
    assert sorted(data.decoded) == sorted(bad)


def test_a_file_that_vanished_is_named(music_root, prepare):
    data = datasets.get("folder", music_root)
    (music_root / data.tracks.index[4]).unlink()
    with pytest.raises(AudioError, match=r"1 of 12 tracks.*noise/4"):
        prepare(data)


def test_several_processes_make_the_same_store(music_root, prepare, tmp_path, monkeypatch):
    monkeypatch.setattr(parallel_tracks, "SOON", 0)
    data = datasets.get("folder", music_root)
    alone = prepare(data)
    together = prepare(data, jobs=2, folder=tmp_path / "other")
    assert together.spans == alone.spans
    assert (together.signals == alone.signals).all()


SLOW = """
    import sys, time
    from pathlib import Path
    from genrelib import datasets, frontends, store
    from genrelib.datasets import Dataset
    from genrelib.store import files

    read = Dataset.waveform

    def slow(self, track, sample_rate):
        time.sleep(0.2)
        return read(self, track, sample_rate)

    Dataset.waveform = slow
    files.SETTLE = 0
    store.prepare(datasets.get("folder", Path(sys.argv[1])), frontends.Samples(8000), 1, Path(sys.argv[2]))
"""


@pytest.fixture
def preparing(music_root, tmp_path):
    """Another program that prepares the same store slowly, three tracks after it began."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SLOW), str(music_root), str(tmp_path / "store")],
        cwd=Path(__file__).parents[1],
        stderr=subprocess.DEVNULL,
    )
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up and process.poll() is None:
        index = next((tmp_path / "store").rglob("index.jsonl"), None)
        if index and len(index.read_text().splitlines()) >= 4:
            break
        time.sleep(0.02)
    yield process
    process.kill()
    process.wait()


def test_a_killed_preparation_is_taken_up_where_it_stopped(music_root, prepare, preparing):
    preparing.send_signal(signal.SIGKILL)
    assert preparing.wait() == -signal.SIGKILL

    data = counted(datasets.get("folder", music_root))
    prepared = prepare(data)
    assert 0 < len(data.decoded) <= 9
    assert_waveforms(prepared, data)


def test_two_programs_do_not_disturb_each_other(music_root, prepare, preparing, capsys):
    data = counted(datasets.get("folder", music_root))
    prepared = prepare(data, progress=True)
    assert preparing.wait() == 0
    assert data.decoded == []
    assert "Waiting for another program" in capsys.readouterr().err
    assert_waveforms(prepared, data)


def test_an_interruption_keeps_what_is_done(music_root, prepare):
    class Interrupted(Counted):
        def waveform(self, track, sample_rate):
            if len(self.decoded) == 5:
                raise KeyboardInterrupt
            return super().waveform(track, sample_rate)

    data = datasets.get("folder", music_root)
    with pytest.raises(KeyboardInterrupt):
        prepare(Interrupted(**{name: getattr(data, name) for name in Dataset.__dataclass_fields__}))
    resumed = counted(data)
    prepare(resumed)
    assert resumed.decoded == list(data.tracks.index[5:])


@pytest.mark.parametrize("tail", [b"\x7f", b"\x01\x02" * 1001 + b"\x7f"])
def test_samples_and_lines_written_by_half_are_not_taken_for_whole(music_root, prepare, tmp_path, tail):
    data = counted(datasets.get("folder", music_root))
    prepare(data)
    index = next((tmp_path / "store").rglob("index.jsonl"))
    lines = index.read_text().splitlines(keepends=True)
    index.write_text("".join(lines[:-1]) + lines[-1][:20])
    with open(index.with_name("signals.raw"), "ab") as signals:
        signals.write(tail)
    data.decoded.clear()
    prepared = prepare(data)
    assert data.decoded == [data.tracks.index[-1]]
    assert_waveforms(prepared, data)


def test_an_index_of_samples_that_are_not_there_is_not_believed(music_root, prepare, tmp_path):
    data = counted(datasets.get("folder", music_root))
    prepare(data)
    signals = next((tmp_path / "store").rglob("signals.raw"))
    os.truncate(signals, 2 * (11 * RATE - 10))
    data.decoded.clear()
    prepared = prepare(data)
    assert data.decoded == list(data.tracks.index[-2:])
    track = data.tracks.index[-1]
    assert whole(prepared, track) == pytest.approx(data.waveform(track, RATE), abs=1.6e-5)


def test_tracks_need_not_fit_in_memory_together(music_root, prepare, monkeypatch):
    alive, most = set(), 0
    encode = store.Encoding.encode

    def watched(self, signal):
        nonlocal most
        rows = encode(self, signal).view(Tracked)
        alive.add(id(rows))
        weakref.finalize(rows, alive.discard, id(rows))
        most = max(most, len(alive))
        return rows

    monkeypatch.setattr(store.Encoding, "encode", watched)
    prepare(datasets.get("folder", music_root))
    assert most <= 2  # one is being made while the one before is let go


class Tracked(np.ndarray):
    """An array that can be watched."""


def test_progress_goes_to_standard_error(music_root, prepare, capsys):
    prepare(datasets.get("folder", music_root), progress=True)
    out, err = capsys.readouterr()
    assert out == ""
    assert "Preparing folder-music" in err


def test_what_was_prepared_is_read_without_decoding(music_root, prepare, tmp_path, synthesise):
    folder = tmp_path / "store"
    data = counted(datasets.get("folder", music_root))
    assert store.prepared_waveforms(data, RATE, folder) is None
    assert not folder.exists()
    prepare(data)
    rewrite(music_root / "noise" / "0 ñandú 夜.wav", synthesise("tones", 1, 0.5, RATE))
    assert store.prepared_waveforms(data, RATE // 2, folder) is None  # another rate
    data.decoded.clear()
    found = store.prepared_waveforms(data, RATE, folder)
    assert set(data.tracks.index) - set(found.tracks) == {"noise/0 ñandú 夜.wav"}  # not what has changed since
    read = {track: found.waveform(track) for track in found.tracks}
    assert data.decoded == []
    assert {sound.dtype for sound in read.values()} == {np.dtype("float32")}
    for track, sound in read.items():
        assert sound == pytest.approx(data.waveform(track, RATE), abs=1.6e-5)


def test_waveforms_at_a_rate_are_those_for_its_front_ends(music_root, prepare, tmp_path):
    data = counted(datasets.get("folder", music_root))
    sound = store.prepare_waveforms(data, RATE, jobs=1, folder=tmp_path / "store", progress=False)
    data.decoded.clear()
    assert (prepare(data).signals == sound.signals).all()
    assert data.decoded == []


def test_waveforms_of_features_are_refused(tmp_path):
    np.savez(tmp_path / gtzan_logmel.FILE, X=np.zeros((1, 128, 387), np.uint8), id=["blues.00000"], genre=["blues"])
    with pytest.raises(ValueError, match=r"gtzan-logmel: expected a data set with audio, got one of features; name"):
        store.prepare_waveforms(datasets.get("gtzan-logmel", tmp_path), RATE, folder=tmp_path / "store")


def test_a_full_disk_is_called_by_its_place(music_root, prepare, monkeypatch, tmp_path):
    def full(file):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(store_files.Appender, "add", lambda self, *_: full(self.signals))
    with pytest.raises(OSError, match=r"No space left on device: '.*signals\.raw'"):
        prepare(datasets.get("folder", music_root))
    monkeypatch.undo()
    assert len(prepare(datasets.get("folder", music_root)).tracks) == 12


def test_what_does_not_fit_is_refused_before_it_begins(music_root, prepare, monkeypatch, tmp_path):
    data = counted(datasets.get("folder", music_root))
    asked = []

    def usage(place):
        asked.append(place)
        return shutil._ntuple_diskusage(10**9, 10**9, 144_000)  # nine of twelve seconds

    monkeypatch.setattr(shutil, "disk_usage", usage)
    with pytest.raises(ValueError, match=r"expected 0\.2 MB free for its store at .*, got 0\.1 MB; make room, or"):
        prepare(data)
    assert data.decoded == [] and asked[0].is_dir()
    assert not list((tmp_path / "store").rglob("signals.raw"))


def test_the_room_is_that_of_what_is_missing(music_root, monkeypatch, tmp_path):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path / "home"))
    data = datasets.get("folder", music_root)
    both = store.space_for(data, [Samples(RATE), PowerSpectrogram(sample_rate=RATE)])  # one store
    assert both.needed == 12 * RATE * 2
    assert store.space_for(data, [Samples(RATE), TRACK_LOGMEL]).needed > both.needed
    store.prepare(data.only(data.tracks.index[::4]), FRONTEND, jobs=1, progress=False)
    assert store.space_for_waveforms(data, RATE).needed == 9 * RATE * 2
    assert "0.1 MB at" in str(store.space_for_waveforms(data, RATE))


def test_default_place_is_the_users_home(music_root, monkeypatch, tmp_path):
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path / "home"))
    store.prepare(datasets.get("folder", music_root), FRONTEND, jobs=1, progress=False)
    assert next((tmp_path / "home" / "store").rglob("signals.raw")).stat().st_size == 2 * 12 * RATE


@pytest.mark.music
def test_real_music_comes_back(music, prepare):
    data = datasets.get("gtzan", music / "gtzan")
    some = replace(data, tracks=data.tracks[::70])
    prepared = prepare(some, Samples(22_050))
    assert len(some.tracks) > 5
    for track in some.tracks.index:
        expected = np.clip(some.waveform(track, 22_050), -1, 1)
        assert np.abs(whole(prepared, track) - expected).max() < 3.1e-5
