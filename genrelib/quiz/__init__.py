"""A quiz: clips to guess the genre of, the guesses of one person or of a class, and both beside a network's answers.

`selection` chooses clips by a seed, `answers` writes and reads what people guessed, `score` counts one person's guesses
and the network's, `classroom` those of many people. Nothing here is written to disk.
"""

from genrelib.quiz.answers import COLUMNS, read_answers, write_answers
from genrelib.quiz.classroom import Classroom
from genrelib.quiz.score import Score, judge
from genrelib.quiz.selection import choose_clips

__all__ = ["COLUMNS", "Classroom", "Score", "choose_clips", "judge", "read_answers", "write_answers"]
