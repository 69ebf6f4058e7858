"""Sound that gives no answer or a doubtful one: silent, short, faint, clipped, shifted, dull, strange."""

import dataclasses
import io

import numpy as np
import pytest
import soundfile
from factories import result

from genrelib import audio, inference, papers, runs
from genrelib.audio import AudioError
from genrelib.inference import remarks
from genrelib.inference.acquaintance import of_run

RATE = 22_050
CLEAN = np.random.default_rng(0).normal(0, 0.1, 12 * RATE).astype(np.float32)
SILENCE = np.zeros(20 * RATE, np.float32)


def recording(waveform: np.ndarray, sample_rate: int = RATE) -> audio.Recording:
    return audio.Recording(waveform.astype(np.float32), sample_rate, len(waveform) / sample_rate)


def tone(hz: float, seconds: float = 6.0) -> np.ndarray:
    return 0.3 * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE)


def chirps(seconds: float = 20.0) -> np.ndarray:
    """Glides between 2.5 and 8 kHz with pauses, as birds sing them."""
    random = np.random.default_rng(1)
    waveform = random.normal(0, 1e-3, round(seconds * RATE))
    start = 0.0
    while start < seconds - 1:
        length = round(random.uniform(0.05, 0.25) * RATE)
        glide = np.linspace(*random.uniform(2500, 8000, 2), length)
        first = round(start * RATE)
        waveform[first : first + length] += 0.3 * np.hanning(length) * np.sin(2 * np.pi * np.cumsum(glide) / RATE)
        start += random.uniform(0.1, 0.6)
    return waveform


def untrained(folder, system: str) -> inference.Model:
    """A run of an untrained network, whose temperatures are 1."""
    system = papers.get(system)
    return inference.load(
        runs.save(runs.address(folder, "folder-test", "track", system.name, 0), result(system=system))
    )


@pytest.fixture
def model(tmp_path):
    return untrained(tmp_path, "irvin2016/lstm-attention")


def said_of(model, waveform) -> str:
    return " ".join(inference.predict(model, recording(waveform)).remarks)


def test_sound_in_good_condition_gets_no_remark(model):
    assert inference.predict(model, recording(CLEAN)).remarks == ()


@pytest.mark.parametrize("level", [0.0, 5e-5, 0.3], ids=["zeros", "below -80 dB", "a constant"])
def test_silence_is_known_as_such(level):
    assert recording(np.full(8000, level)).condition.silent
    assert not recording(tone(440) / 100).condition.silent


def test_silence_has_no_top_labels_and_one_remark(model):
    prediction = inference.predict(model, recording(SILENCE))
    assert prediction.silent and prediction.top(3) == [] and len(prediction.clips) == 7
    assert len(prediction.remarks) == 1 and "nothing to hear" in prediction.remarks[0]


@pytest.mark.parametrize("samples", [10, RATE // 2 - 1])
def test_what_is_too_short_to_judge_is_refused(model, samples):
    with pytest.raises(AudioError, match=r"expected at least 0\.5 s of sound.*got .* s; choose or record"):
        inference.predict(model, recording(CLEAN[:samples]))


def test_half_a_second_is_judged(model):
    assert inference.predict(model, recording(CLEAN[: RATE // 2])).padded


def test_silent_clips_are_shown_and_have_no_vote(model):
    """Clips of 5 s every 2.5 s; sound starts at 20 s, so that the clip from 17.5 s on is half silent."""
    prediction = inference.predict(model, recording(np.concatenate([SILENCE, CLEAN])))
    assert len(prediction.starts) == 12
    np.testing.assert_allclose(prediction.track, prediction.clips[prediction.starts >= 17.4].mean(axis=0), rtol=1e-6)
    assert prediction.remarks == ("20.0 of 32.0 s are silent: 5 of 12 clips decide on the whole, those that sound.",)


def test_a_clip_that_is_all_there_is_decides_however_silent(model):
    sound = np.concatenate([SILENCE[: 4 * RATE], CLEAN[: RATE // 2]])
    prediction = inference.predict(model, recording(sound))
    np.testing.assert_allclose(prediction.track, prediction.clips[0], rtol=1e-6)
    assert "4.0 of 4.5 s are silent: 1 of 1 clips" in prediction.remarks[0]


def test_a_pause_between_movements_is_no_clip_without_a_vote(model):
    sound = np.concatenate([CLEAN, SILENCE[: 2 * RATE], CLEAN])
    prediction = inference.predict(model, recording(sound))
    assert prediction.remarks == ()
    np.testing.assert_allclose(prediction.track, prediction.clips.mean(axis=0), rtol=1e-6)


def test_a_stepwise_network_reads_the_track_without_its_silent_ends(tmp_path):
    model = untrained(tmp_path, "kim2019/tf-crnn")
    assert model.system.summary is None
    plain = inference.predict(model, recording(CLEAN))
    within = inference.predict(model, recording(np.concatenate([SILENCE, CLEAN, SILENCE])))
    np.testing.assert_allclose(within.track, plain.track, atol=1e-4)
    assert len(within.clips) > len(plain.clips)


def test_the_span_of_a_recording_is_where_it_sounds():
    sound = np.concatenate([SILENCE, CLEAN, SILENCE])
    condition = recording(sound).condition
    assert condition.span == pytest.approx((20, 32), abs=0.05)
    assert condition.silence == pytest.approx(40, abs=0.1)
    assert (condition.share(0, 5), condition.share(22, 27)) == (0, 1)
    assert condition.share(17.5, 22.5) == pytest.approx(0.5, abs=0.02)
    assert recording(SILENCE).condition.span == (0, 20)


def test_an_offset_is_taken_out_and_said(model):
    shifted = inference.predict(model, recording(CLEAN + 0.3))
    np.testing.assert_allclose(shifted.clips, inference.predict(model, recording(CLEAN)).clips, atol=1e-4)
    assert shifted.remarks == ("The samples lie around 0.3 of full scale, not around 0: this offset was taken out.",)


def test_samples_without_an_offset_stay_the_same_array():
    assert recording(CLEAN + 0.02).condition.offset == 0  # a fifth of its level
    assert audio.centred(CLEAN, 0.0) is CLEAN


def stereo(*channels: np.ndarray, sample_rate: int = RATE, kind: str = "WAV", subtype: str = "FLOAT") -> bytes:
    file = io.BytesIO()
    soundfile.write(file, np.stack(channels, axis=1), sample_rate, format=kind, subtype=subtype)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["WAV", "FLAC"])
@pytest.mark.parametrize("share", [-1.0, -0.999])
def test_of_channels_that_cancel_the_louder_one_is_read_and_this_is_said(share, kind):
    data = stereo(share * CLEAN, CLEAN, kind=kind, subtype="PCM_16")
    for read in (audio.load(data), audio.load_upload(data, "upload")):
        (remark,) = read.remarks
        assert remark.startswith("The 2 channels cancel one another: channel")
        assert np.corrcoef(read.waveform, CLEAN)[0, 1] ** 2 > 0.999
        assert read.waveform.std() == pytest.approx(CLEAN.std(), rel=2e-3)
    resampled = audio.load(data, sample_rate=8000, seconds=5.0)
    assert (len(resampled.waveform), resampled.seconds) == (40_000, 12.0)
    assert resampled.waveform.std() > 0.03 and "cancel one another" in resampled.remarks[0]


@pytest.mark.parametrize(
    "other", [CLEAN, np.zeros_like(CLEAN), -0.75 * CLEAN, CLEAN[::-1]], ids=["same", "none", "-18 dB", "independent"]
)
def test_channels_that_do_not_cancel_are_averaged_to_the_bit(other):
    read = audio.load(stereo(CLEAN, other))
    assert read.remarks == ()
    assert np.array_equal(read.waveform, np.stack([CLEAN, other], axis=1).mean(axis=1, dtype=np.float32))


def test_silent_channels_do_not_cancel():
    assert audio.load(stereo(SILENCE, SILENCE)).remarks == ()


def test_faint_sound_is_remarked_upon(model):
    assert "Very faint: no sample is above -46 dB" in said_of(model, tone(440) / 60 + CLEAN[: 6 * RATE] / 1e4)
    assert "faint" not in said_of(model, CLEAN / 10)


@pytest.mark.parametrize("steps", [128, 32_768], ids=["8 bit", "16 bit"])
def test_clipped_sound_is_remarked_upon_with_its_share(model, steps):
    loud = np.clip(3 * tone(220), -0.5, 0.5)  # its sine is beyond 5/9 for 62 % of the time
    condition = recording(np.round(loud * (steps - 1)) / steps).condition
    assert condition.clipped == pytest.approx(1 - 2 / np.pi * np.arcsin(5 / 9), abs=0.02)
    assert f"Clipped: {condition.clipped:.0%} of the samples" in said_of(model, np.round(loud * (steps - 1)) / steps)


def test_peaks_are_not_clipping():
    assert recording(CLEAN).condition.clipped == 0
    assert recording(np.round(tone(50) * 32_768) / 32_768).condition.clipped < remarks.CLIPPED
    assert recording(SILENCE).condition.clipped == 0


def test_a_missing_treble_is_remarked_upon(tmp_path):
    model = untrained(tmp_path, "house/crnn-attention")
    low = audio.resample(CLEAN, RATE, 8000)
    prediction = inference.predict(model, recording(low, 8000))
    assert model.system.frontend.sample_rate == 22_050
    assert prediction.remarks == (
        "There is nothing above 4.0 kHz, but this system reads up to 11.0 kHz: it learned from fuller sound.",
    )
    again = audio.resample(low, 8000, 44_100)
    assert "nothing above 4.1 kHz" in " ".join(inference.predict(model, recording(again, 44_100)).remarks)


def test_the_highest_frequency_of_a_tone_is_its_own():
    assert recording(tone(3000)).condition.highest == pytest.approx(3000, abs=200)


@pytest.mark.parametrize("bad", [np.zeros(0), np.full(RATE, np.nan), np.zeros((RATE, 2))])
def test_what_is_no_waveform_is_not_measured(bad):
    with pytest.raises(AudioError, match="expected"):
        _ = audio.Recording(bad.astype(np.float32), RATE, 1.0).condition


def embedded(folder, train: np.ndarray, valid: np.ndarray) -> runs.Run:
    """A run whose embeddings are these."""
    kept = result()
    vectors = np.concatenate([train, valid]).astype(np.float16)
    parts = np.array(["train"] * len(train) + ["valid"] * len(valid))
    names = np.array([f"track {number}" for number in range(len(parts))])
    embeddings = {"track": names, "part": parts, "vectors": vectors}
    place = runs.address(folder, "folder-test", "track", "irvin2016/lstm-attention", 0)
    return runs.save(place, dataclasses.replace(kept, embeddings=embeddings))


def test_what_lies_further_than_the_validation_tracks_is_strange(tmp_path):
    train = np.eye(3)[[0, 1]]
    valid = np.eye(3)[[0] * 200] + np.linspace(0, 1, 200)[:, None] * np.array([0, 0, 1.0])  # up to 1 away
    acquaintance = of_run(embedded(tmp_path, train, valid))
    assert acquaintance.usual == pytest.approx(0.99, abs=1e-3)
    assert acquaintance.covers(np.array([0, 1, 0.9])) and not acquaintance.covers(np.array([0, 1, 1.1]))
    with pytest.raises(ValueError, match="expected an embedding of 3 numbers"):
        acquaintance.covers(np.zeros(4))


def test_a_network_with_few_validation_tracks_calls_nothing_strange(tmp_path):
    assert of_run(embedded(tmp_path, np.eye(3), np.eye(3))) is None


def test_a_damaged_file_of_embeddings_costs_one_remark(tmp_path):
    run = embedded(tmp_path, np.eye(3), np.zeros((30, 3)))
    (run.folder / "embeddings.npz").write_bytes(b"no arrays")
    prediction = inference.predict(inference.load(run.folder), recording(CLEAN))
    (remark,) = prediction.remarks
    assert remark.startswith("Not compared with the music that the network learned from:")
    assert prediction.top(1)


@pytest.mark.parametrize("waveform", [chirps(), CLEAN, tone(440, 20.0)], ids=["chirps", "noise", "a tone"])
def test_what_is_no_music_is_strange_to_the_network_that_an_upload_meets(waveform):
    assert "Unlike all that this network learned from" in said_of(inference.load(runs.best()), waveform)


def test_what_is_filled_with_silence_is_not_compared():
    prediction = inference.predict(inference.load(runs.best()), recording(CLEAN[: 5 * RATE]))
    assert prediction.padded and prediction.remarks == ()


@pytest.mark.music
def test_songs_are_seldom_strange_to_it_and_get_no_other_remark(music):
    model = inference.load(runs.best())
    tested = set(model.run.tracks.track)
    files = [
        sorted((music / "gtzan" / "audio" / genre).glob("*.ogg")) for genre in ("blues", "classical", "jazz", "rock")
    ]
    songs = [song for genre in files for song in [file for file in genre if file.stem in tested][:3]]
    assert len(songs) == 12
    sentences = [remark for song in songs for remark in inference.predict(model, audio.load(song)).remarks]
    assert len(sentences) <= 1 and all(remark.startswith("Unlike") for remark in sentences)
