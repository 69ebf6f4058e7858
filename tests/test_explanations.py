"""Whether explanations find what decides, on networks of which that is known."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from genrelib import frontends, inference, interpret, papers
from genrelib.frontends import LogMel, PowerSpectrogram, Samples
from genrelib.interpret import controls, gradients, occlusions, readings, sanity, surrogates
from genrelib.interpret.question import Question
from genrelib.networks.network import Network, Reading

ROWS, FRAMES, CLASSES, CLIPS = 16, 40, 3, 2
MEL = LogMel(sample_rate=8000, n_fft=256, hop_length=800, n_mels=ROWS)  # ten frames a second
BAND, FRAME = 5, 23  # that decide
IN_TIME = ("gradient", "integrated gradients", "SmoothGrad", "occlusion in time", "linear surrogate, silence")
IN_TIME += ("linear surrogate, mean", "linear surrogate, noise", "forest surrogate, noise", "occlusion in both")


class Weighted(Network):
    """Logits are weighted sums of all values, so what each value contributes is known."""

    def __init__(self, weights: torch.Tensor):
        super().__init__()
        self.classify = nn.Linear(weights[0].numel(), len(weights))
        with torch.no_grad():
            self.classify.weight.copy_(weights.flatten(1))

    def inspect(self, x):
        return Reading(x.flatten(1))


class Convolved(Network):
    """A convolution, and a maximum over time that a dropout follows: gradients, modes and Grad-CAM have work to do."""

    def __init__(self):
        super().__init__()
        self.convolve = nn.Sequential(nn.Conv2d(1, 6, 3, padding=1), nn.BatchNorm2d(6), nn.ReLU(), nn.MaxPool2d(2))
        self.dropout = nn.Dropout(0.5)
        self.classify = nn.Linear(6 * ROWS // 2, CLASSES)

    def inspect(self, x):
        return Reading(self.dropout(self.convolve(x.unsqueeze(1)).amax(dim=3).flatten(1)))


@pytest.fixture(scope="module")
def features() -> torch.Tensor:
    return torch.rand(CLIPS, ROWS, FRAMES, generator=torch.Generator().manual_seed(1)) * 30 - 60


def reading_at(band: slice, frame: slice) -> Question:
    """A network whose label 1 reads these bands and frames alone."""
    weights = torch.zeros(CLASSES, ROWS, FRAMES)
    weights[1, band, frame] = 1.0
    return Question(Weighted(weights).eval(), MEL, 1)


def linear_question() -> Question:
    weights = torch.randn(CLASSES, ROWS, FRAMES, generator=torch.Generator().manual_seed(2))
    return Question(Weighted(weights), MEL, 2)


def convolved() -> Question:
    torch.manual_seed(3)
    return Question(Convolved().eval(), MEL, 0)


def as_map(question: Question, values: np.ndarray, method: str) -> interpret.ImportanceMap:
    signed = interpret.METHODS[method].signed
    return interpret.ImportanceMap(values, question.start(FRAMES), question.step, np.zeros(0), "", method, signed)


def test_integrated_gradients_of_a_linear_network_are_its_weights_times_its_input(features):
    question = linear_question()
    values = gradients.integrated_gradients(question, features)
    weights = question.network.classify.weight[2].view(ROWS, FRAMES)
    assert np.allclose(values, (weights * (features - question.silence)).detach().numpy(), atol=1e-4)
    rise = question.answers(features) - question.answers(torch.full_like(features, question.silence))
    assert np.allclose(values.sum(axis=(1, 2)), rise, atol=1e-2)


def test_losses_of_a_linear_network_sum_to_the_logit_less_that_of_silence(features):
    question = linear_question()
    rise = question.answers(features) - question.answers(torch.full_like(features, question.silence))
    for occlusion in (
        occlusions.occlusion_in_time,
        occlusions.occlusion_in_frequency,
        occlusions.occlusion_in_both,
    ):
        values = occlusion(question, features)
        assert np.allclose(values.reshape(CLIPS, -1).sum(axis=1), rise, rtol=1e-4)


@pytest.mark.parametrize("name", IN_TIME)
def test_the_peak_is_the_frame_that_decides(name, features):
    question = reading_at(slice(None), slice(FRAME, FRAME + 1))
    loud = features.clone()
    loud[:, :, FRAME] += 30  # dB: more than what fills a gap
    values = interpret.METHODS[name].explain(question, loud, 0)
    width = FRAMES // 12 if name == "occlusion in both" else 2 if name == "occlusion in time" else 1  # of a part
    for clip in values:
        middle = question.start(FRAMES) + (FRAME + 0.5) * question.step
        assert as_map(question, clip, name).peak == pytest.approx(middle, abs=width * question.step)


@pytest.mark.parametrize(
    "name", ["gradient", "integrated gradients", "SmoothGrad", "occlusion in frequency", "occlusion in both"]
)
def test_the_highest_row_is_the_band_that_decides(name, features):
    question = reading_at(slice(BAND, BAND + 1), slice(None))
    for clip in interpret.METHODS[name].explain(question, features, 0):
        rows = clip.sum(axis=1)
        assert BAND in np.flatnonzero(rows >= rows.max() - 1e-6)
        assert np.count_nonzero(rows > rows.max() / 2) <= ROWS // 5


def test_grad_cam_finds_where_the_convolution_answers():
    question = convolved()
    with torch.no_grad():  # one map, which answers to a single loud frame
        question.network.convolve[0].weight.zero_()
        question.network.convolve[0].weight[0, 0, 1, 1] = 1.0
        question.network.classify.weight.fill_(1.0)
    quiet = torch.full((1, ROWS, FRAMES), 0.0)
    quiet[:, :, FRAME] = 10.0
    values = gradients.grad_cam(question, quiet)
    assert values.shape == (1, ROWS, FRAMES)
    assert values[0].sum(axis=0).argmax() == FRAME


def test_grad_cam_has_nothing_to_say_of_a_network_without_convolutions(features):
    with pytest.raises(ValueError, match="expected convolutions over a whole clip, got Weighted"):
        gradients.grad_cam(linear_question(), features)


def test_explaining_leaves_modes_and_gradients_as_they_were(features):
    question = convolved()
    question.network.train()
    question.network.convolve.eval()
    before = [module.training for module in question.network.modules()]
    with torch.inference_mode():  # as a page may ask
        read = features.clone()
        for name in ("gradient", "integrated gradients", "SmoothGrad", "Grad-CAM", "occlusion in time"):
            assert np.isfinite(interpret.METHODS[name].explain(question, read, 0)).all()
    assert [module.training for module in question.network.modules()] == before
    assert all(weight.grad is None and weight.requires_grad for weight in question.network.parameters())


@pytest.mark.parametrize("name", ["SmoothGrad", "linear surrogate, noise", "forest surrogate, mean", "random"])
def test_a_seed_gives_the_same_map_again_and_another_gives_another(name, features):
    explain = interpret.METHODS[name].explain
    question = convolved()
    first, again, other = (explain(question, features[:1, :, :9], seed) for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)


def test_maps_of_changed_copies_do_not_depend_on_the_number_of_cores(features):
    question, cores = convolved(), torch.get_num_threads()
    assert question.batch(features) < surrogates.MASKS  # several batches
    maps = []
    try:
        for count in (1, 3):
            torch.set_num_threads(count)
            maps.append(interpret.METHODS["linear surrogate, mean"].explain(question, features, 0))
            assert torch.get_num_threads() == count
    finally:
        torch.set_num_threads(cores)
    np.testing.assert_array_equal(*maps)
    assert np.ptp(maps[0]) > 0


def test_an_edge_detector_fails_sanity_and_the_gradient_passes(features):
    question = convolved()
    edges = interpret.check_sanity(controls.change_of_sound, question, features)
    assert edges.whole == pytest.approx(1.0) and not edges.passes
    assert str(edges).startswith("fails: the map hardly changes")
    gradient = interpret.check_sanity(gradients.gradient, question, features)
    assert gradient.passes and gradient.whole < 0.5
    assert [name for name, _ in gradient.cascade] == ["classify", "convolve.1", "convolve.0"]
    assert gradient.cascade[-1][1] == gradient.whole


def test_a_network_forgets_in_a_copy_the_layers_that_are_named(features):
    network = convolved().network
    twin = sanity.forgetful(network, ["classify"])
    assert torch.equal(twin.convolve[0].weight, network.convolve[0].weight)
    assert not torch.equal(twin.classify.weight, network.classify.weight)
    assert torch.equal(twin.classify.weight.flatten().sort()[0], network.classify.weight.flatten().sort()[0])


def test_waveforms_are_explained_over_seconds():
    weights = torch.zeros(1, 8000)
    weights[0, 3000:3300] = 1.0  # 0.375 to 0.4125 s
    question = Question(Weighted(weights), Samples(8000), 0)
    sound = torch.rand(1, 8000, generator=torch.Generator().manual_seed(4))
    for name in ("gradient", "integrated gradients", "occlusion in time", "linear surrogate, silence"):
        (values,) = interpret.METHODS[name].explain(question, sound, 0)
        assert values.shape == (20,)  # of 50 ms
        assert 6 <= values.argmax() <= 8
    with pytest.raises(ValueError, match="expected a system that reads a spectrogram"):
        occlusions.occlusion_in_frequency(question, sound)


@pytest.mark.parametrize(
    "frontend", [MEL, frontends.GTZAN_LOGMEL, PowerSpectrogram(), papers.get("yenney2022/cnn-1s").frontend]
)
def test_seconds_of_maps_are_those_of_the_front_end(frontend):
    frames = frontend.shape(10.0)[1]
    question = Question(linear_question().network, frontend, 0)
    shown = interpret.ImportanceMap(np.zeros(frames), question.start(frames), question.step, np.zeros(0), "", "", False)
    hop = frontend.hop_length / frontend.sample_rate
    allowed = 1e-9 if getattr(frontend, "frame_rate", None) is None else hop  # kept frames lie on the hop's grid
    assert np.allclose(shown.times, frontend.times(frames), rtol=0, atol=allowed)


def test_importance_over_time_is_what_speaks_for_the_label():
    signed = interpret.ImportanceMap(
        np.array([[1.0, 2, -3, 0], [0, 2, 1, -1]]), 1.0, 0.5, np.array([100.0, 200]), "jazz", "gradient", True
    )
    assert signed.over_time().tolist() == [1, 4, -2, -1]
    assert signed.for_label().tolist() == [1, 4, 0, 0]
    assert signed.shares().tolist() == [0.2, 0.8, 0, 0]
    assert signed.peak == 1.75 and signed.end == 3.0
    assert signed.share_between(1.25, 1.75) == pytest.approx(0.1 + 0.4)
    assert signed.between(1.5, 2.5).values.tolist() == [[2, -3], [2, 1]] and signed.between(1.5, 2.5).start == 1.5
    with pytest.raises(ValueError, match=r"expected a stretch of 1.00 to 3.00 s"):
        signed.between(4, 5)


def test_a_map_of_nothing_is_even():
    flat = interpret.ImportanceMap(-np.ones(4), 0.0, 1.0, np.zeros(0), "", "", True)
    assert flat.shares().tolist() == [0.25] * 4
    assert flat.peak == 2.5


def test_maps_of_clips_are_put_on_one_axis_and_averaged_where_they_overlap():
    first, second = (
        interpret.ImportanceMap(np.full(4, value), start, 0.5, np.zeros(0), "jazz", "gradient", False)
        for value, start in ((1.0, 0.1), (3.0, 1.1))
    )
    whole = interpret.on_one_axis([second, first])
    assert whole.values.tolist() == [1, 1, 2, 2, 3, 3]
    assert whole.start == 0.1
    with pytest.raises(ValueError, match="expected the map of a clip or more, got none"):
        interpret.on_one_axis([])
    with pytest.raises(ValueError, match="expected maps of one method, label and grid, got 2 kinds"):
        interpret.on_one_axis([first, replace(second, label="rock")])


def untrained(name: str, **sizes) -> inference.Model:
    """A model of a system of the catalogue that learned nothing; of its run it has the classes alone."""
    torch.manual_seed(5)
    system = papers.get(name)
    system = replace(system, sizes=system.sizes | sizes)
    run = SimpleNamespace(classes=tuple(f"label {n}" for n in range(CLASSES)))
    return inference.Model(run, system, system.build(CLASSES).eval())


@pytest.fixture(scope="module")
def noise_at():
    return lambda rate, seconds: 0.1 * np.random.default_rng(0).normal(size=round(rate * seconds)).astype(np.float32)


def test_a_model_is_explained_with_seconds_hz_and_the_name_of_the_label(noise_at):
    model = untrained("irvin2016/lstm-attention")
    clips = frontends.clips(model.system.frontend, noise_at(4000, 12), model.system.clip)
    maps = interpret.explain(model, clips, 1, "gradient")
    assert len(maps) == len(clips.starts) == 4
    assert maps[0].values.shape == (513, 22)
    assert np.array_equal(maps[0].frequencies, model.system.frontend.frequencies)
    assert (maps[0].label, maps[0].method, maps[0].signed) == ("label 1", "gradient", False)
    assert np.allclose(maps[2].times - clips.starts[2], model.system.frontend.times(22))
    (attention, *_) = interpret.explain(model, clips, 1, "attention")
    assert attention.values.sum() == pytest.approx(1.0) and attention.label == ""
    assert np.allclose(attention.values, interpret.attention_maps(model, clips)[0].values)


def test_what_cannot_be_explained_is_refused_with_what_can():
    model = untrained("irvin2016/rnn")
    clips = frontends.Clips(torch.zeros(1, 513, 22), np.zeros(1), 5.0, False)
    with pytest.raises(ValueError, match="expected a method of explanation, got 'tarot'; choose one of gradient"):
        interpret.explain(model, clips, 0, "tarot")
    with pytest.raises(ValueError, match="irvin2016/rnn cannot be explained by 'attention'; choose one of gradient"):
        interpret.explain(model, clips, 0, "attention")
    with pytest.raises(ValueError, match="expected the number of one of 3 labels, got 3"):
        interpret.explain(model, clips, 3, "gradient")
    with pytest.raises(ValueError, match="expected a system that attends, got irvin2016/rnn"):
        interpret.attention_maps(model, clips)
    with pytest.raises(ValueError, match="expected a system with feedback, got irvin2016/rnn"):
        interpret.gate_maps(model, clips)
    with pytest.raises(ValueError, match="expected a system that answers step by step, got irvin2016/rnn"):
        interpret.logit_maps(model, clips, [0])


def test_feedback_states_and_logits_have_the_seconds_of_their_windows(noise_at):
    model = untrained("kim2019/tf-crnn", widths=(8, 8, 16, 16), hidden=12)
    clips = frontends.clips(model.system.frontend, noise_at(16_000, 0.65), 0.65)
    blocks = interpret.gate_maps(model, clips)[0]
    (logits,) = interpret.logit_maps(model, clips, [2, 0])
    (states,) = interpret.state_maps(model, clips)
    assert [block.values.shape for block in blocks] == [(maps, 5) for maps in model.system.sizes["widths"][1:]]
    assert all(block.values.min() > 0 and block.values.max() < 1 for block in blocks)
    assert states.values.shape == (12, 5) and logits.values.shape == (2, 5)
    assert np.allclose(logits.times, [0.1, 0.2, 0.3, 0.4, 0.5])  # middles of windows of 0.2 s
    with torch.no_grad():
        assert logits.values[0, -1] == pytest.approx(float(model.network(clips.features)[0, -1, 2]), rel=1e-4)
    (gradient,) = interpret.explain(model, clips, 2, "gradient")
    assert gradient.values.shape == (13,) and gradient.values.max() > 0


def test_attention_of_the_house_lasts_four_frames_a_step(noise_at):
    network = papers.get("house/crnn-attention").build(2)
    start, step = readings.step_seconds(frontends.GTZAN_LOGMEL, network, 129, 32)
    assert step == pytest.approx(4 / 12.907)
    assert start == pytest.approx(0.0, abs=512 / 22_050)


@pytest.mark.parametrize("name", ["choi2017/crnn-0.1M", "pandey2023/deep", "house/crnn-attention"])
def test_grad_cam_covers_what_the_network_reads(name):
    model = untrained(name)
    shape = model.system.frontend.shape(model.system.clip)
    clips = frontends.Clips(torch.rand(1, *shape) * 10 - 40, np.zeros(1), model.system.clip, False)
    (cam,) = interpret.explain(model, clips, 0, "Grad-CAM")
    assert cam.values.shape == shape and cam.values.min() >= 0
    assert "Grad-CAM" not in interpret.applicable(untrained("kim2019/crnn"))


def test_fills_are_what_they_are_called(features):
    question = linear_question()
    clip = features[:1]
    assert set(surrogates.FILLS) == {"silence", "mean", "noise"}
    filled = {name: fill(question, clip, 0) for name, fill in surrogates.FILLS.items()}
    assert (filled["silence"] == question.silence).all()
    assert torch.allclose(filled["mean"][0, 3, 0], clip[0, 3].mean())
    assert filled["noise"][0].std(dim=1) == pytest.approx(clip[0].std(dim=1), rel=0.5)
    assert filled["noise"].min() >= question.silence
