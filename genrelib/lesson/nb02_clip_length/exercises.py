"""The self-checks of notebook 02: each knows the usual mistakes and explains them in a sentence."""

from collections.abc import Sequence

import numpy as np

from genrelib import evaluate
from genrelib.frontends import LogMel
from genrelib.lesson.nb02_clip_length.argmax import perfect
from genrelib.lesson.self_check import NOTHING, Verdict, answers_of, is_number
from genrelib.system import System

ORDERS = 500  # by chance, beside which a student's order stands
HALF = 0.005  # of a percentage point that a student rounded


def sizes(frames: int | None, values: int | None, system: System, frontend: LogMel) -> Verdict:
    """Check exercise 1: frames of a clip as a front end makes them, and values of the CNN's last map in one row."""
    if frames is None or values is None:
        return NOTHING
    if not all(isinstance(number, int | np.integer) for number in (frames, values)):
        return Verdict(False, f"Both are counted: give two whole numbers, not {frames!r} and {values!r}.")
    right_frames = frontend.shape(system.clip)[1]
    right_values = system.build(10).project.in_features
    samples = round(system.clip * frontend.sample_rate)
    hop, window = frontend.hop_length, frontend.n_fft
    if frames != right_frames:
        sentence = {
            samples // hop: "One frame is missing: the first one has its middle on sample 0, before any hop.",
            1 + (samples - window) // hop: "So many frames fit into the clip. But here a frame counts if its *middle* "
            "lies in the clip: both ends are padded with zeros.",
            right_frames + 1: "One too many: the last whole hop ends before the clip does. Round down.",
        }.get(frames, f"Not {frames} frames. How many hops are there in {samples:,} samples, and where is frame 1?")
        return Verdict(False, sentence)
    if values != right_values:
        return Verdict(False, _wrong_values(values, frames, system))
    return Verdict(True, f"{frames} frames, and {values:,} values: each has a weight to every unit of the next layer.")


def _wrong_values(values: int, frames: int, system: System) -> str:
    widths, kernel, pools = (system.sizes[name] for name in ("widths", "kernel", "pools"))
    bands_left, frames_left = _map(system.sizes["bands"], frames, kernel, pools)
    unshrunk_bands, unshrunk_frames = _map(system.sizes["bands"], frames, 1, pools)
    return {
        bands_left * frames_left: f"That is one map. The last convolution makes {widths[-1]} of them.",
        frames_left * widths[-1]: f"The bands are missing: {bands_left} of them are left after the pools.",
        unshrunk_bands * unshrunk_frames * widths[-1]: "You divided by the pools alone. A convolution of 3 that is "
        "not padded takes one value off each end first: n becomes n − 2.",
        frames_left: f"So many frames are left of {frames}. Times bands, times maps?",
    }.get(values, f"The frames are right, but {values:,} is not it. n becomes n − 2, then is divided, rounded down.")


def _map(bands: int, frames: int, kernel: int, pools: Sequence[tuple[int, int]]) -> tuple[int, int]:
    for across, along in pools:
        bands = (bands - kernel + 1) // across
        frames = (frames - kernel + 1) // along
    return bands, frames


def _first_above(scores: Sequence[float]) -> int:
    return next((genre for genre, score in enumerate(scores) if score > scores[0]), 0)


def _above_the_one_before(scores: Sequence[float]) -> int:
    return max((genre for genre in range(1, len(scores)) if scores[genre] > scores[genre - 1]), default=0)


def _as_large(scores: Sequence[float]) -> int:
    return max(genre for genre, score in enumerate(scores) if score >= scores[0])


def _helper(scores: Sequence[float]) -> int:
    return max((genre for genre, score in enumerate(scores) if score > scores[0]), default=0)


TRIED = (  # small enough to follow by hand; together they tell all usual mistakes apart
    (0.5, 0.2, 0.3),
    (0.2, 0.5, 0.3),
    (0.3, 0.2, 0.4, 0.1),
    (0.1, 0.4, 0.3, 0.2),
    (0.3, 0.4, 0.3),
    (0.4, 0.1, 0.2, 0.3),
    (0.1, 0.2, 0.4, 0.3),
)
MISTAKES = {
    lambda scores: int(np.argmax(scores)): "That is the arg-max as it should be, and a good habit. Here the mistake is "
    "wanted: compare every score with that of genre 0, even when another was larger before.",
    _first_above: "You stop at the first genre that is larger. The helper goes on to the end, and the last one wins.",
    _above_the_one_before: "You compare each score with the one before it. The helper compares with genre 0's.",
    _as_large: "Almost: a score that *equals* genre 0's changes nothing. Larger means larger.",
    lambda scores: _helper(scores) + 1: "Almost: genres are counted from 0.",
    lambda scores: max(scores): "You return the largest score. The answer is the *number* of a genre.",
    lambda scores: scores[_helper(scores)]: "You return a score. The answer is the *number* of a genre.",
}


def helper(function) -> Verdict:
    """Check exercise 2: the report's helper, a function of a list of scores that returns the number of a genre."""
    inputs = [(list(scores),) for scores in TRIED]
    given = answers_of(function, inputs, f"the scores {inputs[0][0]}", "the number of a genre")
    if isinstance(given, Verdict):
        return given
    if None in given:
        scores = list(TRIED[given.index(None)])
        return Verdict(False, f"For {scores} it returns nothing. If no genre is larger, genre 0 is the answer.")
    right = [_helper(scores) for scores in TRIED]
    if given == right:
        return Verdict(
            True,
            f"The scores {list(TRIED[3])} show it: genre 1 is the most probable, and the answer is {right[3]}.",
        )
    for mistake, sentence in MISTAKES.items():
        if given == [mistake(scores) for scores in TRIED]:
            return Verdict(False, sentence)
    first = next(number for number, answer in enumerate(given) if answer != right[number])
    return Verdict(
        False, f"For the scores {list(TRIED[first])} the helper answers {right[first]}, and yours {given[first]!r}."
    )


def four_genres(share: float | None) -> Verdict:
    """Check exercise 3: the share that the helper counts of a perfect network for four genres."""
    if share is None:
        return NOTHING
    if not is_number(share):
        return Verdict(False, f"Give one number, such as 0.38, not {share!r}.")
    right = perfect(4)
    if 1 < share <= 100:
        return Verdict(False, "Give a share between 0 and 1.")
    if abs(share - right) < HALF:
        return Verdict(True, f"{right:.1%}: the fewer genres stand behind, the less the helper spoils.")
    sentence = {
        perfect(10): "That is the number for ten genres. How many stand behind each of *four*?",
        (1 + 1 / 4 + 1 / 3 + 1 / 2) / 4: "The true genre is no rival of the first one: its own score is the highest. "
        "Count the genres *behind* it, and the first.",
        4 * right: "That is the sum over the genres. The songs are spread over four of them.",
        1 / 4: "That is guessing. The network is perfect; only the helper is not.",
        1.0: "The network is perfect, but the helper spoils it: genres behind the true one may still beat the first.",
    }
    for value, words in sentence.items():
        if abs(share - value) < HALF:
            return Verdict(False, words)
    return Verdict(
        False,
        f"Not {share:.3g}. For the last genre nothing stands behind: it always counts. For the last but one there is "
        "one genre behind, which beats the first in half of the songs. Go on, and take the mean.",
    )


def averaged(
    answer: np.ndarray | None, by_second: np.ndarray, whole: np.ndarray, truth: np.ndarray, tracks: Sequence[str]
) -> Verdict:
    """Check exercise 4: one answer per song from its seconds' probabilities (songs, seconds, classes).

    `whole` are the probabilities of the network that hears all these seconds at once.
    """
    if answer is None:
        return NOTHING
    songs, seconds, classes = by_second.shape
    got = np.shape(answer)
    if got == (seconds, classes) != (songs, classes):
        return Verdict(False, "You averaged over the songs: that axis is the first. Seconds are the second.")
    if got == (songs, seconds):
        return Verdict(False, "You averaged over the genres, which gives the same number everywhere: axis 1 is time.")
    if got != (songs, classes):
        return Verdict(False, f"Expected one row of {classes} probabilities per song, {(songs, classes)}, got {got}.")
    answer = np.asarray(answer, float)
    if np.allclose(answer, by_second[:, 0]):
        return Verdict(False, "These are the first seconds alone. Let all of them speak.")
    if np.allclose(answer, by_second.max(axis=1)):
        return Verdict(False, "You let the surest second speak for each genre. Rows no longer sum to 1; take means.")
    if np.allclose(answer, by_second.sum(axis=1)):
        return Verdict(False, f"The sums: the same order, but rows that sum to {seconds}. Divide by the seconds.")
    if not np.allclose(answer, by_second.mean(axis=1)):
        return Verdict(False, "The shape is right, the numbers are not: take the plain mean over axis 1.")
    first, all_at_once = (
        evaluate.paired(evaluate.accuracy, truth, before, answer, tracks) for before in (by_second[:, 0], whole)
    )
    return Verdict(
        True,
        f"{evaluate.accuracy(truth, answer):.0%} of the songs. Against its first second alone: {_points(first)}; "
        f"against the network that hears all {seconds} seconds at once: {_points(all_at_once)}.",
    )


def _points(gain: evaluate.Interval) -> str:
    return f"{100 * gain.value:+.0f} points (95 % interval {100 * gain.low:+.0f} to {100 * gain.high:+.0f})"


def order(genres: Sequence[str] | None, truth: np.ndarray, probability: np.ndarray, labels: Sequence[str]) -> Verdict:
    """Check exercise 5: an order of the genres in which the helper counts more of the same answers as right."""
    if genres is None:
        return NOTHING
    try:
        names = [str(genre) for genre in genres]
    except TypeError:
        return Verdict(False, f"Give a list of all {len(labels)} genres, not {genres!r}.")
    if sorted(names) != sorted(labels):
        missing, strange = (sorted(a - b) for a, b in ((set(labels), set(names)), (set(names), set(labels))))
        word = f"{', '.join(missing)} missing" if missing else f"{', '.join(strange) or 'one of them twice'} too many"
        return Verdict(False, f"Name each of the {len(labels)} genres once: {word}.")
    by_name, mine = (printed(truth, probability, [labels.index(name) for name in chosen]) for chosen in (labels, names))
    random = np.random.default_rng(0)
    chance = [printed(truth, probability, random.permutation(len(labels))) for _ in range(ORDERS)]
    rank = f"Of {ORDERS} orders by chance the best reads {max(chance):.1%}, the worst {min(chance):.1%}"
    if names == list(labels):
        return Verdict(False, f"That is the order by name, which reads {by_name:.1%}.")
    if mine <= by_name:
        return Verdict(False, f"Yours reads {mine:.1%}, by name it is {by_name:.1%}. Which genre should come *first*?")
    return Verdict(
        True, f"The same answers read {mine:.1%} instead of {by_name:.1%}. {rank}; the right count never moves."
    )


def printed(truth: np.ndarray, probability: np.ndarray, columns: Sequence[int] | np.ndarray) -> float:
    """Accuracy by the report's helper with the classes in another order, given by their columns."""
    place = np.argsort(columns)
    return evaluate.paper_argmax(place[truth], probability[:, columns])
