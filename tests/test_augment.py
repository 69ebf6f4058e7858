import io

import numpy as np
import pytest
import soundfile
import torch
from scipy import signal

from genrelib import audio
from genrelib.augment import Equalise, LowPass, Mask, SpeedOrPitch, Stretch, Transpose
from genrelib.frontends import GTZAN_LOGMEL, LogMel

FRONTEND = LogMel(sample_rate=22_050, n_fft=512, hop_length=256, n_mels=32)
AUGMENTATIONS = [
    Stretch(frames=40, by=0.2),
    Transpose(bands=4),
    SpeedOrPitch(rates=(0.5, 1.5), semitones=(-2.0, 2.0), frontend=FRONTEND),
    Equalise(knots=6, curve=3.0, gain=3.0),
    LowPass(share=0.5, lowest=16),
    Mask(bands=8, frames=10),
]


@pytest.fixture
def batch():
    features = -80 * torch.rand(8, 32, 50, generator=torch.Generator().manual_seed(1))
    return features, torch.nn.functional.one_hot(torch.arange(8) % 3, 3).float()


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("augment", AUGMENTATIONS, ids=lambda augment: type(augment).__name__)
def test_chance_comes_from_the_generator_alone(augment, batch):
    kept = batch[0].clone()
    first, again, other = (augment(*batch, seeded(seed))[0] for seed in (0, 0, 1))
    assert torch.equal(first, again) and not torch.equal(first, other)
    assert torch.equal(batch[0], kept)  # the caller's tensor is not written to


@pytest.mark.parametrize("augment", AUGMENTATIONS, ids=lambda augment: type(augment).__name__)
def test_targets_stay_probabilities(augment, batch):
    torch.testing.assert_close(augment(*batch, seeded())[1].sum(dim=1), torch.ones(8))


def test_a_stretched_ramp_is_a_ramp_of_another_slope():
    ramp = torch.arange(50.0).expand(200, 1, 50)
    slope = Stretch(frames=40, by=0.2)(ramp, torch.ones(200, 1), seeded())[0][:, 0].diff(dim=1).mean(dim=1)
    assert 0.79 <= slope.min() < 0.85 and 1.15 < slope.max() <= 1.21


def test_transposition_moves_a_line_by_whole_bands():
    line = torch.zeros(50, 32, 10)
    line[:, 16] = 1.0
    moved = Transpose(bands=4)(line, torch.ones(50, 1), seeded())[0].argmax(dim=1)[:, 0]
    assert set(moved.tolist()) == set(range(12, 21))


def test_a_clip_is_left_alone_or_played_at_one_of_the_speeds():
    ramp = torch.arange(50.0).expand(400, 32, 50)
    changed = SpeedOrPitch(rates=(0.2, 1.5), semitones=(), frontend=FRONTEND)(ramp, torch.ones(400, 1), seeded())[0]
    assert (changed == changed[:, :1]).all()
    slopes, counts = changed[:, 0, :30].diff(dim=1).mean(dim=1).round(decimals=3).unique(return_counts=True)
    assert slopes.tolist() == pytest.approx([0.2, 1.0, 1.5])
    assert counts.min() > 100  # of 400, a third each
    fast = changed[changed[:, 0, 1] == 1.5][0, 0]
    assert fast[33:36].tolist() == [49 / 2, 1.0, 2.5]  # between the last frame and the first, then anew
    slow = changed[changed[:, 0, 49] - changed[:, 0, 0] < 10]
    assert slow.min() >= 0 and slow.max() <= 49 and len(slow[:, 0, 0].unique()) > 10  # from anywhere in the clip


def test_a_tone_is_moved_by_one_of_the_intervals():
    samples = torch.arange(22_050) / 22_050
    octave = LogMel(sample_rate=22_050, n_fft=2048, hop_length=512, n_mels=128)
    a4, a5, a3 = (octave(torch.sin(2 * torch.pi * pitch * samples)[None])[0] for pitch in (440.0, 880.0, 220.0))
    augment = SpeedOrPitch(rates=(), semitones=(-12.0, 12.0), frontend=octave)
    moved = augment(a4.expand(60, *a4.shape), torch.ones(60, 1), seeded())[0].mean(dim=2).argmax(dim=1)
    expected = {int(tone.mean(dim=1).argmax()) for tone in (a3, a4, a5)}
    assert len(expected) == 3
    assert all(min(abs(peak - band) for band in expected) <= 1 for peak in moved.tolist())
    assert len(moved.unique()) == 3


def test_what_versions_are_made_of_is_sent_to_a_device_once(batch, monkeypatch):
    augment = SpeedOrPitch(rates=(0.5, 1.5), semitones=(-3.0,), frontend=FRONTEND)
    first = augment(*batch, seeded())[0]
    for name in ("tensor", "as_tensor"):
        monkeypatch.setattr(torch, name, lambda *_, **__: pytest.fail("sent again"))
    assert torch.equal(augment(*batch, seeded())[0], first)


def test_a_mask_hides_no_more_than_it_may(batch):
    hidden = Mask(bands=8, frames=10)(*batch, seeded())[0] != batch[0]
    assert hidden.all(dim=2).sum(dim=1).max() <= 8 and hidden.all(dim=1).sum(dim=1).max() <= 10
    assert hidden.any()


def test_an_equaliser_is_constant_over_time(batch):
    inside = batch[0].clamp(-60, -20)
    change = Equalise(knots=6, curve=1.0, gain=1.0)(inside, batch[1], seeded())[0] - inside
    torch.testing.assert_close(change.std(dim=2), torch.zeros(8, 32), atol=1e-4, rtol=0)


def test_a_low_pass_silences_all_above_one_cutoff_and_nothing_below(batch):
    features = batch[0].clamp_min(-79).repeat(50, 1, 1)
    silent = LowPass(share=0.5, lowest=16)(features, torch.ones(400, 1), seeded())[0]
    changed = silent != features
    assert (silent[changed] == -80).all()
    assert (changed == changed[:, :, :1]).all()  # for as long as the clip lasts
    cutoffs = torch.where(changed.any(dim=1)[:, 0], changed[:, :, 0].int().argmax(dim=1), 32)
    assert all((changed[clip, cutoff:] == 1).all() for clip, cutoff in enumerate(cutoffs))
    assert set(cutoffs.tolist()) == set(range(16, 33))
    assert 0.4 < (cutoffs < 32).float().mean() < 0.6


@pytest.mark.parametrize("level", [0.85, 0.9, 0.92])  # 31, 24 and 21 kbit/s
def test_a_low_pass_leaves_what_an_encoder_leaves(level):
    """Its nearest version differs in level from the encoded sound by a third of what the sound itself does, or less."""
    random = np.random.default_rng(0)
    noise = random.normal(size=4 * 22_050) * np.repeat(random.uniform(0.1, 1.0, 40), 2205)
    sound = signal.lfilter([0.05], [1, -0.95], noise)  # falls by 6 dB an octave above 180 Hz
    sound = (0.5 * sound / np.abs(sound).max()).astype(np.float32)
    sound[:11_025] = 0  # silence: the range of both is the whole 80 dB, and none is stretched
    file = io.BytesIO()
    soundfile.write(file, sound, 22_050, format="MP3", bitrate_mode="CONSTANT", compression_level=level)
    plain, encoded = (
        GTZAN_LOGMEL(torch.from_numpy(waveform)[None])[..., 10:50]
        for waveform in (sound, audio.load(file.getvalue()).waveform)
    )
    versions = LowPass(share=1.0, lowest=64)(plain.expand(300, -1, -1), torch.ones(300, 1), seeded())[0]
    distances = (versions - encoded).mean(dim=2).abs().mean(dim=1)
    assert distances.min() < (plain - encoded).mean(dim=2).abs().mean() / 3
