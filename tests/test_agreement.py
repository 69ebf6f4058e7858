"""Two runs on the same tracks: joined by name, counted by who is right, ordered by how much they disagree."""

import numpy as np
import pandas as pd
import pytest

from genrelib.predictions import agreement
from genrelib.predictions.genres import GenrePredictions

LABELS = ("jazz", "metal", "rock")


def predicted(rows: dict, labels=LABELS) -> GenrePredictions:
    """Track -> truth and the probability of each label, in the order of `labels`."""
    probability = np.array([row[1] for row in rows.values()], float)
    truth = np.array([labels.index(row[0]) for row in rows.values()])
    answer = probability.argmax(axis=1)
    columns = {
        "track": list(rows),
        "start": 2.5,
        "truth": [labels[i] for i in truth],
        "answer": [labels[i] for i in answer],
        "confidence": probability.max(axis=1),
        "credence": probability[np.arange(len(rows)), truth],
    }
    return GenrePredictions(labels, pd.DataFrame(columns, index=pd.Index(list(rows), name="row")), truth, probability)


FIRST = predicted(
    {
        "a": ("jazz", (0.8, 0.1, 0.1)),
        "b": ("jazz", (0.7, 0.2, 0.1)),
        "c": ("metal", (0.9, 0.1, 0.0)),
        "d": ("rock", (0.6, 0.3, 0.1)),
        "e": ("rock", (0.6, 0.3, 0.1)),
        "alone": ("rock", (0.0, 0.0, 1.0)),
    }
)
SECOND = predicted(  # the same labels in another order: rock, jazz, metal
    {
        "e": ("rock", (0.1, 0.2, 0.7)),
        "d": ("rock", (0.2, 0.5, 0.3)),
        "c": ("metal", (0.0, 0.0, 1.0)),
        "b": ("jazz", (0.5, 0.4, 0.1)),
        "a": ("jazz", (0.1, 0.8, 0.1)),
    },
    ("rock", "jazz", "metal"),
)


def test_rows_and_labels_are_joined_by_name():
    pair = agreement.compare(FIRST, SECOND)
    assert pair.second.labels == LABELS and pair.judged == (6, 5)
    assert pair.second.table.index.tolist() == pair.first.table.index.tolist() == ["a", "b", "c", "d", "e"]
    assert pair.second.probabilities("e") == pytest.approx({"jazz": 0.2, "metal": 0.7, "rock": 0.1})
    assert pair.second.truth.tolist() == pair.first.truth.tolist() == [0, 0, 1, 2, 2]


def test_every_track_is_of_one_kind_and_the_largest_disagreement_comes_first():
    pair = agreement.compare(FIRST, SECOND)
    assert pair.table.kind.to_dict() == {"a": "both", "b": "first", "c": "second", "d": "same", "e": "different"}
    assert pair.counts == dict.fromkeys(agreement.KINDS, 1)
    assert pair.table.index.tolist() == ["c", "b", "e", "d", "a"]
    assert pair.table.distance.tolist() == pytest.approx([0.9, 0.4, 0.4, 0.1, 0.0])


def test_the_gain_and_the_recalls_are_of_the_first_over_the_second():
    first = agreement.compare(FIRST, SECOND)
    second = agreement.compare(SECOND, FIRST)
    assert first.gain.value == second.gain.value == 0
    assert (first.agreement.first, first.agreement.second) == (1, 1)
    recalls = first.recalls.loc["jazz"]
    assert (recalls["first"], recalls["second"], recalls["value"]) == pytest.approx((1, 0.5, 0.5))
    assert second.recalls.loc["jazz", "value"] == pytest.approx(-0.5)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (
            predicted({"a": ("jazz", (1, 0))}, ("jazz", "rock")),
            "on the same labels, got jazz, metal, rock and jazz, rock",
        ),
        (predicted({"z": ("jazz", (1, 0, 0))}), "no row in common"),
        (predicted({"a": ("rock", (1, 0, 0))}), "differ in what is true of 1 rows, such as a"),
    ],
)
def test_runs_that_cannot_be_compared_are_refused(other, words):
    with pytest.raises(ValueError, match=words):
        agreement.compare(FIRST, other)
