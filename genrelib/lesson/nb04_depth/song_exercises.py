"""The self-checks of notebook 04 on votes and on orders of clips: each knows the usual mistakes."""

from collections.abc import Callable

import numpy as np
from torch import Tensor, nn

from genrelib.lesson.nb04_depth import company
from genrelib.lesson.nb04_depth.exercises import SAME
from genrelib.lesson.self_check import NOTHING, Verdict, answers_of, is_number

SONGS = (  # clips of small songs, (clips, genres); together they tell all usual mistakes apart
    ((0.4, 0.6, 0.0), (0.45, 0.55, 0.0), (0.95, 0.05, 0.0)),
    ((0.1, 0.8, 0.1), (0.2, 0.3, 0.5), (0.1, 0.3, 0.6)),
    ((0.45, 0.44, 0.11), (0.45, 0.44, 0.11), (0.0, 0.2, 0.8)),
    ((0.5, 0.3, 0.2), (0.3, 0.6, 0.1)),
    ((0.6, 0.3, 0.1),),
)


def _votes(song: np.ndarray) -> np.ndarray:
    return np.bincount(song.argmax(axis=1), minlength=song.shape[1])


def _vote(song: np.ndarray) -> int:
    return int((_votes(song) + song.mean(axis=0) / 2).argmax())


MISTAKES: dict[Callable[[np.ndarray], object], str] = {
    lambda song: int(song.mean(axis=0).argmax()): "That is the genre of the highest *mean*: a very sure clip outvotes "
    "two less sure ones. Here each clip has one vote.",
    lambda song: int(song.max(axis=0).argmax()): "That is the genre of the highest *single* probability. Count votes.",
    lambda song: int(_votes(song).argmax()): "Almost: where two genres have as many votes, you take the first by the "
    "alphabet. Let the mean probability decide.",
    lambda song: int(_votes(song).max()): "You return the number of votes. The answer is the number of a *genre*.",
    lambda song: int(song[0].argmax()): "That is the first clip alone. Let all of them vote.",
    lambda song: _votes(song).tolist(): "These are the votes. Which genre has most of them?",
    lambda song: _vote(song) + 1: "Almost: genres are counted from 0.",
}


def vote(function: Callable | None) -> Verdict:
    """Check exercise 5: the vote of a song's clips, a function of (clips, genres) that returns a genre's number."""
    songs = [np.array(song) for song in SONGS]
    given = answers_of(function, [(song,) for song in songs], f"the clips {SONGS[0]}", "the number of a genre")
    if isinstance(given, Verdict):
        return given
    given = [_plain(answer) for answer in given]
    right = [_vote(song) for song in songs]
    if given == right:
        return Verdict(
            True, f"The clips {SONGS[0]} show it: genre 1 has two votes, though genre 0 has the higher mean."
        )
    for mistake, sentence in MISTAKES.items():
        if given == [mistake(song) for song in songs]:
            return Verdict(False, sentence)
    first = next(number for number, answer in enumerate(given) if answer != right[number])
    return Verdict(
        False, f"For the clips {SONGS[first]} the vote is for genre {right[first]}, and yours {given[first]!r}."
    )


def _plain(answer: object) -> object:
    return answer.tolist() if isinstance(answer, np.ndarray | np.generic) else answer


def order(
    in_order: float | None,
    by_chance: float | None,
    alone: float | None,
    network: nn.Module,
    features: Tensor,
    truth: np.ndarray,
) -> Verdict:
    """Check exercise 6: shares named right of the same clips sorted by genre, shuffled, and one by one."""
    given = {"in_order": in_order, "by_chance": by_chance, "alone": alone}
    if any(value is None for value in given.values()):
        return NOTHING
    orders = company.orders(truth)
    asked = {
        "in_order": (orders["sorted by genre"], company.BATCH),
        "by_chance": (orders["shuffled"], company.BATCH),
        "alone": (np.arange(len(truth)), 1),
    }
    answers = {name: company.answered(network, features, *asked[name]) for name in asked}
    right = {name: float((answer == truth).mean()) for name, answer in answers.items()}
    for name, value in given.items():
        if not is_number(value):
            return Verdict(False, f"`{name}` is a share: give one number, not {value!r}.")
        if abs(value - right[name]) < SAME:
            continue
        row, _ = asked[name]
        if abs(value - float((answers[name][row] == truth).mean())) < SAME:
            return Verdict(
                False, f"`{name}`: the answers come in the new order, so the truth must, too: `truth[order]`."
            )
        if 1 < value <= 100 and abs(value / 100 - right[name]) < SAME:
            return Verdict(False, f"`{name}`: give a share between 0 and 1.")
        other = next((known for known in right if abs(value - right[known]) < SAME), None)
        if other:
            return Verdict(False, f"`{name}`: that is the share for `{other}`. Look at the order, and at the batch.")
        return Verdict(False, f"`{name}` is not {value:.3g}. Which clips are asked together, and in which order?")
    moved = float((answers["in_order"] != answers["by_chance"]).mean())
    return Verdict(
        True,
        f"{right['in_order']:.1%}, {right['by_chance']:.1%} and {right['alone']:.1%}, of the same clips by the same "
        f"weights. Shuffled, {moved:.0%} of the clips get another answer.",
    )
