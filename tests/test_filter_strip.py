"""Filters side by side: each in shares of its own largest weight, with its centre above it."""

from pathlib import Path

import numpy as np
import pytest

from genrelib import inference, plots, runs
from genrelib.interpret import filter_report

SHIPPED = {  # run -> rows of a picture, and whether they have Hz
    "jukebox/artist/irvin2016/lstm-attention": (513, True),
    "jukebox/artist/house/crnn-attention": (3, False),
    "gtzan-blues-classical-jazz-rock/track/kim2019/samplecnn": (513, True),
}


def test_each_filter_is_drawn_in_shares_of_its_own_largest():
    pictures = np.stack([np.diag([1.0, -2.0, 0.5]), np.zeros((3, 3)), 100 * np.eye(3)])
    figure = plots.filter_strip(pictures, np.array([10.0, 20.0, 40.0]), np.array([15.0, 20.0, 30.0]))
    strip, centres = figure.data
    drawn = np.array(strip.z, float)
    assert drawn.shape == (3, 11) and np.isnan(drawn[:, [3, 7]]).all()
    assert drawn[1, 1] == -1 and drawn[0, 0] == 0.5 and (drawn[:, 4:7] == 0).all() and drawn[2, 10] == 1
    assert list(centres.x) == [1, 5, 9] and list(centres.y) == [15, 20, 30]
    assert (strip.zmin, strip.zmax) == (-1, 1)


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_filters_of_shipped_networks_are_drawn_as_they_sound(name):
    model = inference.load(Path(runs.shipped()) / name / "seed-0")
    pictures, hz, centres = filter_report.filter_pictures(model)
    rows, has_hz = SHIPPED[name]
    assert pictures.shape[1] == rows and bool(len(hz)) == has_hz == bool(len(centres))
    assert len(pictures) <= filter_report.SOUNDING
    if has_hz:
        assert len(hz) == rows and len(centres) == len(pictures)
        assert (np.diff(centres) >= 0).all()
