"""Sweeps find the edit that flips an answer, remainders the least that keeps it, of networks that are known."""

import numpy as np
import pytest

from genrelib import counterfactuals
from genrelib.edits import Chain, Crop, HighPass, LowPass, Pitch

RATE = 22_050


def number(chain: Chain, kind, otherwise: float, key: str = "hz") -> float:
    edit = chain.get(kind)
    return otherwise if edit is None else getattr(edit, key)


def bright(chain: Chain) -> np.ndarray:
    """A network that says the first label as long as 3 kHz is there."""
    return np.array([0.8, 0.2]) if number(chain, LowPass, np.inf) >= 3000 else np.array([0.3, 0.7])


def test_a_sweep_finds_where_the_answer_flips_and_halves_the_rest():
    sweep = counterfactuals.run_sweep("lowpass", Chain(), bright, RATE)
    assert sweep.flip < 3000 <= sweep.kept
    assert sweep.kept / sweep.flip < 1.03  # half an octave, halved four times
    assert (sweep.label, sweep.becomes) == (0, 1)
    assert list(sweep.values) == sorted(sweep.values) and len(sweep.values) == sweep.asked == len(sweep.probabilities)
    assert max(value for value in sweep.values if np.isfinite(value)) < RATE / 2


def test_a_sweep_takes_the_nearer_side():
    def ask(chain):
        semitones = number(chain, Pitch, 0.0, "semitones")
        return np.array([0.9, 0.1]) if -3.2 < semitones < 7.5 else np.array([0.0, 1.0])

    sweep = counterfactuals.run_sweep("pitch", Chain(), ask, RATE)
    assert sweep.flip == pytest.approx(-3.2, abs=0.07) and sweep.kept == pytest.approx(-3.2, abs=0.07)


def test_a_sweep_keeps_the_other_edits_and_says_that_nothing_flips():
    asked = []

    def ask(chain):
        asked.append(str(chain))
        return np.array([0.6, 0.4])

    sweep = counterfactuals.run_sweep("lowshelf", Chain.parse("lowshelf:6:200+reverse"), ask, RATE)
    assert (sweep.flip, sweep.kept, sweep.becomes) == (None, None, 0)
    assert set(asked) == {f"lowshelf:{value:g}:200+reverse" for value in sweep.values}


def test_silence_is_another_answer():
    def ask(chain):
        return np.zeros(2) if number(chain, HighPass, 0.0) > 4000 else np.array([0.6, 0.4])

    sweep = counterfactuals.run_sweep("highpass", Chain(), ask, RATE)
    assert sweep.becomes == counterfactuals.first(np.zeros(2)) == -1 and 4000 < sweep.flip < 4200


def test_progress_comes_to_its_end():
    shares = []
    counterfactuals.run_sweep("lowpass", Chain(), bright, RATE, shares.append)
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_what_has_no_strengths_is_not_swept():
    with pytest.raises(ValueError, match=r"expected an edit with strengths .*, got 'reverse'"):
        counterfactuals.run_sweep("reverse", Chain(), bright, RATE)


@pytest.mark.parametrize("needle", [2.0, 14.3, 28.5])
def test_the_shortest_stretch_holds_the_second_that_decides(needle):
    def ask(chain):
        crop = chain.get(Crop) or Crop(0.0)
        start, end = crop.start, min(crop.end, 30.0)
        overlap = max(0.0, min(end, needle + 1) - max(start, needle))  # of the second from `needle` on
        return np.array([0.5 + 0.4 * overlap / (end - start), 0.4]) if overlap > 0.5 else np.array([0.1, 0.9])

    kept = counterfactuals.shortest(30.0, Chain.parse("gain:-3"), 0, ask)
    assert kept.low <= needle + 0.5 and kept.high >= needle + 0.5
    assert kept.high - kept.low < 2.5 and kept.asked <= 35
    crop, gain = kept.chain.edits
    assert (crop.start, crop.end) == (round(kept.low, 2), round(kept.high, 2)) and str(gain) == "gain:-3"
    assert kept.probability > 0.7


def test_the_narrowest_band_holds_the_frequencies_that_decide():
    def ask(chain):
        low, high = number(chain, HighPass, 0.0), number(chain, LowPass, np.inf)
        return np.array([0.7, 0.3]) if low <= 600 and high >= 900 else np.array([0.2, 0.8])

    kept = counterfactuals.narrowest(RATE / 2, Chain.parse("lowpass:8000"), 0, ask)
    assert 600 / 2**0.3 < kept.low <= 600 and 900 <= kept.high < 900 * 2**0.3
    assert str(kept.chain) == f"highpass:{round(kept.low)}+lowpass:{round(kept.high)}"


def test_a_band_begins_with_the_one_that_is_left():
    """Of a network that says the label only without treble."""

    def ask(chain):
        return np.array([0.7, 0.3]) if 100 < number(chain, LowPass, 20_000.0) <= 2000 else np.array([0.2, 0.8])

    kept = counterfactuals.narrowest(RATE / 2, Chain.parse("lowpass:2000"), 0, ask)
    assert kept is not None and kept.high <= 2000
    assert counterfactuals.narrowest(RATE / 2, Chain(), 0, ask) is None


@pytest.mark.parametrize("highest", [2000.0, 11_025.0, 24_000.0])
@pytest.mark.parametrize("low_wins", [True, False])
def test_a_band_can_be_narrowed_to_either_end(highest, low_wins):
    def ask(chain):
        middle = (
            np.log2(max(number(chain, HighPass, 30.0), 30.0) * min(number(chain, LowPass, 20_000.0), 20_000.0)) / 40
        )
        return np.array([0.6 + 0.1 * (-middle if low_wins else middle), 0.2])

    kept = counterfactuals.narrowest(highest, Chain(), 0, ask)
    assert kept.high / kept.low < 2
    assert kept.high < 250 if low_wins else kept.high == min(highest, 20_000)


def test_nothing_is_left_of_another_answer():
    assert counterfactuals.shortest(30.0, Chain(), 1, bright) is None
    assert counterfactuals.narrowest(RATE / 2, Chain(), 1, bright) is None
