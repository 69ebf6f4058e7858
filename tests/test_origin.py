"""Words on a training that ended before its recipe did."""

import pandas as pd
import pytest
import torch

from genrelib.recipe import FittedAtOnce, Recipe
from genrelib.train.origin import partial

RECIPE = Recipe(optimizer=torch.optim.SGD, learning_rate=0.1, batch=4, epochs=100, patience=5)


def history(epochs: int) -> pd.DataFrame:
    return pd.DataFrame({"epoch": range(1, epochs + 1)})


def test_fewer_epochs_than_the_recipes_are_told_as_they_were_asked_for():
    assert partial(RECIPE, history(60), 60, "") == "60 of the recipe's 100 epochs were asked for"


def test_early_stopping_within_the_epochs_asked_for_leaves_a_whole_run():
    assert partial(RECIPE, history(22), 60, "") == ""
    assert partial(RECIPE, history(22), 100, "") == ""


@pytest.mark.parametrize("recipe", [RECIPE, FittedAtOnce()])
def test_what_ran_to_its_end_is_whole(recipe):
    assert partial(recipe, history(recipe.epochs), recipe.epochs, "") == ""


def test_a_deadline_is_named():
    assert partial(RECIPE, history(22), 60, "in epoch 23") == "the time budget ended in epoch 23"
