"""The least that keeps an answer: a short stretch, a narrow band. A greedy search, so a small one, not the smallest."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from genrelib.counterfactuals.sweeps import Ask, Progress, first
from genrelib.edits import SHORTEST, Chain, Crop, HighPass, LowPass

SHRINK = 0.7  # of a stretch that the next one has
PLACES = 3  # of the next stretch in the one before: at its beginning, in its middle, at its end
LOWEST = 30.0  # Hz at which a band begins
HIGHEST = 20_000.0  # Hz at which it ends, or where the sound does
LEAST = 60.0  # Hz below which no band ends
OCTAVES = (2.0, 1.0, 0.5, 0.25)  # by which a band is narrowed at either end, coarse steps first


@dataclass(frozen=True)
class Remainder:
    """A chain that leaves the answer as it is, the `low` and `high` end of what it leaves, in s or Hz.

    `probability` is the answer's, `asked` counts questions.
    """

    chain: Chain
    low: float
    high: float
    probability: float
    asked: int


def shortest(
    seconds: float, chain: Chain, label: int, ask: Ask, progress: Progress = lambda share: None
) -> Remainder | None:
    """A short stretch of a sound of so many seconds whose most probable label is still this one; None if it never is.

    Of three shorter stretches of the one before, each SHRINK as long, the one whose label is the most probable is kept,
    as long as one keeps the answer: three questions a step, 34 at most for 30 s. The other edits follow the crop.
    """
    rest = chain.drop(Crop)

    def cut(low: float, high: float) -> Chain:
        whole = low <= 0 and high >= seconds
        return rest if whole else Chain((Crop(round(low, 2), round(high, 2)), *rest.edits))

    def shorter(low: float, high: float) -> list[tuple[float, float]]:
        length = (high - low) * SHRINK
        if length < SHORTEST + 0.01:  # ends are rounded
            return []
        return [(float(start), float(start) + length) for start in np.linspace(low, high - length, PLACES)]

    steps = np.log(SHORTEST / seconds) / np.log(SHRINK)
    return _greedy((0.0, seconds), cut, shorter, label, ask, progress, 1 + PLACES * steps)


def narrowest(
    highest: float, chain: Chain, label: int, ask: Ask, progress: Progress = lambda share: None
) -> Remainder | None:
    """A narrow band of a sound that reaches up to `highest` Hz whose most probable label is still this one.

    It begins with the band that the chain leaves. Either end of it is moved by two octaves, whichever leaves the label
    more probable, as long as one keeps the answer; then by one, a half and a quarter: two questions a step. None if the
    whole band does not keep it.
    """
    rest = chain.drop(LowPass).drop(HighPass)
    highest = min(highest, HIGHEST)
    kept = None
    band = _band(chain, highest)
    asked = 0
    for place, step in enumerate(OCTAVES):
        ratio = 2**step

        def cut(low: float, high: float) -> Chain:
            low_cut = (HighPass(round(low)),) if low > LOWEST else ()
            high_cut = (LowPass(round(high)),) if high < highest else ()
            return Chain((*rest.edits, *low_cut, *high_cut))

        def narrower(low: float, high: float, ratio: float = ratio) -> list[tuple[float, float]]:
            if high / low < ratio * 2 ** OCTAVES[-1]:
                return []
            return [(low * ratio, high), *([(low, high / ratio)] if high / ratio >= LEAST else [])]

        progress(place / len(OCTAVES))
        better = _greedy(band, cut, narrower, label, ask)
        if better is None:
            return None
        asked += better.asked
        kept = better
        band = (better.low, better.high)
    return kept and Remainder(kept.chain, kept.low, kept.high, kept.probability, asked)


def _band(chain: Chain, highest: float) -> tuple[float, float]:
    """The band, in Hz, that the filters of a chain leave of a sound that reaches up to `highest`."""
    low, high = chain.get(HighPass), chain.get(LowPass)
    return (
        max(low.hz, LOWEST) if isinstance(low, HighPass) else LOWEST,
        min(high.hz, highest) if isinstance(high, LowPass) else highest,
    )


def _greedy(
    ends: tuple[float, float],
    cut: Callable[[float, float], Chain],
    smaller: Callable[[float, float], list[tuple[float, float]]],
    label: int,
    ask: Ask,
    progress: Progress = lambda share: None,
    expected: float = 1.0,
) -> Remainder | None:
    """Go from a piece to the smaller one of which the label is the most probable, as long as it comes first there."""
    answer = ask(cut(*ends))
    asked = 1
    if first(answer) != label:
        return None
    while candidates := smaller(*ends):
        answers = []
        for candidate in candidates:
            answers.append(ask(cut(*candidate)))
            asked += 1
            progress(min(asked / expected, 1.0))
        keeping = [place for place, other in enumerate(answers) if first(other) == label]
        if not keeping:
            break
        best = max(keeping, key=lambda place: answers[place][label])
        ends, answer = candidates[best], answers[best]
    return Remainder(cut(*ends), *ends, float(answer[label]), asked)
