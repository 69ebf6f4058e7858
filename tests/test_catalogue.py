"""Whatever the catalogue declares is tested by being declared; counts and shapes are pinned to the papers'."""

import json
import re
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
import torch
from torch import nn

from genrelib import papers
from genrelib.papers import house
from genrelib.recipe import Recipe
from genrelib.system import describe

SYSTEMS = list(papers.CATALOG.values())
NETWORKS = [system for system in SYSTEMS if system.is_network]
TRAINED = [system for system in SYSTEMS if isinstance(system.recipe, Recipe)]
ADOPTED = [system for system in SYSTEMS if system.adopted]
STUDIES = list(papers.STUDIES.values())
MISSED = {  # stated sizes that the paper's own layers do not add up to, and what these add up to
    "choi2017/k1c2-0.25M": 235_475,
    "choi2017/k1c2-0.5M": 460_228,
    "choi2017/k1c2-1M": 947_363,
    "choi2017/k1c2-3M": 2_776_223,
}


def named(value) -> str:
    return value.name


@pytest.mark.parametrize("system", NETWORKS, ids=named)
def test_noise_of_the_declared_length_gives_logits_and_every_weight_a_gradient(system):
    torch.manual_seed(0)
    network = system.build(classes=10)
    logits = network(torch.randn(2, *system.frontend.shape(system.clip)))
    assert logits.shape in ((2, 10), (2, 23, 10))  # 23 where a network answers after every window of 2.5 s
    assert logits.isfinite().all()
    logits.square().sum().backward()
    for name, weight in network.named_parameters():
        assert weight.grad is not None and weight.grad.isfinite().all(), name


@pytest.mark.parametrize("system", NETWORKS, ids=named)
def test_embedding_is_what_the_last_layer_reads(system):
    network = system.build(classes=10).eval()
    x = torch.randn(1, *system.frontend.shape(system.clip))
    with torch.inference_mode():
        vectors = network.embed(x)
        assert vectors.shape == (1, network.classify.in_features)
        last = network(x).view(1, -1, 10)[:, -1]  # of several steps, if the network answers after each
        assert torch.allclose(network.classify(vectors), last, atol=1e-5)


@pytest.mark.parametrize("system", [s for s in NETWORKS if s.network.attends], ids=named)
def test_attention_is_one_weight_per_step_summing_to_one(system):
    network = system.build(classes=10).eval()
    weights = network.inspect(torch.randn(2, *system.frontend.shape(system.clip))).attention
    assert weights.ndim == 2 and len(weights) == 2
    assert (weights >= 0).all()
    assert torch.allclose(weights.sum(dim=1), torch.ones(2), atol=1e-5)


@pytest.mark.parametrize("system", [s for s in NETWORKS if s.parameters and s.name not in MISSED], ids=named)
def test_count_is_within_two_percent_of_what_the_paper_states(system):
    assert system.count(system.labels) == pytest.approx(system.parameters, rel=0.02)


@pytest.mark.parametrize("name", MISSED)
def test_a_stated_count_that_cannot_be_met_is_missed_by_a_known_amount(name):
    system = papers.get(name)
    assert system.count(system.labels) == MISSED[name] != pytest.approx(system.parameters, rel=0.02)
    assert f"{100 * (MISSED[name] / system.parameters - 1):.1f}" in system.departs


@pytest.mark.parametrize(
    "name, classes, count",
    [
        # Two layers, each 4 gates of h (inputs + h) weights and, in torch, 2 h biases where the paper's have h:
        # h = 250: 4 * 250 * (513 + 250 + 2) + 4 * 250 * (250 + 250 + 2), and 250 * 10 + 10
        ("irvin2016/lstm", 10, 1_269_510),
        # h = 60: 4 * 60 * (513 + 60 + 2) + 4 * 60 * (60 + 60 + 2), W_c 120 * 60, and 60 * 10 + 10
        ("irvin2016/lstm-attention", 10, 174_610 + 2 * 4 * 60),
        # 3 * 3 * (1 * 64 + 64 * 128 + 128 * 128), a bias and 2 of the normalisation per map: 320 * 3, then
        # flat * 128 + 128 with flat as in test_networks, and 128 * 10 + 10
        ("yenney2022/cnn-1s", 10, 371_594),
        ("yenney2022/cnn-5s", 10, 1_452_938),
        ("yenney2022/cnn-15s", 10, 4_107_146),
        ("yenney2022/cnn-30s", 10, 7_793_546),
        # 100,010 with one bias per gate of the GRU; torch's second adds 3 * 30 in each of two layers
        ("choi2017/crnn-0.1M", 50, 100_010 + 180),
        # 64 and 3 times 128 maps of 3 x 3, 2 for each of 1440 frames, a GRU of 3 * 32 * (128 + 32 + 1) and one of
        # 3 * 32 * (32 + 32 + 1), 32 * 50 + 50: 9 * (64 + 64 * 128 + 2 * 128**2) and 3 * 448
        ("choi2017/crnn@released", 50, 2_880 + 369_216 + 1_344 + 15_456 + 6_240 + 1_650),
        # the same maps, 2 for the whole picture, PyTorch's GRU with two biases
        ("won2020/crnn-msd", 50, 2 + 369_216 + 1_344 + 15_552 + 6_336 + 1_650),
        # Kernels of 3, a bias and 2 of the normalisation per map, a GRU of 3 * 256 * (512 + 256 + 2), 256 * 16 + 16:
        # 3 * (128 + 2 * 128**2 + 128 * 256 + 2 * 256**2 + 256 * 512) and 3 * 1664 maps
        ("kim2019/crnn", 16, 983_424 + 4_992 + 591_360 + 4_112),
        ("kim2019/tf-crnn", 16, 1_583_888 + 1536 * 257),  # a layer from 256 units to all maps but the first block's
        # 256 units to an eighth of the maps, 192 in all, and from there to the maps
        ("kim2019/tf-crnn@bottleneck", 16, 1_583_888 + 192 * 257 + 61_440 + 1536),
        # as above with 144, 288 and 576 maps and 281 units: 3 * (144 + 2 * 144**2 + 144 * 288 + 2 * 288**2 + 288 * 576)
        # and 3 * 1872 maps, 3 * 281 * (576 + 281 + 2), 281 * 16 + 16
        ("kim2019/crnn@tf-size", 16, 1_244_592 + 5_616 + 724_137 + 4_512),
        # 3 * (128 + 2 * 128**2 + 128 * 256 + 5 * 256**2 + 256 * 512), 3 * 2432 maps, 512 * 512 + 3 * 512, 512 * 16 + 16
        ("kim2019/samplecnn", 16, 1_573_248 + 7_296 + 263_680 + 8_208),
        # 3 * 3 * (1 * 16 + 16 * 32 + 32 * 64 + 64 * 128) without biases, 2 of the normalisation for each of 240 maps,
        # a GRU each way of 3 * 64 * (128 * 2 + 64 + 2), a score of 128 + 1; 322 statistics for 128 units, whose
        # normalisation has 2 each; and (128 + 128) * 10 + 10
        ("house/crnn-attention", 10, 96_912 + 480 + 123_648 + 129 + 41_216 + 256 + 2_570),
    ],
)
def test_count_is_what_the_papers_layers_add_up_to(name, classes, count):
    assert papers.get(name).count(classes) == count


@pytest.mark.parametrize(
    "name, operations",
    [
        ("irvin2016/mlp", 2 * (11_286 * 125 + 125 * 10)),
        # 22 frames through two layers of 4 gates each, and the classifier
        ("irvin2016/lstm", 2 * (22 * 4 * 250 * (513 + 250 + 250 + 250) + 250 * 10)),
        # maps of 126 x 42, 61 x 19 and 13 x 7 from kernels of 3 x 3, then two linear layers
        (
            "yenney2022/cnn-1s",
            2 * 9 * (126 * 42 * 64 + 61 * 19 * 64 * 128 + 13 * 7 * 128 * 128) + 2 * (1152 * 128 + 128 * 10),
        ),
        # 23 steps: kernels of 3 over 1067, 355, 118, 39, 13 and 4 places, GRU, classifier, feedback to 1536 maps
        (
            "kim2019/tf-crnn",
            2 * 23 * 3 * (1067 * (128 + 128**2) + 355 * 128**2 + 118 * 128 * 256 + (39 + 13) * 256**2 + 4 * 256 * 512)
            + 2 * 23 * (3 * 256 * (512 + 256) + 256 * 16 + 256 * 1536),
        ),
        ("irvin2016/svm", None),
    ],
)
def test_operations_of_a_clip_are_what_the_papers_layers_add_up_to(name, operations):
    system = papers.get(name)
    assert system.operations(system.labels) == operations


def test_softmax_regression_weighs_every_value_of_the_clip():
    system = papers.get("irvin2016/softmax")
    bands, frames = system.frontend.shape(system.clip)
    assert bands * frames * 10 + 10 == 112_870


@pytest.mark.parametrize(
    "name, shape",
    [
        ("irvin2016/lstm", (513, 22)),
        ("yenney2022/cnn-1s", (128, 44)),
        ("yenney2022/cnn-5s", (128, 216)),
        ("yenney2022/cnn-15s", (128, 646)),
        ("yenney2022/cnn-30s", (128, 1249)),
        ("choi2017/crnn-0.1M", (96, 1366)),
        ("kim2019/tf-crnn", (40_000,)),
        ("kim2019/samplecnn", (59_049,)),
        ("house/crnn-attention", (128, 129)),
    ],
)
def test_features_have_the_papers_shape(name, shape):
    system = papers.get(name)
    assert tuple(system.frontend.shape(system.clip)) == shape


def test_no_two_systems_or_studies_share_a_name():
    systems = [system.name for paper in papers.PAPERS for system in paper.SYSTEMS]
    studies = [study.name for paper in papers.PAPERS for study in paper.STUDIES]
    assert len(set(systems)) == len(systems) == len(papers.CATALOG)
    assert len(set(studies)) == len(studies) == len(papers.STUDIES)


@pytest.mark.parametrize("paper", papers.PAPERS, ids=lambda paper: paper.__name__)
def test_a_paper_names_its_systems_and_studies_after_itself(paper):
    for entry in (*paper.SYSTEMS, *paper.STUDIES):
        stem, short = entry.name.split("/")
        assert stem == paper.__name__.rpartition(".")[2]
        assert short


@pytest.mark.parametrize("entry", SYSTEMS + STUDIES, ids=named)
def test_an_entry_says_where_the_paper_reports_it(entry):
    assert entry.row


@pytest.mark.parametrize("study", STUDIES, ids=named)
def test_a_study_is_of_known_systems_and_reports_only_on_them(study):
    assert study.systems and study.seeds >= 1
    assert set(study.systems) <= set(papers.CATALOG)
    assert set(study.reported) <= set(study.systems)
    for name, value in study.reported.items():
        assert value in papers.get(name).reported[study.data].values()


@pytest.mark.parametrize(
    "name, accuracy",  # as printed in Figures 1 and 2 of the poster, and in Table 2
    [
        ("irvin2016/softmax", 0.3809),
        ("irvin2016/lstm", 0.79),
        ("irvin2016/lstm-attention", 0.748),
        ("yenney2022/cnn-1s", 0.17),
        ("yenney2022/cnn-5s", 0.21),
        ("yenney2022/cnn-15s", 0.35),
        ("yenney2022/cnn-30s", 0.42),
    ],
)
def test_reported_figures_are_the_printed_ones(name, accuracy):
    assert papers.get(name).reported == {"gtzan": {"accuracy": accuracy}}


@pytest.mark.parametrize(
    ("name", "mean", "deviation"),  # as printed in Table 1
    [
        ("kim2019/crnn", 0.6078, 0.0101),
        ("kim2019/tf-crnn", 0.6117, 0.0060),
        ("kim2019/samplecnn", 0.6314, 0.0119),
    ],
)
def test_kims_reported_means_and_deviations_are_the_printed_ones(name, mean, deviation):
    assert papers.get(name).reported == {"fma-medium": {"accuracy": mean, "accuracy_sd": deviation}}


@pytest.mark.parametrize("system", TRAINED, ids=named)
def test_the_recipe_makes_an_optimizer(system):
    recipe = system.recipe
    optimizer = recipe.optimizer(nn.Linear(2, 2).parameters(), lr=recipe.learning_rate)
    assert optimizer.param_groups[0]["lr"] == recipe.learning_rate
    assert recipe.batch >= 1 and recipe.epochs >= 1 and 0 <= recipe.overlap < 1


@pytest.mark.parametrize(
    "name, recipe",
    [
        ("irvin2016/lstm", Recipe(torch.optim.Adam, 1e-3, batch=128, epochs=100, clip_norm=5.0, patience=20)),
        ("yenney2022/cnn-5s", Recipe(torch.optim.Adam, 1e-3, batch=32, epochs=30, limit=1)),
    ],
)
def test_the_recipe_is_the_papers(name, recipe):
    assert papers.get(name).recipe == recipe


@pytest.mark.parametrize("system", ADOPTED, ids=named)
def test_an_adopted_network_has_an_output_for_each_tag_and_a_file_that_is_known(system):
    released = system.recipe
    assert len(set(released.tags)) == len(released.tags) == system.labels == 50
    if released.categories:
        assert sorted(tag for tags in released.categories.values() for tag in tags) == sorted(released.tags)
    assert re.fullmatch("[0-9a-f]{64}", released.sha256) and released.url.startswith("https://")
    (data, figures), *others = system.reported.items()
    assert (data, others) == (released.data, []) and f"{figures['roc_auc_macro']:.4f}" in released.provenance


def test_no_study_asks_for_a_network_that_is_not_trained():
    assert not {name for study in STUDIES for name in study.systems} & {system.name for system in ADOPTED}


@pytest.mark.parametrize("system", SYSTEMS, ids=named)
def test_a_description_survives_json_and_tells_sizes_apart(system):
    described = describe(system)
    assert json.loads(json.dumps(described)) == described
    for name in system.sizes:
        assert describe(replace(system, sizes=system.sizes | {name: 7})) != described
    assert describe(replace(system, clip=system.clip + 1)) != described


def test_unknown_name_is_answered_with_the_nearest_three():
    with pytest.raises(ValueError, match=r"no system is called 'irvin2016/lstn'; did you mean irvin2016/lstm, ") as e:
        papers.get("irvin2016/lstn")
    assert sum(f" {name}," in f"{e.value}," or f"{name}?" in str(e.value) for name in papers.CATALOG) == 3


@pytest.mark.parametrize("name", ["?", "", "9" * 500])
def test_a_name_nothing_like_a_system_says_where_they_are_listed(name):
    with pytest.raises(ValueError, match="`genrelib systems` lists all"):
        papers.get(name)


def test_our_rate_rises_for_a_tenth_and_falls_to_a_fiftieth():
    assert house.rise_and_cosine(0.0) == 0
    assert house.rise_and_cosine(0.05) == pytest.approx(0.5)
    assert house.rise_and_cosine(0.1) == pytest.approx(1)
    assert house.rise_and_cosine(0.55) == pytest.approx(0.51)
    assert house.rise_and_cosine(1.0) == pytest.approx(0.02)


def test_our_weight_decay_spares_biases_and_normalisations():
    network = papers.get("house/crnn-attention").build(classes=10)
    decayed, spared = house.adamw(network.parameters(), lr=0.1).param_groups
    assert decayed["weight_decay"] > 0 and spared["weight_decay"] == 0
    assert min(weight.ndim for weight in decayed["params"]) > 1
    assert len(decayed["params"]) + len(spared["params"]) == len(list(network.parameters()))


def test_our_augmented_excerpts_are_as_long_as_a_clip():
    system = papers.get("house/crnn-attention")
    features, targets = torch.randn(4, *system.frontend.shape(system.recipe.crop)), torch.eye(4)
    for augment in system.recipe.augment:
        features, targets = augment(features, targets, torch.Generator().manual_seed(0))
    assert features.shape == (4, *system.frontend.shape(system.clip))
    assert torch.allclose(targets.sum(dim=1), torch.ones(4))


def test_the_system_that_contributing_adds_can_be_built():
    text = (Path(__file__).resolve().parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (system,) = eval(f"({dedent(example)})", dict(vars(house)))
    assert system.name not in papers.CATALOG
    assert system.build(classes=10).eval()(torch.randn(1, *system.frontend.shape(system.clip))).shape == (1, 10)
