"""The support vector machine of hand-made statistics is scikit-learn's, whatever the units of the numbers it reads."""

import io

import numpy as np
import pytest
from scipy.special import softmax
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from genrelib import papers
from genrelib.networks import classical, statistics

GENRES = 4


def described(clips: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of 518 numbers whose units differ by six orders of magnitude, some of them moved by the genre."""
    random = np.random.default_rng(seed)
    genres = np.arange(clips) % GENRES
    rows = random.normal(size=(clips, 518))
    rows[np.arange(clips)[:, None], 10 * genres[:, None] + np.arange(10)] += 1.5
    return (rows * np.logspace(-3, 3, 518) + 100).astype(np.float32), genres


@pytest.fixture(scope="module")
def fitted():
    return papers.get("kim2019/svm").build(classes=GENRES).fit(*described(120, seed=0))


def test_it_decides_as_the_papers_machine_does(fitted):
    theirs = make_pipeline(StandardScaler(), SVC(C=1.0, gamma="auto")).fit(*described(120, seed=0))
    rows, genres = described(200, seed=1)
    np.testing.assert_array_equal(fitted.predict(rows), theirs.predict(rows))
    np.testing.assert_allclose(fitted.decision_function(rows), theirs.decision_function(rows), atol=1e-4)
    assert (fitted.predict(rows) == genres).mean() > 0.7


def test_its_probabilities_are_a_softmax_of_its_decisions(fitted):
    rows, _ = described(20, seed=1)
    probability = fitted.predict_proba(rows)
    np.testing.assert_allclose(probability, softmax(fitted.decision_function(rows), axis=1))
    np.testing.assert_array_equal(probability.argmax(axis=1), fitted.predict(rows))


def test_the_unit_of_a_statistic_does_not_matter(fitted):
    rows, genres = described(120, seed=0)
    scaled = statistics.svm(C=1.0, classes=GENRES).fit(rows * 1000, genres)
    fresh, _ = described(50, seed=1)
    np.testing.assert_allclose(scaled.predict_proba(fresh * 1000), fitted.predict_proba(fresh), atol=1e-3)


def test_it_survives_a_file_of_plain_arrays(fitted):
    file = io.BytesIO()
    np.savez(file, **classical.learned(fitted))
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        restored = classical.restore(statistics.svm(C=1.0, classes=GENRES), dict(arrays))
    rows, _ = described(50, seed=1)
    np.testing.assert_array_equal(restored.predict_proba(rows), fitted.predict_proba(rows))


def test_it_reads_all_statistics_of_a_whole_clip():
    system = papers.get("kim2019/svm")
    assert tuple(system.frontend.shape(system.clip)) == (518,)
    assert not system.is_network
