"""A declaration is data: it builds, counts, is overridden only by replace, and survives JSON."""

import json
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial

import pytest
import torch
from torch import nn

from genrelib.recipe import FittedAtOnce, Recipe
from genrelib.system import Study, System, describe


class Reference(Enum):
    NONE = 1
    TRACK = 2


@dataclass(frozen=True)
class FrontEnd:
    sample_rate: int
    reference: Reference = Reference.NONE


class Line(nn.Module):
    def __init__(self, *, inputs: int, classes: int):
        super().__init__()
        self.classify = nn.Linear(inputs, classes)
        self.scale = nn.Parameter(torch.ones(1000), requires_grad=False)


SYSTEM = System(
    name="nobody2000/line",
    row="Table 1",
    clip=5.0,
    frontend=FrontEnd(sample_rate=4000),
    network=Line,
    sizes={"inputs": 7, "pools": ((2, 2), (3, 3))},
    recipe=Recipe(optimizer=partial(torch.optim.SGD, momentum=0.9), learning_rate=0.01, batch=4, epochs=2),
)
BUILDABLE = replace(SYSTEM, sizes={"inputs": 7})


def test_a_system_builds_its_network_for_the_classes_asked():
    assert BUILDABLE.build(classes=3).classify.out_features == 3


def test_kernels_lie_channels_last_and_maps_follow():
    class Picture(nn.Module):
        def __init__(self, *, classes: int):
            super().__init__()
            self.convolve = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ELU(), nn.Conv2d(4, classes, 3))

        def forward(self, x):
            return self.convolve(x)

    network = replace(SYSTEM, network=Picture, sizes={}).build(3)
    maps = network(torch.ones(2, 1, 8, 9))
    assert network.convolve[2].weight.is_contiguous(memory_format=torch.channels_last)
    assert maps.is_contiguous(memory_format=torch.channels_last) and not maps.is_contiguous()


def test_only_trainable_parameters_are_counted():
    assert BUILDABLE.count(classes=3) == 7 * 3 + 3


def test_a_system_fitted_in_one_call_has_no_count_before_it_is_fitted():
    assert replace(BUILDABLE, recipe=FittedAtOnce()).count(classes=3) is None


def test_the_optimizer_is_called_with_parameters_and_rate():
    recipe = SYSTEM.recipe
    optimizer = recipe.optimizer(BUILDABLE.build(classes=3).classify.parameters(), lr=recipe.learning_rate)
    assert optimizer.param_groups[0]["lr"] == 0.01
    assert optimizer.param_groups[0]["momentum"] == 0.9


def test_a_declaration_cannot_be_changed_in_place():
    with pytest.raises(AttributeError):
        SYSTEM.clip = 1.0


def test_a_description_survives_json():
    for value in (
        SYSTEM,
        Study("nobody2000/table-1", "Table 1", ("nobody2000/line",), "gtzan", "track", "accuracy", 3),
    ):
        assert json.loads(json.dumps(describe(value))) == describe(value)


def test_a_description_names_types_members_functions_and_partials():
    described = describe(SYSTEM)
    assert described["frontend"] == {"type": "FrontEnd", "sample_rate": 4000, "reference": "NONE"}
    assert described["network"].endswith("test_system.Line")
    assert described["sizes"] == {"inputs": 7, "pools": [[2, 2], [3, 3]]}
    assert described["recipe"]["optimizer"]["function"].endswith("SGD")
    assert described["recipe"]["optimizer"]["keywords"] == {"momentum": 0.9}


@pytest.mark.parametrize(
    "changed",
    [
        replace(SYSTEM, clip=5.5),
        replace(SYSTEM, sizes=SYSTEM.sizes | {"inputs": 8}),
        replace(SYSTEM, sizes={"inputs": 7, "pools": ((2, 2), (3, 4))}),
        replace(SYSTEM, frontend=FrontEnd(sample_rate=4000, reference=Reference.TRACK)),
        replace(SYSTEM, network=nn.Linear),
        replace(SYSTEM, recipe=replace(SYSTEM.recipe, optimizer=partial(torch.optim.SGD, momentum=0.8))),
        replace(SYSTEM, recipe=FittedAtOnce()),
    ],
)
def test_a_different_declaration_has_a_different_description(changed):
    assert describe(changed) != describe(SYSTEM)


@pytest.mark.parametrize("nameless", [lambda progress: 1 - progress, torch.ones(3), object()])
def test_what_cannot_be_found_again_is_not_described(nameless):
    with pytest.raises(TypeError, match="no name to be found again by"):
        describe({"schedule": nameless})
