"""Agreement of two predictions: among the labels that both know, and unknown where one cannot say the other's."""

import numpy as np
import pytest

from genrelib.inference import Prediction, agree


def prediction(silent: bool = False, **track: float) -> Prediction:
    values = np.array(list(track.values()))
    edges = np.array([0.0])
    return Prediction(tuple(track), edges, edges + 1, values[None], values, None, False, 1.0, silent=silent)


BLUES = prediction(blues=0.6, jazz=0.3, rock=0.1)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (prediction(jazz=0.4, blues=0.6), True),
        (prediction(jazz=0.7, blues=0.3), False),
        (prediction(guitar=0.9, blues=0.5, jazz=0.2), True),  # a tagger's guitar contradicts no genre
        (prediction(guitar=0.9, blues=0.2, jazz=0.5), False),
        (prediction(jazz=0.7, rock=0.3), None),
        (prediction(silent=True, jazz=0.4, blues=0.6), None),
    ],
)
def test_the_other_seconds_the_leading_answer_contradicts_it_or_cannot_tell(other, expected):
    assert agree(BLUES, other) is expected


def test_a_silent_one_leads_nobody():
    assert agree(prediction(silent=True, blues=1.0), BLUES) is None
