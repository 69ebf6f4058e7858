"""Verdicts on a student's answer: right, not yet, or nothing there, in a friendly sentence and never a traceback."""

from dataclasses import dataclass


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
