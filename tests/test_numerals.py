"""Numbers as people read them."""

import pytest

from genrelib.numerals import minus, percent


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (None, "unknown"),
        (0.0, "0 %"),
        (0.004, "<1 %"),
        (0.005, "<1 %"),
        (0.0051, "1 %"),
        (0.126, "13 %"),
        (0.9949, "99 %"),
        (0.995, ">99 %"),
        (0.99999, ">99 %"),
        (1.0, "100 %"),
    ],
)
def test_a_share_is_written_in_percent_and_a_small_one_is_not_nothing_nor_a_large_one_all(share, written):
    assert percent(share) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("-0.5 to -.1", "−0.5 to −.1"),
        ("(-3 points)", "(−3 points)"),
        ("hip-hop, 1-2, k-0.5M, 2026-11-30", "hip-hop, 1-2, k-0.5M, 2026-11-30"),
        ("a - b, -", "a - b, -"),
    ],
)
def test_a_hyphen_before_a_number_alone_is_a_minus_sign(text, written):
    assert minus(text) == written
