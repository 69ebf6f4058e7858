"""Which epoch is kept and when a training is over, by histories written by hand."""

import dataclasses

import torch
from torch.optim.swa_utils import AveragedModel

from genrelib.recipe import Monitor, Recipe
from genrelib.train.early_stopping import status
from genrelib.train.state import State

RECIPE = Recipe(optimizer=torch.optim.SGD, learning_rate=0.1, batch=4, epochs=20, patience=2)


def history(accuracies, losses=None):
    losses = accuracies if losses is None else losses
    return [
        {"epoch": epoch, "valid_loss": loss, "valid_accuracy": accuracy}
        for epoch, (accuracy, loss) in enumerate(zip(accuracies, losses, strict=True), 1)
    ]


def stand(rows, **changes):
    return status(rows, dataclasses.replace(RECIPE, **changes), "valid_accuracy")


def test_patience_bears_that_many_epochs_without_gain():
    assert not stand(history([0.5, 0.6, 0.6, 0.4])).over
    assert stand(history([0.5, 0.6, 0.6, 0.4, 0.6])).over


def test_the_first_of_equals_is_kept():
    assert stand(history([0.5, 0.6, 0.6])).best == 2


def test_without_patience_nothing_ends_it():
    assert not stand(history([0.9] + [0.1] * 50), patience=None).over


def test_the_loss_is_watched_where_the_recipe_says_so():
    rows = history([0.9, 0.5, 0.5], losses=[2.0, 1.0, 1.5])
    assert stand(rows).best == 1 and stand(rows, monitor=Monitor.LOSS).best == 2


def test_a_stage_ends_where_patience_does_and_bears_as_much_again():
    rows = history([0.6, 0.1, 0.1, 0.1, 0.1, 0.1])
    assert (stand(rows[:4], stages=2).stage, stand(rows[:4], stages=2).began) == (2, 4)
    assert not stand(rows, stages=2).over
    assert stand(history([0.6] + [0.1] * 6), stages=2).over


def test_a_gain_in_a_later_stage_must_beat_the_stages_before():
    status = stand(history([0.6, 0.1, 0.1, 0.1, 0.5, 0.7]), stages=2)
    assert (status.stage, status.best) == (2, 6)
    assert stand(history([0.6, 0.1, 0.1, 0.1, 0.5]), stages=2).best == 1


def test_epochs_that_were_not_looked_at_gain_nothing_but_cost_patience():
    unseen = None
    rows = history([unseen, 0.3, unseen, unseen, unseen])
    assert stand(rows[:1]).best == 0 and stand(rows[:4]).best == 2 and not stand(rows[:4]).over
    assert stand(rows).over


def test_a_stage_begins_from_the_best_weights_and_remembers_no_momentum():
    network = torch.nn.Linear(2, 1)
    average, optimizer = AveragedModel(network), torch.optim.Adam(network.parameters(), lr=0.1)
    best = {name: value.clone() for name, value in network.state_dict().items()}
    state = State(network, average, optimizer, torch.Generator(), {}, best=best)
    network(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    average.update_parameters(network)
    assert not torch.equal(network.weight, best["weight"])
    state.restart(torch.optim.Adam(network.parameters(), lr=0.02))
    assert torch.equal(network.weight, best["weight"]) and torch.equal(state.judged.weight, best["weight"])
    assert not state.optimizer.state and state.optimizer.param_groups[0]["lr"] == 0.02
