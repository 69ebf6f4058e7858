"""Choi et al.'s four structures at five sizes: counts and shapes worked out by hand from the paper's text."""

from functools import partial

import librosa
import numpy as np
import pytest
import torch
from learning import learn
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from genrelib import papers
from genrelib.networks.crnn import BandCrnn, Crnn
from genrelib.networks.pooling import BandPooledCnn, PooledCnn, WholeBands
from genrelib.papers import choi2017

# Table 1 added up by hand: convolutions with biases, 2 per normalised map or unit, 50 outputs, 2 for each frame of the
# input (1366; CRNN 1440), a GRU with one bias per gate; to which torch's GRU adds 3 * hidden in each of two layers.
COUNTS = {
    "k1c2-0.1M": 98_392,
    "k1c2-0.25M": 235_475,
    "k1c2-0.5M": 460_228,
    "k1c2-1M": 947_363,
    "k1c2-3M": 2_776_223,
    "k2c1-0.1M": 100_245,
    "k2c1-0.25M": 249_450,
    "k2c1-0.5M": 507_024,
    "k2c1-1M": 1_005_526,
    "k2c1-3M": 2_986_347,
    "k2c2-0.1M": 99_554,
    "k2c2-0.25M": 248_829,
    "k2c2-0.5M": 500_052,
    "k2c2-1M": 1_006_560,
    "k2c2-3M": 3_048_899,
    "crnn-0.1M": 100_010 + 6 * 30,
    "crnn-0.25M": 248_978 + 6 * 48,
    "crnn-0.5M": 500_037 + 6 * 68,
    "crnn-1M": 1_003_247 + 6 * 96,
    "crnn-3M": 3_030_592 + 6 * 169,
    # twice the taps of 33 * (1 + 33 + 66) + 66 * 66 kernels of 4
    "k1c2-0.5M@8tap": 460_228 + 4 * (33 * (1 + 33 + 66) + 66 * 66),
    "crnn-0.5M@mel-bn": 500_037 - 2 * 1440 + 2 * 96 + 6 * 68,
    "k2c1-0.1M@mel-bn": 100_245 - 2 * 1366 + 2 * 96,
    "k2c1-0.5M@mel-bn": 507_024 - 2 * 1366 + 2 * 96,
    "crnn-0.5M@squared-power": 500_037 + 6 * 68,
    "crnn@released": 396_786,
}
SHAPES = {  # bands and frames after each pool
    "k1c2": [(96, 341), (96, 68), (96, 8), (96, 1)],
    "k2c1": [(1, 341), (1, 85), (1, 21), (1, 5), (1, 1)],
    "k2c2": [(48, 341), (24, 85), (12, 21), (4, 4), (1, 1)],
    "crnn": [(48, 720), (16, 240), (4, 60), (1, 15)],
}
STRUCTURES = list(SHAPES)
SHORT = {"bands": 12, "frames": 20, "classes": 2}
SMALL = {
    "k1c2": {"widths": (4, 8), "kernels": ((1, 4), (1, 4)), "pools": ((1, 4), (1, 5)), "hidden": (8, 8)},
    "k2c1": {"widths": (8, 8), "kernels": ((12, 4), (1, 4)), "pools": ((1, 4), (1, 5)), "hidden": (8, 8)},
    "k2c2": {"widths": (8, 8), "kernels": ((3, 3), (3, 3)), "pools": ((3, 4), (4, 5)), "hidden": ()},
}
SMALL_CRNN = {"padding": 2, "widths": (8, 8), "pools": ((3, 2), (4, 2)), "dropout": 0.1, "hidden": 8}


@pytest.fixture(autouse=True)
def same_numbers_each_time():
    torch.manual_seed(0)


def named(structure: str, size: str = "0.1M") -> nn.Module:
    return papers.get(f"choi2017/{structure}-{size}").build(classes=50)


def size(network: nn.Module) -> int:
    return sum(weight.numel() for weight in network.parameters())


def maps_of(network: nn.Module, x: torch.Tensor) -> list[torch.Tensor]:
    """What each convolution, with its pool, makes of x."""
    maps = []
    for layer in network.convolve:
        layer.register_forward_hook(lambda layer, given, made: maps.append(made))
    with torch.inference_mode():
        network.eval()(x)
    return maps


# sizes


def test_every_structure_is_there_at_every_size_and_every_departure_is_counted():
    assert {f"choi2017/{short}" for short in COUNTS} == {system.name for system in choi2017.SYSTEMS}


@pytest.mark.parametrize(("short", "count"), COUNTS.items())
def test_counts_are_those_of_table_1_added_up(short, count):
    assert size(papers.get(f"choi2017/{short}").build(classes=50)) == count


def test_the_count_of_k1c2_that_is_declared_is_its_own():
    assert {f"k1c2-{label}": count for label, count in choi2017.K1C2_COUNT.items()}.items() <= COUNTS.items()


def test_the_released_networks_have_the_counts_that_their_authors_state():
    crnn = Crnn(**choi2017.CRNN_SIZES, widths=(64, 128, 128, 128), hidden=32, classes=50)
    assert size(crnn) == 396_786 + 6 * 32  # with Keras' GRU it is `crnn@released`
    cnn = PooledCnn(**choi2017.K2C2_SIZES, widths=(32, 128, 128, 192, 256), hidden=(), classes=50)
    assert size(cnn) == 865_950


@pytest.mark.parametrize(("short", "share"), [("k1c2-0.5M", 0.067), ("k1c2-0.5M@8tap", 0.126)])
def test_only_kernels_of_8_frames_put_thirteen_percent_of_k1c2_into_convolutions(short, share):
    network = papers.get(f"choi2017/{short}").build(classes=50)
    assert size(network.convolve) / size(network) == pytest.approx(share, abs=0.002)


# shapes


@pytest.mark.parametrize("structure", STRUCTURES)
def test_pools_shrink_29_seconds_as_the_paper_says(structure):
    network = named(structure)
    maps = maps_of(network, torch.randn(1, 96, 1366))
    assert [tuple(made.shape[2:]) for made in maps] == SHAPES[structure]
    assert [made.shape[1] for made in maps] == list(choi2017.STRUCTURES[structure][2]["0.1M"][0])


@pytest.mark.parametrize(("structure", "features"), [("k1c2", 96 * 30), ("k2c1", 87), ("k2c2", 83)])
def test_what_the_pools_leave_is_flattened(structure, features):
    network = named(structure)
    read = network.connect[0][0] if len(network.connect) else network.classify
    assert read.in_features == features


@pytest.mark.parametrize("kernel", [3, 4, 8])
def test_convolutions_keep_the_number_of_frames(kernel):
    sizes = SMALL["k1c2"] | {"kernels": ((1, kernel), (1, kernel)), "pools": ((1, 1), (1, 1))}
    maps = maps_of(PooledCnn(**sizes, **SHORT), torch.randn(1, 12, 20))
    assert [made.shape[2:] for made in maps] == [(12, 20), (12, 20)]


@pytest.mark.parametrize("structure", STRUCTURES)
def test_each_convolution_is_normalised_before_elu_and_pooled_after(structure):
    for layer in named(structure).convolve:
        parts = [part for part in layer if not isinstance(part, nn.ZeroPad2d | nn.Dropout)]
        kinds = (nn.Conv2d, nn.BatchNorm2d, nn.ELU, nn.MaxPool2d)
        assert all(isinstance(part, kind) for part, kind in zip(parts, kinds, strict=True))


@pytest.mark.parametrize("structure", ["k1c2", "k2c1"])
def test_connected_layers_are_normalised_before_elu_and_the_output_is_neither(structure):
    network = named(structure)
    assert [[type(part) for part in layer] for layer in network.connect] == [[nn.Linear, nn.BatchNorm1d, nn.ELU]] * 2
    assert isinstance(network.classify, nn.Linear)


# what each structure hears


def changed_rows(structure: str) -> list[int]:
    """Bands of the first map that change with band 5 of the input."""
    network = PooledCnn(**SMALL[structure] | {"pools": ((1, 4), (1, 5))}, **SHORT)  # bands are left apart
    x = torch.randn(1, 12, 20)
    louder = x.clone()
    louder[:, 5] += 3
    before, after = maps_of(network, x)[0], maps_of(network, louder)[0]
    return (before != after).any(dim=(0, 1, 3)).nonzero().flatten().tolist()


def test_k1c2_hears_each_band_by_itself():
    assert changed_rows("k1c2") == [5]


def test_k2c2_hears_neighbouring_bands():
    assert changed_rows("k2c2") == [4, 5, 6]


def test_k2c1_hears_all_bands_at_once():
    assert changed_rows("k2c1") == [0]
    assert named("k2c1").convolve[0][1].kernel_size == (96, 4)


@pytest.mark.parametrize(("structure", "frames"), [("k1c2", 1366), ("k2c1", 1366), ("k2c2", 1366), ("crnn", 1440)])
def test_input_is_normalised_per_frame(structure, frames):
    assert named(structure).normalise.weight.shape == (frames,)


def test_per_frame_each_frame_has_mean_zero_and_deviation_one():
    network = PooledCnn(**SMALL["k2c2"], **SHORT)
    x = torch.linspace(-3, 5, 20) + torch.linspace(1, 4, 20) * torch.randn(64, 12, 20)
    normal = network.normalise(x)
    assert normal.shape == x.shape
    assert torch.allclose(normal.mean(dim=(0, 1)), torch.zeros(20), atol=1e-5)
    assert torch.allclose(normal.std(dim=(0, 1)), torch.ones(20), atol=1e-2)


@pytest.mark.parametrize("short", ["crnn-0.5M", "k2c1-0.1M"])
def test_per_band_the_rest_of_the_network_is_the_same(short):
    plain, per_band = (papers.get(f"choi2017/{name}").build(50).state_dict() for name in (short, f"{short}@mel-bn"))
    assert per_band["normalise.weight"].shape == (96,) != plain["normalise.weight"].shape
    plain, per_band = (
        {name: weight.shape for name, weight in one.items() if not name.startswith("normalise")}
        for one in (plain, per_band)
    )
    assert plain == per_band


@pytest.mark.parametrize("small", [partial(BandCrnn, **SMALL_CRNN), partial(BandPooledCnn, **SMALL["k2c1"])])
def test_per_band_each_mel_band_has_mean_zero(small):
    network = small(**SHORT)
    x = torch.arange(12.0)[:, None] + torch.randn(64, 12, 24)
    assert torch.allclose(network.normalise(x).mean(dim=(0, 2)), torch.zeros(12), atol=1e-5)


def test_squared_powers_leave_forty_decibels_of_the_music():
    frontend = papers.get("choi2017/crnn-0.5M@squared-power").frontend
    noise = np.random.default_rng(0).standard_normal(24_000).astype(np.float32)
    sound = noise * np.geomspace(1, 1e-4, 24_000, dtype=np.float32)
    mel = librosa.feature.melspectrogram(
        y=sound, sr=12_000, n_fft=512, hop_length=256, n_mels=96, center=True, pad_mode="constant"
    )
    ours = frontend(torch.from_numpy(sound)[None])[0].numpy()
    np.testing.assert_allclose(ours, librosa.power_to_db(mel**2, amin=1e-10, top_db=80), atol=0.01)
    kept = ours > ours.min()
    assert np.ptp(librosa.power_to_db(mel, top_db=None)[kept]) == pytest.approx(40, abs=0.5)


# learning


@pytest.mark.parametrize(
    "build",
    [
        *(partial(PooledCnn, **SMALL[structure]) for structure in SMALL),
        partial(BandCrnn, **SMALL_CRNN),
        partial(BandPooledCnn, **SMALL["k2c1"]),
    ],
    ids=[*SMALL, "crnn@mel-bn", "k2c1@mel-bn"],
)
def test_two_tags_are_learned_that_may_sound_together(build):
    network = build(**SHORT)  # here, not above: its weights are those of the seed
    learn(network, two_tags, binary_cross_entropy_with_logits)
    features, tags = two_tags(200)  # in training mode: 40 steps are too few for Keras' slow running means
    assert ((network(features) > 0) == tags.bool()).float().mean() > 0.9


def two_tags(clips: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Noise, (clips, 12, 20), with a steady tone in band 2, one in band 8, both or neither; and which, (clips, 2)."""
    features, tags = torch.randn(clips, 12, 20), torch.randint(2, (clips, 2)).float()
    features[:, [2, 8]] += 2 * tags[:, :, None]
    return features, tags


# studies


@pytest.mark.parametrize(("figure", "systems"), [("figure-2", 20), ("figure-3", 3), ("figure-4", 20)])
def test_studies_are_of_the_plain_systems_and_ask_for_the_mean_auc(figure, systems):
    study = papers.STUDIES[f"choi2017/{figure}"]
    assert len(set(study.systems)) == systems and not any("@" in name for name in study.systems)
    assert (study.data, study.metric) == ("msd", "roc_auc_macro")


def test_both_orders_are_of_the_four_structures():
    assert set(choi2017.ORDER) == set(choi2017.FASTER) == set(STRUCTURES)


def test_a_kernel_over_all_bands_computes_in_one_dimension_what_it_does_in_two():
    torch.manual_seed(0)
    ours, theirs = WholeBands(2, 5, (12, 4)), nn.Conv2d(2, 5, (12, 4))
    theirs.load_state_dict(ours.state_dict())
    x = torch.randn(3, 2, 12, 40)
    torch.testing.assert_close(ours(x), theirs(x))
    for convolve in (ours, theirs):
        convolve(x).square().sum().backward()
    torch.testing.assert_close(ours.weight.grad, theirs.weight.grad, rtol=1e-4, atol=1e-3)
    layers = [layer for layer in papers.get("choi2017/k2c1-0.1M").build(10).modules() if isinstance(layer, nn.Conv2d)]
    assert [type(layer) for layer in layers] == [WholeBands, *[nn.Conv2d] * 4]
