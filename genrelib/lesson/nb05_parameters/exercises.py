"""The self-checks of notebook 05: each knows the usual mistakes and explains them in a sentence."""

from collections.abc import Sequence

import numpy as np

from genrelib.lesson.nb05_parameters.budget import TOLERANCE, narrowed, part_sizes
from genrelib.lesson.nb05_parameters.prevalence import precision
from genrelib.lesson.self_check import NOTHING, Verdict, answers_of, is_number
from genrelib.papers import choi2017

BUDGET = "0.25M"
GROWTH = choi2017.COUNT[BUDGET] / choi2017.COUNT["0.1M"]  # of the weights
WIDEST = 2_000  # maps that are still counted
LEAD = 0.01  # of k2c1, on each of the tags where it leads
RECALL, FALSE_ALARMS = 0.8, 0.05  # of the threshold of exercise 4
HAPPY = 1_257  # songs, section 3
TRACKS = 214_284 + 25_940  # ibid.
HALF = 0.05  # how near a rounded answer must be, as a share of the right one
NEAR = 0.007  # the same for a mistake: two of them lie one per cent apart


def widths(chosen: tuple[int, int] | None) -> Verdict:
    """Check exercise 1: widths of a k2c1 that keeps the budget, `first` of three layers and `second` of the others."""
    if chosen is None:
        return NOTHING
    try:
        first, second = chosen
    except (TypeError, ValueError):
        return Verdict(False, f"Give two whole numbers, (first, second), not {chosen!r}.")
    if not all(isinstance(width, int | np.integer) and 0 < width <= WIDEST for width in (first, second)):
        return Verdict(False, f"Both widths are counted: whole numbers from 1 to {WIDEST:,}, not {chosen!r}.")
    budget = choi2017.COUNT[BUDGET]
    counted = int(part_sizes(narrowed(first, second)).sum())
    deviation = counted / budget - 1
    if abs(deviation) <= TOLERANCE:
        paper = choi2017.K2C1[BUDGET][0]
        theirs = int(part_sizes(narrowed(paper[0], paper[-1])).sum())
        return Verdict(
            True,
            f"{counted:,} weights, {deviation:+.1%}. The paper has {paper[0]} and {paper[-1]}, which are {theirs:,}. "
            "Yours need not be the same: a budget does not say how to spend it.",
        )
    before = choi2017.K2C1["0.1M"][0]
    linear = [round(GROWTH * width) for width in (before[0], before[-1])]
    if (first, second) == (before[0], before[-1]):
        return Verdict(False, f"That is the row for 0.1M: {counted:,} weights.")
    if abs(first - linear[0]) <= 1 and abs(second - linear[1]) <= 1:
        return Verdict(
            False,
            f"You made every layer {GROWTH:g} times as wide, and got {counted:,} weights: between two layers there is "
            "a weight for every *pair* of maps. By how much do the widths grow if the weights grow by that?",
        )
    more = "too many" if deviation > 0 else "too few"
    return Verdict(False, f"{counted:,} weights, {deviation:+.0%}: {more}. Allowed are 2 % more or less.")


def lead(value: float | None) -> Verdict:
    """Check exercise 2: the lead on each of two tags that outweighs LEAD on each of the 48 others."""
    if value is None:
        return NOTHING
    if not is_number(value):
        return Verdict(False, f"Give one number, such as 0.1, not {value!r}.")
    behind = choi2017.K2C1_OVER_K1C2
    others = choi2017.LABELS - behind
    right = behind * LEAD / others
    if abs(value - right) < HALF * right:
        return Verdict(
            True,
            f"More than {right:.2f} on both. If k2c1's AUC on them were .80, k1c2's had to be above "
            f"{0.8 + right:.2f}, more than perfect. So either leads were tiny, or the two sentences do not speak of "
            "the same networks.",
        )
    sentence = {
        behind * LEAD: f"That is the sum of all {behind} leads. It is made up for by {others} tags together.",
        LEAD: "On as many tags that would do. Here it is two against 48.",
        behind * LEAD / choi2017.LABELS: "That is the difference of the means. How much is it for each of two tags?",
        behind / others: "That is how many leads each of the two must outweigh. Times the lead.",
    }
    for wrong, words in sentence.items():
        if abs(value - wrong) < HALF * wrong:
            return Verdict(False, words)
    return Verdict(False, f"Not {value:.3g}. What do {behind} leads of {LEAD:g} sum to, and who pays for them?")


def _pairs(tie: float, below: float = 0.0):
    def area(having: Sequence[float], lacking: Sequence[float]) -> float:
        total = sum(
            1.0 if one > other else tie if one == other else below for one in having for other in lacking
        )  # of pairs
        return total / (len(having) * len(lacking))

    return area


def _turned(having: Sequence[float], lacking: Sequence[float]) -> float:
    return 1 - _pairs(0.5)(having, lacking)


def _sum(having: Sequence[float], lacking: Sequence[float]) -> float:
    return _pairs(0.5)(having, lacking) * len(having) * len(lacking)


def _per_row(having: Sequence[float], lacking: Sequence[float]) -> float:
    return _sum(having, lacking) / (len(having) + len(lacking))


def _in_step(having: Sequence[float], lacking: Sequence[float]) -> float:
    pairs = list(zip(having, lacking, strict=False))
    return sum(one > other for one, other in pairs) / len(pairs)


def _in_step_of_all(having: Sequence[float], lacking: Sequence[float]) -> float:
    return sum(one > other for one, other in zip(having, lacking, strict=False)) / len(having)


def _thresholded(having: Sequence[float], lacking: Sequence[float]) -> float:
    right = sum(score >= 0.5 for score in having) + sum(score < 0.5 for score in lacking)
    return right / (len(having) + len(lacking))


TRIED = (  # small enough to follow by hand; together they tell all usual mistakes apart
    ((0.9, 0.4), (0.6, 0.1)),
    ((0.9, 0.2, 0.4), (0.3, 0.4)),
    ((0.3, 0.1), (0.2, 0.2, 0.0)),
)
IN_STEP = (
    "You compare the first with the first, the second with the second. Compare *every* score of the one list with "
    "every one of the other."
)
MISTAKES = {
    _pairs(0.0): "Almost: a pair of equal scores counts half.",
    _pairs(1.0): "Almost: a pair of equal scores counts half, not as a whole.",
    _turned: "You count the pairs that are the wrong way round. The track *with* the tag should score higher.",
    _sum: "That is the number of pairs that are right. Divide by the number of all pairs.",
    _per_row: "You divide by the number of tracks. There are more pairs than that: every one of these with every one "
    "of those.",
    _in_step: IN_STEP,
    _in_step_of_all: IN_STEP,
    _thresholded: "That is the share that is right at a threshold of 0.5. The area needs no threshold: it compares.",
}


def area(function) -> Verdict:
    """Check exercise 3: the area under the ROC curve, a function of scores of tracks with the tag and without it."""
    inputs = [(list(having), list(lacking)) for having, lacking in TRIED]
    given = answers_of(function, inputs, str([*inputs[0]]), "the share of pairs")
    if isinstance(given, Verdict):
        return given
    if not all(is_number(answer) for answer in given):
        return Verdict(False, f"With {[list(part) for part in TRIED[0]]} it returns {given[0]!r}: expected one number.")
    right = [_pairs(0.5)(*scores) for scores in TRIED]
    if np.allclose(given, right):
        return Verdict(True, f"{right[0]:g} of the pairs of {list(TRIED[0][0])} and {list(TRIED[0][1])}.")
    for mistake, sentence in MISTAKES.items():
        if np.allclose(given, [mistake(*scores) for scores in TRIED]):
            return Verdict(False, sentence)
    first = next(number for number, answer in enumerate(given) if not np.isclose(answer, right[number]))
    having, lacking = TRIED[first]
    return Verdict(
        False,
        f"With the tag {list(having)}, without it {list(lacking)}: {right[first]:.3g} of the pairs are right, "
        f"yours gives {given[first]:.3g}.",
    )


def alarms(share: float | None) -> Verdict:
    """Check exercise 4: the share of alarms that are right, for the rarest tag of the paper."""
    if share is None:
        return NOTHING
    if not is_number(share):
        return Verdict(False, f"Give one number, such as 0.5, not {share!r}.")
    prevalence = HAPPY / TRACKS
    right = precision(RECALL, FALSE_ALARMS, prevalence)
    if 1 < share <= 100:
        return Verdict(False, "Give a share between 0 and 1.")
    if abs(share - right) < HALF * right:
        return Verdict(
            True,
            f"{right:.1%}: of a hundred songs that it calls happy, {round(100 * right)} are. No ROC curve shows it.",
        )
    sentence = {
        RECALL: "That is the recall: of the happy songs, how many are found. Asked is: of the *alarms*, how many are "
        "happy?",
        RECALL / (RECALL + FALSE_ALARMS): "So it would be if half of all songs were happy. Weigh both shares by how "
        "many songs there are of each kind.",
        1 - FALSE_ALARMS: "That is the share of the *other* songs that stay quiet.",
        prevalence: "That is the share of happy songs among all: what guessing gets. The network is better than that.",
        1 - right: "That is the share of alarms that are *wrong*.",
        RECALL * prevalence: "So many of all songs are alarms that are right. Divide by all alarms.",
        RECALL * HAPPY / (FALSE_ALARMS * (TRACKS - HAPPY)): "You divided by the wrong alarms. Divide by all of them.",
    }
    for wrong, words in sentence.items():
        if abs(share - wrong) < NEAR * wrong:
            return Verdict(False, words)
    return Verdict(
        False, f"Not {share:.3g}. How many of {TRACKS:,} songs are alarms and happy, and how many are alarms and not?"
    )


def tracks(number: float | None, half: float, measured_on: int, half_then: float) -> Verdict:
    """Check exercise 5: test tracks for an interval of `half_then` on either side, where `measured_on` gave `half`."""
    if number is None:
        return NOTHING
    if not is_number(number):
        return Verdict(False, f"Give a number of tracks, not {number!r}.")
    factor = half / half_then
    right, linear = measured_on * factor**2, measured_on * factor
    if abs(number - right) < HALF * right:
        return Verdict(
            True,
            f"About {right:,.0f}. The paper tested on 25,940: enough tracks by far. What it has one of is trainings: "
            "tracks say nothing of how another training of the same network would do.",
        )
    if abs(number - linear) < HALF * linear:
        return Verdict(False, "An interval shrinks with the *root* of the number of tracks: half of it takes 4 times.")
    if abs(number - measured_on / factor**2) < HALF * measured_on / factor**2:
        return Verdict(False, f"Fewer than the {measured_on} that there are? A narrower interval takes more.")
    if abs(number - measured_on * factor**0.5) < HALF * measured_on * factor**0.5:
        return Verdict(False, "The other way round: the *interval* goes with the root of the number of tracks.")
    return Verdict(
        False, f"Not {number:,.0f}. {measured_on} tracks gave ±{half:.3f}; by which factor must it shrink, squared?"
    )
