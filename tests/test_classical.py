"""The support vector machine is scikit-learn's, and stays itself through a file of plain arrays."""

import io

import numpy as np
import pytest
import torch
from learning import two_sounds
from sklearn.svm import SVC

from genrelib.networks import classical
from genrelib.networks.flatten import Flatten
from genrelib.networks.support_vectors import RbfMachine


def blobs(classes: int, clips: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """Overlapping clouds, (clips, 4, 5) float32, as many as there are classes, and which one each clip is of."""
    random = np.random.default_rng(0)
    genres = np.arange(clips * classes) % classes
    places = random.normal(size=(classes, 4, 5))
    return (places[genres] + random.normal(0, 1.5, size=(len(genres), 4, 5))).astype(np.float32), genres


def reference(features: np.ndarray, genres: np.ndarray, C: float) -> tuple[SVC, np.ndarray]:
    """scikit-learn's own machine with its `gamma="auto"`, and the rows it reads."""
    rows = Flatten().fit(features).transform(features)
    return SVC(C=C, gamma="auto", decision_function_shape="ovr", break_ties=True).fit(rows, genres), rows


@pytest.mark.parametrize("classes", [3, 4, 10])
@pytest.mark.parametrize("C", [0.1, 1.0, 30.0])
def test_decisions_are_those_of_scikit_learn(classes, C):
    features, genres = blobs(classes)
    machine, rows = reference(features, genres, C)
    ours = classical.svm(C=C, classes=classes).fit(features, genres)
    np.testing.assert_allclose(ours.decision_function(features), machine.decision_function(rows), atol=1e-6)
    np.testing.assert_array_equal(ours.predict(features), machine.predict(rows))


def test_of_two_classes_the_larger_decision_is_scikit_learns_answer():
    features, genres = blobs(2)
    machine, rows = reference(features, genres, 1.0)
    ours = classical.svm(C=1.0, classes=2).fit(features, genres)
    decisions = ours.decision_function(features)
    assert decisions.shape == (80, 2)
    np.testing.assert_array_equal(ours.predict(features), machine.predict(rows))
    np.testing.assert_array_equal(ours.predict(features) == 1, machine.decision_function(rows) > 0)
    np.testing.assert_allclose(ours[-1].margins(rows)[:, 1, 0], machine.decision_function(rows), atol=1e-6)


def test_labels_need_not_count_from_zero():
    features, genres = blobs(3)
    ours = classical.svm(C=1.0, classes=3).fit(features, genres)
    shifted = classical.svm(C=1.0, classes=3).fit(features, 2 * genres + 5)
    np.testing.assert_array_equal(shifted.predict(features), 2 * ours.predict(features) + 5)


def test_probabilities_rank_as_the_decisions_and_say_what_they_are():
    features, genres = blobs(4)
    ours = classical.svm(C=1.0, classes=4).fit(features, genres)
    probability, decisions = ours.predict_proba(features), ours.decision_function(features)
    np.testing.assert_allclose(probability.sum(axis=1), 1)
    np.testing.assert_allclose(np.log(probability[:, 1] / probability[:, 0]), decisions[:, 1] - decisions[:, 0])
    assert ours[-1].probability_note == "softmax of decision values"


def test_machine_survives_a_file_of_plain_arrays():
    features, genres = blobs(4)
    ours, unseen = classical.svm(C=1.0, classes=4).fit(features, genres), blobs(5)[0]
    file = io.BytesIO()
    np.savez(file, **classical.learned(ours))
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        restored = classical.restore(classical.svm(C=1.0, classes=4), dict(arrays))
    np.testing.assert_array_equal(restored.decision_function(unseen), ours.decision_function(unseen))
    np.testing.assert_array_equal(restored.predict_proba(unseen), ours.predict_proba(unseen))
    assert restored[-1].probability_note == ours[-1].probability_note


def test_kernel_is_one_over_the_number_of_values_wide():
    features, genres = blobs(3)
    assert classical.svm(C=1.0, classes=3).fit(features, genres)[-1].gamma_ == 1 / 20


def test_svm_tells_two_tones_apart():
    torch.manual_seed(0)
    features, genres = two_sounds(100)
    ours = classical.svm(C=1.0, classes=2).fit(features.numpy(), genres.numpy())
    features, genres = two_sounds(200)
    assert (ours.predict(features.numpy()) == genres.numpy()).mean() > 0.95


def test_an_unfitted_machine_has_learned_nothing():
    assert classical.learned(classical.svm(C=1.0, classes=3)) == {}
    assert RbfMachine(C=2.0).get_params() == {"C": 2.0}
