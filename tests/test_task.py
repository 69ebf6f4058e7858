"""What is asked of a network: losses, answers, and refusals, against torch and scikit-learn."""

import numpy as np
import pandas as pd
import pytest
import torch
from sklearn import metrics
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from torch import nn

from genrelib import evaluate
from genrelib.networks import classical
from genrelib.task import GENRES, TAGS

BOTH = pytest.mark.parametrize("task", [GENRES, TAGS], ids=["genres", "tags"])
TRUTH = {GENRES: np.array([0, 2]), TAGS: np.array([[True, False, True], [False, False, True]])}


def test_genres_learn_by_cross_entropy():
    logits, targets = torch.randn(2, 3), GENRES.targets(TRUTH[GENRES], 3)
    assert GENRES.loss(logits, targets) == pytest.approx(nn.CrossEntropyLoss()(logits, torch.tensor([0, 2])).item())


def test_tags_learn_by_binary_cross_entropy():
    logits, targets = torch.randn(2, 3), TAGS.targets(TRUTH[TAGS], 3)
    expected = metrics.log_loss(TRUTH[TAGS].ravel(), logits.sigmoid().numpy().ravel())
    assert TAGS.loss(logits, targets).item() == pytest.approx(expected, rel=1e-5)


@BOTH
def test_the_loss_of_steps_is_their_mean(task):
    logits, targets = torch.randn(2, 5, 3), task.targets(TRUTH[task], 3)
    each = [task.loss(logits[:, step], targets, 0.1) for step in range(5)]
    assert task.loss(logits, targets, 0.1).item() == pytest.approx(torch.stack(each).mean().item(), rel=1e-5)


@BOTH
def test_the_last_step_answers(task):
    logits = torch.randn(2, 5, 3)
    assert torch.equal(task.probabilities(logits), task.probabilities(logits[:, -1]))


def test_smoothing_moves_a_tag_half_way_to_even_odds():
    """A full share leaves 1/2 as the target of every tag, whose least loss is log 2, at a logit of 0."""
    targets = TAGS.targets(TRUTH[TAGS], 3)
    assert TAGS.loss(torch.zeros(2, 3), targets, 1.0).item() == pytest.approx(np.log(2), rel=1e-6)
    sure = torch.where(targets > 0, 20.0, -20.0)
    assert TAGS.loss(sure, targets, 0.1).item() == pytest.approx(0.05 * 20, rel=1e-3)


@BOTH
def test_the_loss_takes_targets_between_yes_and_no(task):
    """The loss is linear in its targets: that of a blend is the blend of the losses."""
    logits, targets = torch.randn(2, 3), task.targets(TRUTH[task], 3)
    blend = task.loss(logits, 0.3 * targets + 0.7 * targets.flip(0))
    assert blend.item() == pytest.approx(
        (0.3 * task.loss(logits, targets) + 0.7 * task.loss(logits, targets.flip(0))).item(), rel=1e-5
    )


def test_genres_sum_to_one_and_tags_need_not():
    logits = torch.full((1, 3), 3.0)
    assert GENRES.probabilities(logits).sum() == pytest.approx(1)
    assert TAGS.probabilities(logits).sum() > 2.8


def test_the_highest_of_all_clips_still_sums_to_one_for_genres():
    clips, track = np.array([[0.9, 0.1], [0.3, 0.7]]), np.array([0, 0])
    np.testing.assert_allclose(GENRES.summarise(evaluate.maximum, clips, track), [[0.9 / 1.6, 0.7 / 1.6]])
    np.testing.assert_allclose(TAGS.summarise(evaluate.maximum, clips, track), [[0.9, 0.7]])


def test_tags_are_read_in_the_order_of_the_classes():
    table = pd.DataFrame({"t_b": [True], "t_a": [False], "p_a": [0.1], "p_b": [0.9]})
    truth, probability = TAGS.read(table, ("a", "b"))
    assert truth.tolist() == [[False, True]] and probability.tolist() == [[0.1, 0.9]]


def test_a_pipeline_learns_every_tag_by_itself_and_survives_storing():
    rng = np.random.default_rng(0)
    features, truth = rng.normal(size=(60, 4)), np.zeros((60, 2), bool)
    truth[:, 0], truth[:, 1] = features[:, 0] > 0, features[:, 1] > 1
    built = Pipeline([("scale", StandardScaler()), ("classify", LogisticRegression())])
    fitted = TAGS.pipeline(built, 2).fit(features, truth)
    alone = [Pipeline(built.steps).fit(features, column).predict_proba(features)[:, 1] for column in truth.T]
    np.testing.assert_allclose(fitted.predict_proba(features), np.stack(alone, axis=1))
    restored = classical.restore(TAGS.pipeline(built, 2), classical.learned(fitted))
    np.testing.assert_allclose(restored.predict_proba(features), fitted.predict_proba(features))


def test_a_pipeline_without_probabilities_is_refused_for_tags():
    with pytest.raises(ValueError, match="SVC gives no probabilities of its own, and tags need one each"):
        TAGS.pipeline(Pipeline([("classify", SVC())]), 2)


def test_a_tag_on_every_training_clip_is_refused():
    pipeline = TAGS.pipeline(Pipeline([("classify", LogisticRegression())]), 2)
    with pytest.raises(ValueError, match=r"got 1 labels that all clips have or none \(columns 1\)"):
        pipeline.fit(np.zeros((3, 1)), np.array([[True, True], [False, True], [False, True]]))
