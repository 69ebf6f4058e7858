"""Verdicts on a student's answer: right, not yet, or nothing there, in a friendly sentence and never a traceback."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

import numpy as np


@dataclass(frozen=True)
class Verdict:
    """Verdict of a self-check: `right`, None while there is no answer, and a sentence about it."""

    right: bool | None
    sentence: str

    def _repr_markdown_(self) -> str:
        word = {True: "Right.", False: "Not yet.", None: "Nothing to check yet."}[self.right]
        return f"**{word}** {self.sentence}"

    def __str__(self) -> str:
        return self._repr_markdown_()


NOTHING = Verdict(None, "Put your answer in place of `None`, run that cell, then this one again.")


def is_number(value: object) -> TypeGuard[float]:
    """True for a single number that is no truth value."""
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def answers_of(function: Callable | None, inputs: Sequence[tuple], first: str, returns: str) -> Verdict | list[Any]:
    """Answers of a student's function to each input, a tuple of arguments; a verdict where it gives none.

    `first` says what the first input is, `returns` what the function should return, both as parts of a sentence.
    """
    if function is None:
        return NOTHING
    if not callable(function):
        return Verdict(False, f"Give the function itself, not {function!r}: its name, without brackets.")
    try:
        given = [function(*copy.deepcopy(arguments)) for arguments in inputs]
    except (ArithmeticError, AttributeError, LookupError, NameError, TypeError, ValueError) as reason:
        return Verdict(False, f"With {first} it stops: {type(reason).__name__}, {reason}.")
    if all(answer is None for answer in given):
        return Verdict(None, f"The function returns `None` so far: let it return {returns}.")
    return given
