"""The self-checks of notebook 04 on branches, the penalty and the chosen epoch: each knows the usual mistakes."""

import math
from collections.abc import Mapping

import numpy as np

from genrelib.lesson.nb04_depth import sight
from genrelib.lesson.nb04_depth.report import GUESS
from genrelib.lesson.self_check import NOTHING, Verdict, is_number
from genrelib.networks.parallel import ParallelCnn
from genrelib.system import System

CLOSE = 0.05  # relative, of a number worked out on paper
SAME = 1e-6
MOVES = {  # question of exercise 2 -> pattern, bands higher, frames later, how loud
    "a tone, four bands higher": ("a held tone", 4, 0, 1.0),
    "a beat, five frames later": ("a beat", 0, 5, 1.0),
    "a melody, half as strong": ("a melody", 0, 0, 0.5),
}
MUCH = 1.5  # times as much change in one branch as in the other is more


def fields(left: tuple | None, right: tuple | None, system: System) -> Verdict:
    """Check exercise 1: bands and frames on which one value behind each branch's pool depends."""
    if left is None or right is None:
        return NOTHING
    for name, field in ((sight.LEFT, left), (sight.RIGHT, right)):
        if not isinstance(field, tuple | list) or len(field) != 2 or not all(map(is_number, field)):
            return Verdict(False, f"Give two numbers for the {name} branch, such as (10, 20), not {field!r}.")
        kernel, pool = system.sizes[name][0]
        right_field = sight.field(kernel, pool)
        if tuple(field) == right_field:
            continue
        one_more = tuple(length + step for length, step in zip(kernel, pool, strict=True))
        product = tuple(length * step for length, step in zip(kernel, pool, strict=True))
        sentence = {
            right_field[::-1]: "You have frames first. Here bands come first, then frames.",
            tuple(kernel): "That is the kernel alone. Behind the pool a value is the largest of several places.",
            tuple(pool): "That is the pool alone. Each place that it looks at saw a whole kernel.",
            one_more: "Almost: neighbouring kernels overlap. The first one and the last are *pool − 1* apart.",
            product: "The pool moves the kernel by single steps, so that neighbours overlap. Do not multiply: "
            "kernel, and as many places more as the pool has steps.",
        }.get(tuple(field), f"Not {tuple(field)}. Along one axis: kernel of k, pool of p, how far from end to end?")
        return Verdict(False, f"The {name} branch: {sentence}")
    return Verdict(True, f"{left[0]} bands for {left[1]} frames on the left, {right[0]} for {right[1]} on the right.")


def lit(answers: Mapping[str, str] | None, network: ParallelCnn) -> Verdict:
    """Check exercise 2: which branch's maps change more for each of MOVES: left, right, or both alike."""
    if answers is None or not isinstance(answers, Mapping) or all(answer is None for answer in answers.values()):
        return NOTHING
    measured = {}
    for question, (name, higher, later, strength) in MOVES.items():
        after = strength * sight.pattern(name, higher, later)
        measured[question] = sight.changes(network, sight.pattern(name), after)
    for question, change in measured.items():
        answer = answers.get(question)
        right = which(change)
        if answer not in (sight.LEFT, sight.RIGHT, "both"):
            return Verdict(False, f"“{question}”: answer “left”, “right” or “both”, not {answer!r}.")
        if answer != right:
            numbers = ", ".join(f"{branch} {share:.0%}" for branch, share in change.items())
            return Verdict(False, f"“{question}” changes: {numbers}. {WHY[question]}")
    shares = "; ".join(
        f"{question}: {change['left']:.0%} and {change['right']:.0%}" for question, change in measured.items()
    )
    return Verdict(True, f"Changed on the left and on the right: {shares}.")


WHY = {
    "a tone, four bands higher": "The left pool keeps every band; the right one throws twenty together.",
    "a beat, five frames later": "The right pool keeps every frame; the left one throws twenty together.",
    "a melody, half as strong": "Half as strong a picture makes every map half as strong, wherever it is.",
}


def which(change: Mapping[str, float]) -> str:
    """The branch that changes clearly more, or "both"."""
    left, right = change[sight.LEFT], change[sight.RIGHT]
    if left > MUCH * right:
        return sight.LEFT
    return sight.RIGHT if right > MUCH * left else "both"


def penalty(value: float | None, inputs: int, units: int, factor: float) -> Verdict:
    """Check exercise 3: penalty of a layer's weights as they are drawn, with variance 2 / inputs."""
    if value is None:
        return NOTHING
    if not is_number(value):
        return Verdict(False, f"Give one number, such as 1.5, not {value!r}.")
    count = inputs * units
    deviation = math.sqrt(2 / inputs)
    mean = math.sqrt(2 / math.pi) * deviation
    right = factor * count * mean
    usual = {
        factor * count * deviation: "You took the deviation. The mean *absolute* value of a normal number is "
        f"{math.sqrt(2 / math.pi):.2f} of it.",
        count * mean: "That is the sum of the absolute weights. The factor before it is missing.",
        right / 10: "That is the code's factor, 1e-5. The text has 1e-4.",
        factor * count * deviation**2: "You summed squares: that would be an L2 penalty. L1 sums absolute values.",
        factor * count * 2 / inputs * math.sqrt(2 / math.pi): "2 / inputs is the *variance*: take its root first.",
        factor * inputs * mean: f"One unit has {inputs:,} weights. There are {units} units.",
    }
    for number, sentence in usual.items():
        if math.isclose(value, number, rel_tol=CLOSE):
            return Verdict(False, sentence)
    if math.isclose(value, right, rel_tol=CLOSE):
        return Verdict(True, f"{right:.2f}, beside {GUESS:.2f} for a guess: a second loss as large as the first.")
    return Verdict(False, f"Not {value:.3g}. Number of weights, times their mean absolute value, times the factor.")


def chosen(printed: float | None, honest: float | None, valid: np.ndarray, test: np.ndarray) -> Verdict:
    """Check exercise 4: test accuracy of the epoch that is best on the test part, and of the best on validation.

    `valid` and `test` are accuracies (looks,).
    """
    if printed is None or honest is None:
        return NOTHING
    if not is_number(printed) or not is_number(honest):
        return Verdict(False, f"Both are accuracies: give two numbers, not {printed!r} and {honest!r}.")
    best, by_valid = float(test.max()), float(test[int(np.argmax(valid))])
    if abs(printed - best) > SAME:
        sentence = {
            float(valid.max()): "That is the best *validation* accuracy. Who has no such part looks at `test`.",
            float(test[-1]): "That is the last epoch. Who chooses by the test part takes its best one.",
            float(np.argmax(test)): "That is the number of the look. Which accuracy stands there?",
        }.get(float(printed), f"`printed` is not {printed:.3g}. What is the best that `test` ever shows?")
        return Verdict(False, sentence)
    if abs(honest - by_valid) > SAME:
        sentence = {
            float(valid.max()): "That is measured on the part that chose. Choose by `valid`, then read off `test`.",
            float(test[-1]): "That is the last epoch. Which look is best on `valid`?",
            best: "That is the best of `test` again. The validation part chooses the look, `test` only measures.",
            float(np.argmax(valid)): "That is the number of the look. What does `test` say there?",
        }.get(float(honest), f"`honest` is not {honest:.3g}. Use `valid.argmax()` as a place in `test`.")
        return Verdict(False, sentence)
    return Verdict(
        True, f"{best:.1%} printed, {by_valid:.1%} honest: {100 * (best - by_valid):.1f} points for looking."
    )
