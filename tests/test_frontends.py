"""`frontends`: equal to librosa and scipy, true to physics, and every clip where it should be."""

import csv
import subprocess
import sys
import warnings
from dataclasses import FrozenInstanceError, replace

import librosa
import numpy as np
import pytest
import scipy.signal
import torch

from genrelib import audio, frontends
from genrelib.frontends import (
    Decibels,
    HtkLogMel,
    LogMel,
    NaturalLog,
    PowerSpectrogram,
    Reference,
    Samples,
    Statistics,
    StretchedDecibels,
    transforms,
)
from genrelib.frontends.mel_scale import band_edges, band_weights, htk_hz, htk_mel, slaney_hz, slaney_mel

YENNEY = LogMel(sample_rate=22_050, n_fft=2048, hop_length=512, n_mels=128)
PANDEY = LogMel(sample_rate=22_050, n_fft=512, hop_length=256, n_mels=80, power=1.0, scale=NaturalLog(1e-6))
CHOI = LogMel(sample_rate=12_000, n_fft=512, hop_length=256, n_mels=96)
CHOI_RELEASED = replace(CHOI, scale=Decibels(multiplier=20.0, amin=1e-5))
WON = HtkLogMel(sample_rate=16_000, n_fft=512, hop_length=256, n_mels=96, scale=Decibels(top_db=None))
NASRULLAH = LogMel(sample_rate=16_000, n_fft=2048, hop_length=512, n_mels=128)
TRACK = replace(YENNEY, reference=Reference.TRACK)
GTZAN = frontends.GTZAN_LOGMEL
POSTER = PowerSpectrogram()
SAMPLES = Samples(sample_rate=22_050, mean=-1.65e-4, std=0.1551)
MELS = {
    "yenney": YENNEY,
    "pandey": PANDEY,
    "choi": CHOI,
    "choi as released": CHOI_RELEASED,
    "won": WON,
    "nasrullah": NASRULLAH,
    "track": TRACK,
    "gtzan": GTZAN,
}
ALL = {**MELS, "poster": POSTER, "samples": SAMPLES}


def sound(seconds: float, sample_rate: int, gain: float = 1.0) -> np.ndarray:
    """A rising tone over noise that swells from -46 to -34 dB: every band is heard."""
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    chirp = scipy.signal.chirp(time, 50, max(seconds, 0.1), 0.45 * sample_rate)
    noise = np.random.default_rng(0).normal(0, 0.005, len(time)) * (1 + 3 * time / max(seconds, 0.1))
    return (gain * (0.4 * chirp + noise)).astype(np.float32)


def apply(frontend, waveform: np.ndarray) -> np.ndarray:
    return frontend(torch.from_numpy(waveform)[None])[0].numpy()


def mel(frontend: LogMel, waveform: np.ndarray, **choices) -> np.ndarray:
    """librosa's mel spectrogram; its default is to pad with zeros."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Empty filters")
        return librosa.feature.melspectrogram(
            y=waveform,
            sr=frontend.sample_rate,
            n_fft=frontend.n_fft,
            hop_length=frontend.hop_length,
            n_mels=frontend.n_mels,
            power=frontend.power,
            **choices,
        )


def stretched(decibels: np.ndarray) -> np.ndarray:
    """Every third or fourth frame of decibels whose lowest value is set to -80."""
    kept = np.floor((np.arange(round(5 * 12.907)) + 0.5) * 22_050 / 512 / 12.907).astype(int)
    return (decibels * -80 / decibels.min())[:, kept]


REFERENCES = {
    "yenney": lambda x: librosa.power_to_db(mel(YENNEY, x), ref=1.0, top_db=80),
    "pandey": lambda x: np.log(mel(PANDEY, x) + 1e-6),
    "choi": lambda x: librosa.power_to_db(mel(CHOI, x), ref=1.0),
    "choi as released": lambda x: librosa.power_to_db(mel(CHOI, x) ** 2, ref=1.0),
    "won": lambda x: librosa.power_to_db(mel(WON, x, pad_mode="reflect", htk=True, norm=None), ref=1.0, top_db=None),
    "nasrullah": lambda x: librosa.power_to_db(mel(NASRULLAH, x), ref=1.0),
    "track": lambda x: librosa.power_to_db(mel(TRACK, x), ref=np.max),
    "gtzan": lambda x: stretched(librosa.power_to_db(mel(GTZAN, x), ref=np.max)),
    "poster": lambda x: scipy.signal.spectrogram(x, nperseg=1024)[2],
}


@pytest.mark.parametrize("gain", [1.0, 0.01])
@pytest.mark.parametrize("name", REFERENCES)
def test_equal_to_librosa_and_scipy(name, gain):
    frontend = ALL[name]
    waveform = sound(5.0, frontend.sample_rate, gain)
    expected = REFERENCES[name](waveform)
    difference = np.abs(apply(frontend, waveform) - expected).max()
    assert difference < 1e-4 * np.abs(expected).max()


@pytest.mark.parametrize("name", [*MELS, "poster"])
@pytest.mark.parametrize("frames", [1, 7, 10_000])
def test_blocks_of_frames_join_without_a_seam(name, frames, monkeypatch):
    waveform = sound(3.0, ALL[name].sample_rate)
    monkeypatch.setattr("genrelib.frontends.transforms.BLOCK", 10_000 * ALL[name].n_fft)
    whole = apply(ALL[name], waveform)
    monkeypatch.setattr("genrelib.frontends.transforms.BLOCK", frames * ALL[name].n_fft)
    np.testing.assert_allclose(apply(ALL[name], waveform), whole, atol=1e-4)


@pytest.mark.parametrize(("frames", "n_fft", "parts"), [(1, 2048, 1), (130, 1024, 1), (1293, 2048, 5), (9, 2**20, 9)])
def test_blocks_are_equal_parts_of_all_frames(frames, n_fft, parts):
    blocks = transforms.blocks(frames, n_fft, torch.device("cpu"))
    assert [frame for first, last in blocks for frame in range(first, last)] == list(range(frames))
    sizes = [last - first for first, last in blocks]
    assert len(blocks) == parts and max(sizes) - min(sizes) <= 1
    assert transforms.blocks(frames, n_fft, torch.device("cuda")) == [(0, frames)]


TEN_MINUTES = """
import torch
from genrelib.frontends import *
from genrelib.bench.memory import forget_peak, peak
frontend = {frontend}
waveform = torch.randn(1, 600 * frontend.sample_rate)
frontend(waveform[:, :50_000])
forget_peak(waveform.device)
before = peak(waveform.device)
mels = frontend(waveform)
print(peak(waveform.device) - before, mels.nbytes / 1e6)
"""


@pytest.mark.parametrize("name", ["yenney", "pandey"])
def test_ten_minutes_take_little_memory(name):
    # by itself: what other tests have given back to Python, though not to the system, would be used unseen
    code = TEN_MINUTES.format(frontend=ALL[name])
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    most, mels = map(float, output.split())
    assert most < mels + 50


PAPERS = [
    (POSTER, 5.0, (513, 22)),
    (YENNEY, 1.0, (128, 44)),
    (YENNEY, 5.0, (128, 216)),
    (YENNEY, 15.0, (128, 646)),
    (YENNEY, 29.0, (128, 1249)),
    (PANDEY, 20_462 / 22_050, (80, 80)),
    (PANDEY, 0.93, (80, 81)),
    (CHOI, 29.12, (96, 1366)),
    (CHOI, 29.0, (96, 1360)),
    (WON, 29.0, (96, 1813)),
    (GTZAN, 30.0, (128, 387)),
    (GTZAN, 661_794 / 22_050, (128, 387)),
    (SAMPLES, 59_049 / 22_050, (59_049,)),
    (Samples(16_000), 2.5, (40_000,)),
]


@pytest.mark.parametrize(("frontend", "seconds", "shape"), PAPERS)
def test_shapes_are_the_papers(frontend, seconds, shape):
    assert frontend.shape(seconds) == shape
    assert apply(frontend, sound(seconds, frontend.sample_rate)).shape == shape


@pytest.mark.parametrize("seconds", [1e-4, 0.01, 0.1, 0.93, 1.0, 2.5, 3.7, 29.97])
@pytest.mark.parametrize("name", ALL)
def test_shape_is_known_before(name, seconds):
    frontend = ALL[name]
    assert apply(frontend, sound(seconds, frontend.sample_rate)).shape == frontend.shape(seconds)
    assert frontends.excerpt_frames(frontend, seconds) == frontend.shape(seconds)[-1]


@pytest.mark.parametrize("pitch", [440, 1000, 3000])
@pytest.mark.parametrize("name", MELS)
def test_a_tone_peaks_in_its_band(name, pitch):
    frontend = MELS[name]
    time = np.arange(2 * frontend.sample_rate) / frontend.sample_rate
    row = apply(frontend, np.sin(2 * np.pi * pitch * time).astype(np.float32)).mean(axis=1).argmax()
    neighbours = frontend.frequencies[max(0, row - 1) : row + 2]
    assert neighbours.min() <= pitch <= neighbours.max()


def test_440_hz_peak_in_bin_113_of_the_poster():
    time = np.arange(20_000) / 4000
    values = apply(POSTER, np.sin(2 * np.pi * 440 * time).astype(np.float32))
    assert (values.argmax(axis=0) == 113).all()  # 440 / (4000 / 1024) = 112.6
    assert POSTER.frequencies[113] == pytest.approx(441.4, abs=0.1)


@pytest.mark.parametrize("name", [*MELS, "poster"])
def test_a_click_lands_in_its_frame(name):
    frontend = ALL[name]
    waveform = np.zeros(3 * frontend.sample_rate, dtype=np.float32)
    waveform[round(1.7 * frontend.sample_rate)] = 1
    loudest = frontends.spectrogram(frontend, waveform)
    at = loudest.times[loudest.values.sum(axis=0).argmax()]
    assert at == pytest.approx(1.7, abs=np.diff(loudest.times).max() / 2 + 0.001)


@pytest.mark.parametrize("name", [*ALL])
def test_silence_gives_the_floor(name):
    frontend = ALL[name]
    values = apply(frontend, np.zeros(2 * frontend.sample_rate, dtype=np.float32))
    np.testing.assert_allclose(values, frontend.quietest, atol=1e-4)


def test_floors_are_what_the_scales_say():
    assert YENNEY.quietest == pytest.approx(-100)  # of librosa's amin
    assert TRACK.quietest == pytest.approx(-80)
    assert PANDEY.quietest == pytest.approx(np.log(1e-6))


@pytest.mark.parametrize("name", ["track", "gtzan"])
def test_gain_does_not_change_what_refers_to_the_track(name):
    waveform = sound(3.0, 22_050)
    np.testing.assert_allclose(apply(MELS[name], 0.01 * waveform), apply(MELS[name], waveform), atol=1e-3)


def test_stretching_sets_the_quietest_value_to_the_floor():
    noise = np.random.default_rng(0).normal(0, 0.1, 66_150).astype(np.float32)
    plain, stretched = apply(TRACK, noise), apply(replace(TRACK, scale=StretchedDecibels()), noise)
    assert plain.min() > -40 and stretched.min() == pytest.approx(-80, abs=1e-3)
    np.testing.assert_allclose(stretched, plain * -80 / plain.min(), atol=1e-3)


def test_gain_shifts_what_refers_to_nothing():
    waveform = sound(3.0, 22_050)
    np.testing.assert_allclose(apply(YENNEY, 0.1 * waveform), apply(YENNEY, waveform) - 20, atol=1e-3)


def test_a_quiet_cut_stays_quiet_only_when_the_track_is_the_reference():
    waveform = np.random.default_rng(0).normal(0, 0.1, 220_500).astype(np.float32)
    waveform[: 5 * 22_050] *= 0.01
    of_clip = frontends.clips(replace(TRACK, reference=Reference.CLIP), waveform, 5.0).features
    of_track = frontends.clips(TRACK, waveform, 5.0).features
    assert of_clip[0].max() == pytest.approx(0, abs=1e-4)
    assert of_track[0, :, :200].max() == pytest.approx(-40, abs=5)  # the last frames reach into the loud half
    assert of_track[-1].max() == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize("seconds", [1.0, 2.5, 3.0, 6.0, 7.0, 8.0])
@pytest.mark.parametrize("name", ALL)
def test_clips_have_the_declared_shape_and_end_with_the_track(name, seconds):
    frontend = ALL[name]
    cut = frontends.clips(frontend, sound(7.0, frontend.sample_rate), seconds)
    assert cut.features.shape[1:] == frontend.shape(seconds)
    assert len(cut.starts) == len(cut.features) and cut.starts[0] == 0
    assert cut.padded == (seconds > 7)
    assert cut.starts[-1] + seconds == pytest.approx(max(7.0, seconds), abs=1 / frontend.frames_per_second)
    assert cut.starts[-1] + seconds <= max(7.0, seconds) + 1e-9
    assert (np.diff(cut.starts) <= seconds).all()  # nothing between two clips is left out


@pytest.mark.parametrize("name", ["yenney", "poster", "samples"])
def test_a_clip_is_what_the_front_end_makes_of_its_samples(name):
    frontend = ALL[name]
    waveform = sound(7.0, frontend.sample_rate)
    cut = frontends.clips(frontend, waveform, 2.0)
    start = round(cut.starts[3] * frontend.sample_rate)
    expected = apply(frontend, waveform[start : start + 2 * frontend.sample_rate])
    np.testing.assert_array_equal(cut.features[3].numpy(), expected)


def test_a_clip_of_a_track_is_a_part_of_the_whole():
    waveform = sound(7.0, 22_050)
    cut, whole = frontends.clips(GTZAN, waveform, 2.0), apply(GTZAN, waveform)
    start = round(cut.starts[3] * GTZAN.frames_per_second)
    np.testing.assert_array_equal(cut.features[3].numpy(), whole[:, start : start + 26])


def test_padding_is_silence():
    cut = frontends.clips(TRACK, sound(1.0, 22_050), 3.0)
    assert cut.padded and cut.features.shape == (1, 128, 130)
    assert (cut.features[0, :, 60:] == TRACK.quietest).all()


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("waveform", [np.zeros(0), np.full(50, np.nan)], ids=["empty", "NaN"])
def test_what_is_no_waveform_is_refused(name, waveform):
    for read in (lambda: frontends.clips(ALL[name], waveform, 1.0), lambda: frontends.spectrogram(ALL[name], waveform)):
        with pytest.raises(audio.AudioError, match="expected"):
            read()


@pytest.mark.parametrize("name", ALL)
def test_batches_equal_single_clips(name):
    frontend = ALL[name]
    batch = torch.from_numpy(np.stack([sound(1.0, frontend.sample_rate, gain) for gain in (1, 0.1, 0)]))
    single = torch.cat([frontend(clip[None]) for clip in batch])
    torch.testing.assert_close(frontend(batch), single, atol=2e-4, rtol=1e-4)


@pytest.mark.parametrize("frontend", [YENNEY, POSTER])
def test_gradients_pass_even_after_inference_mode(frontend):
    for cache in [value for value in vars(transforms).values() if hasattr(value, "cache_clear")]:
        cache.cache_clear()
    waveform = torch.from_numpy(sound(1.0, frontend.sample_rate))[None]
    with torch.inference_mode():
        frontend(waveform)
    waveform.requires_grad_()
    frontend(waveform).sum().backward()
    assert waveform.grad.isfinite().all() and waveform.grad.abs().max() > 0


@pytest.mark.parametrize("htk", [False, True])
@pytest.mark.parametrize("frontend", [YENNEY, PANDEY, CHOI, NASRULLAH, LogMel(44_100, 4096, 1024, n_mels=229)])
def test_mel_bands_are_those_of_librosa(frontend, htk):
    rate, bands = frontend.sample_rate, frontend.n_mels
    with warnings.catch_warnings(action="ignore"):  # some bands are empty
        theirs = librosa.filters.mel(
            sr=rate, n_fft=frontend.n_fft, n_mels=bands, htk=htk, norm=None if htk else "slaney"
        )
    ours = band_weights(rate, frontend.n_fft, bands, htk)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-7 * theirs.max())
    np.testing.assert_allclose(
        band_edges(rate, bands, htk), librosa.mel_frequencies(bands + 2, fmin=0.0, fmax=rate / 2, htk=htk), rtol=1e-12
    )


@pytest.mark.parametrize("scale", [(slaney_mel, slaney_hz), (htk_mel, htk_hz)], ids=["slaney", "htk"])
def test_a_mel_scale_and_its_inverse_agree(scale):
    to_mel, to_hz = scale
    hz = np.array([0.0, 20.0, 999.0, 1000.0, 1001.0, 22_050.0])
    np.testing.assert_allclose(to_hz(to_mel(hz)), hz, rtol=1e-12, atol=1e-9)
    assert (np.diff(to_mel(hz)) > 0).all()


@pytest.mark.parametrize("name", ["yenney", "pandey"])
def test_the_gradient_is_that_of_the_plain_formula(name):
    frontend, waveform = ALL[name], torch.from_numpy(sound(1.0, 22_050))[None]
    filters = librosa.filters.mel(sr=22_050, n_fft=frontend.n_fft, n_mels=frontend.n_mels)

    def formula(waveform):
        window = torch.hann_window(frontend.n_fft)
        spectrum = torch.stft(
            waveform, frontend.n_fft, frontend.hop_length, window=window, pad_mode="constant", return_complex=True
        )
        return frontend.scale(torch.from_numpy(filters) @ spectrum.abs().pow(frontend.power))

    ours, plain = (
        torch.autograd.grad(hear(leaf).sum(), leaf)[0]
        for hear in (frontend, formula)
        for leaf in [waveform.clone().requires_grad_()]
    )
    torch.testing.assert_close(ours, plain, atol=1e-4 * plain.abs().max().item(), rtol=0)


@pytest.mark.parametrize("frontend", [YENNEY, PANDEY, TRACK, POSTER])
def test_the_gradient_of_silence_is_finite(frontend):
    silence = torch.zeros(1, 8000, requires_grad=True)
    frontend(silence).sum().backward()
    assert silence.grad.isfinite().all()


def test_half_precision_around_it_changes_nothing():
    waveform = torch.from_numpy(sound(1.0, 22_050))[None]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        mixed = YENNEY(waveform)
    torch.testing.assert_close(mixed, YENNEY(waveform))


@pytest.mark.gpu
@pytest.mark.parametrize("name", ALL)
def test_the_gpu_computes_the_same(name):
    waveform = torch.from_numpy(sound(5.0, ALL[name].sample_rate))[None]
    expected = ALL[name](waveform)
    torch.testing.assert_close(
        ALL[name](waveform.cuda()).cpu(), expected, atol=1e-4 * expected.abs().max().item(), rtol=0
    )


@pytest.mark.parametrize("frontend", [*ALL.values(), Statistics()])
def test_front_ends_are_values(frontend):
    twin = eval(repr(frontend), vars(frontends))
    assert twin == frontend and hash(twin) == hash(frontend)
    assert replace(frontend, sample_rate=8000) != frontend
    with pytest.raises(FrozenInstanceError):
        frontend.sample_rate = 1


@pytest.mark.parametrize("frontend", [*ALL.values(), Statistics()])
def test_every_front_end_can_be_drawn(frontend):
    picture = frontends.spectrogram(frontend, sound(4.0, frontend.sample_rate))
    bands, frames = picture.values.shape
    assert (len(picture.frequencies), len(picture.times)) == (bands, frames)
    assert (np.diff(picture.frequencies) > 0).all()
    assert np.diff(picture.times).mean() == pytest.approx(1 / picture.frames_per_second, rel=0.01)
    assert picture.times[0] >= 0 and picture.times[-1] <= 4.0 + 1e-9
    assert picture.unit in ("dB", "ln")


def test_samples_are_standardised():
    np.testing.assert_allclose(apply(Samples(10, mean=1.0, std=2.0), np.array([1.0, 3.0, -1.0])), [0, 1, -1])


@pytest.fixture(scope="module")
def described() -> np.ndarray:
    return apply(Statistics(), sound(5.0, 22_050))


def test_statistics_are_518_named_numbers(described):
    statistics = Statistics()
    assert statistics.shape(30.0) == described.shape == (518,)
    assert len(set(statistics.columns)) == 518
    assert np.isfinite(described).all()


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("mfcc_mean_01", lambda x: librosa.feature.mfcc(y=x, sr=22_050)[0].mean()),
        ("mfcc_max_20", lambda x: librosa.feature.mfcc(y=x, sr=22_050)[19].max()),
        ("spectral_centroid_median_01", lambda x: np.median(librosa.feature.spectral_centroid(y=x, sr=22_050))),
        ("spectral_contrast_std_07", lambda x: librosa.feature.spectral_contrast(y=x, sr=22_050)[6].std()),
        ("spectral_rolloff_min_01", lambda x: librosa.feature.spectral_rolloff(y=x, sr=22_050).min()),
        ("spectral_bandwidth_mean_01", lambda x: librosa.feature.spectral_bandwidth(y=x, sr=22_050).mean()),
        ("zero_crossing_rate_mean_01", lambda x: librosa.feature.zero_crossing_rate(x).mean()),
        ("chroma_stft_mean_10", lambda x: librosa.feature.chroma_stft(y=x, sr=22_050)[9].mean()),
        ("chroma_cqt_mean_03", lambda x: librosa.feature.chroma_cqt(y=x, sr=22_050, bins_per_octave=12)[2].mean()),
        ("chroma_cens_mean_12", lambda x: librosa.feature.chroma_cens(y=x, sr=22_050, bins_per_octave=12)[11].mean()),
    ],
)
def test_statistics_are_librosas(described, column, expected):
    value = described[Statistics().columns.index(column)]
    assert value == pytest.approx(expected(sound(5.0, 22_050)), rel=1e-3)


@pytest.mark.parametrize("samples", [1, 100, 3000, 22_050])
@pytest.mark.parametrize("level", [0.0, 0.5])
def test_statistics_of_silence_and_of_little_are_finite(samples, level):
    assert np.isfinite(apply(Statistics(), np.full(samples, level, dtype=np.float32))).all()


USUAL = ("full", "30.01", "22050")


@pytest.mark.music
def test_gtzan_logmel_agrees_with_the_stored_features(music):
    stored = np.load(music / "gtzan" / "logmel_u8_128x387.npz")
    rows = dict(zip(stored["id"], stored["X"], strict=True))
    with open(music / "gtzan" / "tracks.csv", newline="") as table:
        tracks = list(csv.DictReader(table))
    # The common length and rate: longer tracks were squeezed into 387 frames too, 16 kHz lack the highest bands.
    full = [row["track"] for row in tracks if (row["audio"], row["seconds"], row["sample_rate"]) == USUAL]
    assert len(full) > 5
    for track in full[:: len(full) // 5][:5]:
        recording = audio.load(music / "gtzan" / "audio" / track.split(".")[0] / f"{track}.ogg", GTZAN.sample_rate)
        ours = apply(GTZAN, recording.waveform)[:, :387]
        theirs = rows[track] / 255 * 80 - 80
        assert np.median(np.abs(ours - theirs)) < 1
        assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.95
