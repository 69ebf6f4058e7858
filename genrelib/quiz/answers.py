"""Guesses as CSV: written for one person, read of a class, a file for each person or one for all."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from genrelib import shared_tables

COLUMNS = ("person", "quiz", "clip", "truth", "guess", "network", "seconds")
NEEDED = ("quiz", "clip", "guess")
PEOPLE = 500  # of one file
NAME = 60  # characters of a person's name that are kept


def write_answers(
    person: str, quiz: str, clips: pd.DataFrame, guesses: Mapping[str, str], seconds: Mapping[str, float]
) -> str:
    """Write the guesses of a person as CSV, a row for each clip; "" where none was made.

    `clips`, indexed by name, have truth and answer, the network's.
    """
    table = pd.DataFrame(
        {
            "person": person,
            "quiz": quiz,
            "clip": clips.index,
            "truth": clips.truth.to_numpy(),
            "guess": [guesses.get(clip, "") for clip in clips.index],
            "network": clips.answer.to_numpy(),
            "seconds": [f"{seconds[clip]:.1f}" if clip in seconds else "" for clip in clips.index],
        }
    )
    return shared_tables.write(table[list(COLUMNS)])


def read_answers(
    data: bytes, name: str, quiz: str, clips: Collection[str], labels: Sequence[str]
) -> dict[str, dict[str, str]]:
    """Read guesses by person and clip from a CSV; where it names no person, `name` is the person's.

    Several files that were put one after another, headings and all, are one. Truth and the network's answer are not
    read: they are known here.

    Raises ValueError that says in a sentence why a file is refused: size, text, columns, another quiz, a clip or a
    genre that the quiz does not have, a clip guessed twice.
    """
    table = _table(data, name)
    quizzes = sorted(set(table.quiz) - {quiz})
    if quizzes:
        raise ValueError(f"{name}: expected answers to the quiz {quiz}, got some to {quizzes[0][:200]}; open its link")
    strange = sorted(set(table["clip"]) - set(clips))
    if strange:
        raise ValueError(f"{name}: expected clips of this quiz, got {strange[0][:NAME]!r}; has it other music here?")
    strange = sorted(set(table.guess) - set(labels) - {""})
    if strange:
        raise ValueError(f"{name}: expected one of {', '.join(labels)} as a guess, got {strange[0][:NAME]!r}")
    twice = table[table.duplicated(["person", "clip"])]
    if len(twice):
        row = twice.iloc[0]
        raise ValueError(
            f"{name}: expected one guess of a person for a clip, got two of {row.person} for {row['clip']}"
        )
    if table.person.nunique() > PEOPLE:
        raise ValueError(f"{name}: expected at most {PEOPLE} people in a file, got {table.person.nunique()}")
    guessed = table[table.guess != ""]
    if guessed.empty:
        raise ValueError(f"{name}: expected guesses, got none")
    return {str(person): dict(zip(rows["clip"], rows.guess, strict=True)) for person, rows in guessed.groupby("person")}


def _table(data: bytes, name: str) -> pd.DataFrame:
    table = shared_tables.read(data, name, "answers", NEEDED)
    table = table[table["clip"] != "clip"]  # the heading of a file that was put behind another
    people = table.person if "person" in table.columns else pd.Series("", table.index)
    return table[list(NEEDED)].assign(person=people.where(people != "", name).str[:NAME])
