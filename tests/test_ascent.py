"""Whether an ascent finds the input that it should, on networks of which that is known."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from genrelib import papers
from genrelib.frontends import GTZAN_LOGMEL, LogMel, PowerSpectrogram, Reference, Statistics
from genrelib.interpret.ascent import CLIMB, Climb, ascend, label, roughness, unit, with_gradients
from genrelib.interpret.inversion import invert
from genrelib.interpret.quintessence import climbed
from genrelib.interpret.reach import levelled, reach_of
from genrelib.interpret.sound_ascent import SOUND_CLIMB, ascend_sound
from genrelib.interpret.starts import STARTS
from genrelib.networks.network import Network, Reading

MEL = LogMel(8000, n_fft=256, hop_length=128, n_mels=32)
BAND = 20
FREE = Climb(steps=80, time=0.0, frequency=0.0, shift=0)


class OneBand(Network):
    """Two labels: the mean level of one band less that of all bands, and nothing."""

    def __init__(self):
        super().__init__()
        self.classify = nn.Identity()

    def inspect(self, x):
        level = x[:, BAND].mean(dim=1) - x.mean(dim=(1, 2))
        return Reading(torch.stack([level, 0 * level], dim=1))


def on_ball(inputs):
    return inputs / inputs.flatten(1).norm(dim=1).clamp_min(1.0)[:, None, None]


def noises(count=6) -> torch.Tensor:
    return 0.1 * torch.randn(count, 4000, generator=torch.Generator().manual_seed(3))


@pytest.fixture(scope="module")
def reach():
    return reach_of(MEL, MEL(noises()))


def test_of_a_linear_unit_the_best_input_of_a_given_norm_is_its_weights():
    weights = torch.randn(3, 7, generator=torch.Generator().manual_seed(1))
    start = torch.randn(2, 3, 7, generator=torch.Generator().manual_seed(2))
    ascent = ascend(lambda x: (x * weights).sum(dim=(1, 2)), start, on_ball, FREE)
    for end in ascent.inputs:
        assert torch.nn.functional.cosine_similarity(end.flatten(), weights.flatten(), dim=0) > 0.9999
    assert np.allclose(ascent.values[-1], weights.norm(), rtol=1e-4)


@pytest.mark.parametrize("way", [unit, label])
def test_of_one_band_the_best_input_has_its_energy_there(way, reach):
    features = climbed(MEL, reach, way(OneBand(), 0), STARTS["noise"](MEL(noises()), 0), replace(CLIMB, steps=20))
    levels = features[0].mean(dim=1)
    assert levels.argmax() == BAND
    assert (features <= reach.high + 1e-4).all() and (features >= MEL.quietest).all()


def test_a_sound_climbs_to_the_same_band(reach):
    start = noises(1)[0].numpy()
    ascent = ascend_sound(MEL, label(OneBand(), 0), reach, start, replace(SOUND_CLIMB, steps=20))
    before, after = (
        reach.scaled(MEL(torch.from_numpy(sound)[None]))[0].mean(dim=1) for sound in (start, ascent.waveform)
    )
    assert (after - before).argmax() == BAND and after.argmax() == BAND
    assert np.abs(ascent.waveform).max() <= 1 and ascent.values[-1] > ascent.values[0]


def test_total_variation_makes_an_input_smoother(reach):
    weights = torch.randn(1, 32, 20, generator=torch.Generator().manual_seed(4))
    start = STARTS["noise"](torch.zeros(1, 32, 20), 0)
    ends = []
    for climb in (FREE, replace(FREE, time=2.0, frequency=2.0)):
        objective = lambda x, climb=climb: (x * weights).mean(dim=(1, 2)) - roughness(x, climb)  # noqa: E731
        ends.append(ascend(objective, start, lambda x: x.clamp(-3, 3), climb).inputs)
    rough, smooth = (float(roughness(end, Climb(time=1.0, frequency=1.0))) for end in ends)
    assert smooth < 0.5 * rough


def test_the_same_seed_gives_the_same_input_and_another_seed_another(reach):
    ends = [
        climbed(MEL, reach, label(OneBand(), 0), STARTS["noise"](MEL(noises()), seed), replace(CLIMB, steps=5), seed)
        for seed in (0, 0, 1)
    ]
    assert torch.equal(ends[0], ends[1]) and not torch.equal(ends[0], ends[2])


def test_progress_runs_to_one_and_can_end_the_ascent():
    shares = []
    ascend(lambda x: x.sum(dim=(1, 2)), torch.zeros(1, 2, 2), on_ball, replace(FREE, steps=4), progress=shares.append)
    assert shares == [0.25, 0.5, 0.75, 1.0]

    def stop(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ascend(lambda x: x.sum(dim=(1, 2)), torch.zeros(1, 2, 2), on_ball, FREE, progress=stop)


RELATIVE = replace(MEL, reference=Reference.CLIP)


@pytest.mark.parametrize("frontend", [RELATIVE, MEL], ids=["relative", "absolute"])
def test_real_features_are_level_already(frontend):
    waveform = torch.cat([noises(1)] * 6, dim=1) * torch.linspace(0.001, 1, 24_000)
    features = frontend(waveform)
    assert torch.allclose(levelled(frontend, features), features, atol=0.01)


def test_levelled_decibels_begin_at_the_floor_and_end_at_nought():
    features = -30 - 20 * torch.rand(2, 128, 9, generator=torch.Generator().manual_seed(0))
    level = levelled(GTZAN_LOGMEL, features)
    assert torch.allclose(level.amax(dim=(1, 2)), torch.zeros(2)) and torch.allclose(level.amin(), torch.tensor(-80.0))


def test_what_has_no_gradient_is_refused():
    with pytest.raises(ValueError, match="of scikit-learn"):
        with_gradients(papers.get("irvin2016/softmax").build(3))
    with pytest.raises(ValueError, match="beside it"):
        with_gradients(papers.get("pandey2023/crnn@lstm-over-batch").build(3))
    with pytest.raises(ValueError, match="does not depend on its input"):
        ascend(lambda x: torch.zeros(len(x)), torch.zeros(1, 2, 2), on_ball, FREE)
    with pytest.raises(ValueError, match="finite gradients"):
        ascend(lambda x: x.sum(dim=(1, 2)).sqrt(), torch.zeros(1, 2, 2), on_ball, FREE)
    with pytest.raises(ValueError, match="got Statistics"):
        ascend_sound(Statistics(), lambda x: x[:, 0], None, np.zeros(9, np.float32))


# Mean error in dB of a tune's features, inverted and computed again: what is lost by the way.
INVERTED = {
    "the poster's": (PowerSpectrogram(), 1.0),
    "log-mel": (LogMel(16_000, n_fft=512, hop_length=256, n_mels=80), 1.5),
    "few frames": (GTZAN_LOGMEL, 2.5),
    "magnitude": (LogMel(22_050, n_fft=1024, hop_length=512, n_mels=64, power=1.0), 1.0),
}


def tune(sample_rate: int, seconds: float = 1.6) -> torch.Tensor:
    """Four notes with three partials each, over faint noise."""
    time = torch.arange(round(seconds * sample_rate)) / sample_rate
    notes = torch.tensor([220.0, 330.0, 277.0, 440.0])[(4 * time / seconds).long().clamp_max(3)]
    phase = 2 * torch.pi * torch.cumsum(notes, 0) / sample_rate
    decay = torch.exp(-3 * (time % (seconds / 4)))
    partials = sum(torch.sin(number * phase) / number for number in (1, 2, 3))
    return (0.2 * decay * partials + 0.003 * torch.randn(len(time), generator=torch.Generator().manual_seed(0)))[None]


@pytest.mark.parametrize("name", sorted(INVERTED))
def test_inverted_features_give_these_features_again(name):
    frontend, error = INVERTED[name]
    sound = tune(frontend.sample_rate)
    features = frontend(torch.cat([sound, 0.1 * sound.flip(-1)]))
    waveforms = invert(frontend, features)
    again = frontend(torch.from_numpy(waveforms))
    first, second = (
        10 * x.clamp_min(1e-8).log10() if frontend.unit != "dB" else x - x.amax((-2, -1), keepdim=True)
        for x in (features, again)
    )
    frames = min(first.shape[-1], second.shape[-1])
    assert waveforms.dtype == np.float32 and np.abs(waveforms).max() <= 1
    assert ((first[..., :frames] - second[..., :frames]).abs().flatten(1).mean(dim=1) < error).all()
    assert np.array_equal(waveforms, invert(frontend, features))
    assert np.allclose(waveforms[0], invert(frontend, features[0]), atol=1e-6)  # whose phase is drawn first


def test_what_determines_no_sound_is_not_inverted():
    with pytest.raises(ValueError, match="got Statistics"):
        invert(Statistics(), torch.zeros(518))


def test_silence_is_inverted_to_silence():
    features = torch.full((1, *GTZAN_LOGMEL.shape(1.0)), GTZAN_LOGMEL.quietest)
    assert np.abs(invert(MEL, torch.full((32, 9), MEL.quietest))).max() == 0
    assert np.isfinite(invert(GTZAN_LOGMEL, features[0])).all()
