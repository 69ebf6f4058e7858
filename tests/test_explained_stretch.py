"""Stretches of recordings that are explained, what networks hold in them, and what a map points at as sound."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from genrelib import frontends, inference, papers, plots
from genrelib.audio import Recording
from genrelib.frontends import Reference
from genrelib.interpret import ImportanceMap, held_values, masked, stretch, untrained
from genrelib.interpret.stretch import Stretch, around, clips_of
from genrelib.networks.network import Network, Reading

RATE = 22_050
ATTENDS, SAMPLES = (papers.get(name) for name in ("irvin2016/lstm-attention", "kim2019/samplecnn"))


class Stepwise(Network):
    """A network that answers after each step, and lets a share of its two maps through."""

    def __init__(self):
        super().__init__()
        self.classify = nn.Linear(4, 3)

    def inspect(self, x):
        states = x[:, :4].mT / 100
        return Reading(states, gates=(states[..., :2].sigmoid(),))


@pytest.fixture(scope="module")
def long_recording(synthesise) -> Recording:
    waveform = np.concatenate([0.2 * synthesise("noise", 1, 50.0, RATE), synthesise("clicks", 1, 40.0, RATE)])
    return Recording(waveform, RATE, 90.0)


def model_of(system) -> inference.Model:
    torch.manual_seed(0)
    return inference.Model(None, system, system.build(3).eval())


@pytest.mark.parametrize(
    ("seconds", "second", "expected"),
    [
        (20.0, 5.0, Stretch(0.0, 20.0, True)),
        (30.6, 29.0, Stretch(0.0, 30.6, True)),
        (90.0, 0.0, Stretch(0.0, 30.0, False)),
        (90.0, 44.0, Stretch(30.0, 60.0, False)),
        (90.0, 46.0, Stretch(30.0, 60.0, False)),
        (90.0, 90.0, Stretch(60.0, 90.0, False)),
    ],
)
def test_a_long_recording_is_explained_around_the_playhead(seconds, second, expected):
    assert around(ATTENDS, seconds, second) == expected


def test_a_system_of_samples_gets_ten_seconds():
    assert around(SAMPLES, 90.0, 44.0) == Stretch(40.0, 50.0, False)


@pytest.mark.parametrize("reference", sorted(Reference, key=str))
def test_clips_of_a_stretch_are_what_the_network_reads_there(long_recording, reference):
    frontend = frontends.LogMel(RATE, n_fft=1024, hop_length=512, n_mels=40, reference=reference)
    system = replace(ATTENDS, frontend=frontend, clip=5.0)
    cut = clips_of(system, long_recording, Stretch(30.0, 60.0, False))
    assert len(cut.starts) >= 10
    assert cut.starts.min() >= 30 and cut.starts.max() <= 55.01
    at = round(cut.starts[0] * RATE)
    waveform = long_recording.waveform - long_recording.condition.offset
    part = waveform[at : at + 5 * RATE]
    alone = frontends.clips(frontend, part, 5.0).features[0]
    difference = float((cut.features[0] - alone).abs().median())
    assert (difference > 3) == (reference is Reference.TRACK)  # dB: clicks later are louder than this noise


def test_the_heaviest_stretch_holds_the_peak():
    values = np.zeros(60)
    values[40:43] = 1
    shown = ImportanceMap(values, 30.0, 0.5, np.zeros(0), "", "x", signed=False)
    assert stretch.heaviest(shown, 1.5) == (50.0, 51.5)
    assert stretch.heaviest(shown, 99.0) == (30.0, 60.0)


@pytest.mark.parametrize(
    ("network", "kinds"),
    [
        (ATTENDS.build(3), ("attention",)),
        (Stepwise(), ("gates", "states", "logits")),
        (papers.get("irvin2016/rnn").build(3), ()),
    ],
    ids=["attends", "stepwise", "plain"],
)
def test_a_network_holds_what_it_has_and_refuses_the_rest(long_recording, network, kinds):
    model = inference.Model(None, ATTENDS, network.eval())
    cut = clips_of(ATTENDS, long_recording, Stretch(40.0, 50.0, False))
    assert held_values.held_kinds(model, cut) == kinds
    lacking = next(kind for kind in held_values.KINDS if kind not in kinds)
    with pytest.raises(ValueError, match=f"with {lacking}"):
        held_values.held(model, cut, lacking)
    rows = {"attention": (), "gates": (2,), "states": (4,), "logits": (2,)}
    for kind in kinds:
        (shown,) = held_values.held(model, cut, kind, [0, 2]).values()
        assert 39 < shown.start < 41 and 49 < shown.end < 51
        assert shown.values.shape[:-1] == rows[kind]


def test_logits_after_each_step_are_those_of_the_states(long_recording):
    model = inference.Model(None, ATTENDS, Stepwise().eval())
    cut = clips_of(ATTENDS, long_recording, Stretch(40.0, 45.0, False))
    (shown,) = held_values.held(model, cut, "logits", [2]).values()
    last = model.network(cut.features[-1:])[0, -1, 2].item()
    assert shown.values[0, -1] == pytest.approx(last, abs=1e-4)


def test_what_was_learned_is_forgotten_and_the_model_itself_is_not(long_recording):
    model = model_of(ATTENDS)
    cut = clips_of(ATTENDS, long_recording, Stretch(40.0, 50.0, False))
    before = {name: weight.clone() for name, weight in model.network.named_parameters()}
    other = dict(untrained.without_training(model, cut).network.named_parameters())
    assert all(torch.equal(weight, before[name]) for name, weight in model.network.named_parameters())
    changed = [name for name, weight in other.items() if not torch.equal(weight, before[name])]
    assert len(changed) >= 3
    assert all(torch.equal(other[name].flatten().sort()[0], before[name].flatten().sort()[0]) for name in changed)
    svm = inference.Model(None, papers.get("irvin2016/svm"), papers.get("irvin2016/svm").build(3))
    with pytest.raises(ValueError, match="expected a neural network"):
        untrained.without_training(svm, cut)


@pytest.mark.parametrize("rows", [0, 3])
def test_what_a_map_points_at_and_the_rest_add_up_to_the_stretch(rows):
    time = np.arange(8 * RATE) / RATE
    waveform = (0.3 * np.sin(2 * np.pi * 300 * time) + 0.3 * np.sin(2 * np.pi * 3000 * time)).astype(np.float32)
    weights = np.zeros((rows, 40) if rows else 40)
    weights[..., 10:20] = -1  # against the label: never pointed at
    if rows:
        weights[2, 20:24] = 1  # 3 kHz, from 5 to 5.4 s
    else:
        weights[20:24] = 1
    shown = ImportanceMap(
        weights, 3.0, 0.1, np.array([300.0, 1500.0, 3000.0])[: len(weights) if rows else 0], "a", "x", True
    )
    piece = Stretch(3.0, 7.0, False)
    kept, rest = (part(waveform, RATE, shown, 0.02, piece) for part in (masked.pointed_at, masked.all_but))
    alone = masked.stretch_alone(waveform, RATE, piece)
    assert np.allclose(kept + rest, alone, atol=1e-5)
    assert np.abs(alone[: 3 * RATE]).max() == 0 == np.abs(alone[7 * RATE :]).max()
    second = np.square(kept).reshape(-1, RATE).sum(axis=1)
    assert second.argmax() == 5 and second[5] > 0.9 * second.sum()
    spectrum = np.abs(np.fft.rfft(kept))
    low, high = (spectrum[round(hz * len(kept) / RATE) - 40 :][:80].sum() for hz in (300, 3000))
    assert (low < 0.05 * high) if rows else (0.5 < low / high < 2)


def test_curves_stand_one_above_the_other_in_shares_of_their_largest():
    seconds = np.arange(5.0)
    figure = plots.stacked({"<b>": (seconds, np.array([0, 2, 4, 0, -8.0])), "flat": (seconds, np.zeros(5))})
    assert figure.data[0].y.tolist() == [0, 0.25, 0.5, 0, -1]
    assert figure.data[1].y.tolist() == [0] * 5
    assert [note.text for note in figure.layout.annotations] == ["&lt;b&gt;", "flat"]
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]


def test_outliers_of_a_picture_do_not_darken_the_rest():
    values = np.random.default_rng(0).normal(size=(40, 50))
    values[3, 4] = -1000
    drawn = plots.without_outliers(values)
    assert 2 < np.abs(drawn).max() < 5 and drawn[3, 4] < 0
    single = np.zeros((40, 50))
    single[3, 4] = 1
    assert plots.without_outliers(single) is single
    assert plots.without_outliers(values[0]) is not drawn
