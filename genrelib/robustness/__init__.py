"""Robustness: how much of a system's accuracy is left when the sound of its test tracks is edited.

`strengths`: the edits, each at several strengths. `sampling`: the test tracks of a run that are asked about. `asking`:
networks asked about every track under every edit, a track at a time; what was answered is kept, so that an interrupted
measurement goes on. `comparing`: answers to the edited sound held against those to the unedited sound of the same
tracks. `results`: the file of results, and the one that is shipped. `pages`: tables for docs/robustness.md.
"""

from genrelib.robustness.asking import Answers, ask
from genrelib.robustness.comparing import losses
from genrelib.robustness.pages import markdown
from genrelib.robustness.results import SHIPPED, kept_answers, read, write
from genrelib.robustness.sampling import Sample, sample
from genrelib.robustness.strengths import STRENGTHS, chosen

__all__ = [
    "SHIPPED",
    "STRENGTHS",
    "Answers",
    "Sample",
    "ask",
    "chosen",
    "kept_answers",
    "losses",
    "markdown",
    "read",
    "sample",
    "write",
]
