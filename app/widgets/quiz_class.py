"""A class's answers to a quiz, loaded from files, beside the network's."""

import pandas as pd
import streamlit as st
from load import quizzes
from load.quizzes import Quiz
from state import address
from widgets import quiz_result, tables

from genrelib import shared_tables
from genrelib.evaluate import Interval
from genrelib.numerals import minus, percent
from genrelib.quiz import Classroom, write_answers

FILES = 60  # of a class


def compare(quiz: Quiz) -> None:
    """Let the files of a class be loaded, and show the class beside the network."""
    files = st.file_uploader(
        "Drop the files of a class here, a file each or one for all",
        type="csv",
        accept_multiple_files=True,
        max_upload_size=shared_tables.BYTES >> 20,
        key="class",
        help="They stay in this computer's memory until you leave.",
    )
    guesses = _read(quiz, files)
    if not guesses:
        return
    room = Classroom(quiz.clips, guesses, quiz.labels)
    people, clips = len(room.people), len(room.clips)
    with st.container(horizontal=True, gap="large"):
        st.metric("A person's mean", percent(room.over_people.value), width="content")
        quiz_result.metric(quiz.run.system, room.network, clips)
        st.metric("Class less network", _points(room.gap), width="content")
    st.markdown(_meaning(room, people, clips))
    table = room.by_clip
    number = {clip: place + 1 for place, clip in enumerate(quiz.clips.index)}
    with st.container(horizontal=True, gap="large"):
        with st.container(key="class-people"):
            st.header("Person by person")
            _people(room.by_person)
        with st.container(key="class-clips"):
            st.header("Where class and network differ")
            _clips(table[table.differs], number)
    shown = {"The class's guesses": room.matrix, "The network's answers to the class's clips": room.network_matrix}
    quiz_result.matrices(quiz.labels, shown)
    rows = [write_answers(person, quiz.name, quiz.clips, own, {}) for person, own in guesses.items()]
    st.download_button(
        "All in one file (CSV)", "".join(rows).encode(), "class.csv", "text/csv", icon=":material/download:"
    )


def _read(quiz: Quiz, files: list) -> dict[str, dict[str, str]]:
    """Guesses by person; a sentence for each file that is refused. People of one name are numbered."""
    guesses: dict[str, dict[str, str]] = {}
    if len(files) > FILES:
        st.warning(f"Of {len(files)} files the first {FILES} are read; join the others to one.")
    for file in files[:FILES]:
        try:
            read = quizzes.guesses(file.getvalue(), file.name, quiz.name, list(quiz.clips.index), list(quiz.labels))
        except ValueError as error:
            st.error(address.plain(str(error)))
            continue
        for person, own in read.items():
            same = sum(name == person or name.startswith(f"{person} (") for name in guesses)
            guesses[f"{person} ({same + 1})" if same else person] = own
    return guesses


def _meaning(room: Classroom, people: int, clips: int) -> str:
    """Words on what the intervals are over, and what they leave open."""
    over_people = _bounds(room.over_people) or "unknown for one person"
    gap, agreement = room.gap, room.agreement
    text = (
        f"{people} {'person' if people == 1 else 'people'}, {clips} clips. "
        f"A person's mean, 95 %: {over_people} over people (others, these clips), "
        f"{_bounds(room.over_clips) or 'unknown for one clip'} over clips (these people, others). "
    )
    if pd.isna(gap.low) or gap.low <= 0 <= gap.high or room.p >= quiz_result.CLEAR:
        text += f"Whether the class or the network hears better, {clips} clips cannot tell"
    else:
        text += f"On clips like these {'the class' if gap.value > 0 else 'the network'} hears better"
    text += f" ({_points(gap)} over clips; sign test over clips, p = {room.p:.2g})."
    if not pd.isna(agreement):
        text += f" Two people of the class guess the same on {percent(agreement)} of the clips."
    return address.plain(text)


def _people(rows: pd.DataFrame) -> None:
    shown = {
        "person": rows.person,
        "clips": rows.clips,
        "right": 100 * rows.right,
        "holds": [f"{100 * low:.0f} to {100 * high:.0f} %" for low, high in zip(rows.low, rows.high, strict=True)],
    }
    columns = {
        "right": st.column_config.NumberColumn(format="%.0f %%"),
        "holds": st.column_config.TextColumn("95 %", help="Wilson's interval over clips"),
    }
    tables.draw(shown, columns, min(tables.ROW * (len(rows) + 1) + 3, 420), "Person by person")


def _clips(rows: pd.DataFrame, number: dict[str, int]) -> None:
    if rows.empty:
        st.info("The class's most frequent guess is the network's answer everywhere.")
        return
    shown = {
        "clip": [number[clip] for clip in rows.index],
        "truth": rows.truth.to_numpy(),
        "class": rows.guess.to_numpy(),
        "network": rows.answer.to_numpy(),
        "people right": 100 * rows.right.to_numpy(),
    }
    columns = {
        "class": st.column_config.TextColumn(help="The most frequent guess"),
        "people right": st.column_config.NumberColumn(format="%.0f %%"),
    }
    tables.draw(shown, columns, tables.ROW * (len(rows) + 1) + 3, "Clips where class and network differ")


def _bounds(interval: Interval) -> str:
    return "" if pd.isna(interval.low) else f"{percent(interval.low)} to {percent(interval.high)}"


def _points(gap: Interval) -> str:
    bounds = "" if pd.isna(gap.low) else f" ({100 * gap.low:+.0f} to {100 * gap.high:+.0f})"
    return minus(f"{100 * gap.value:+.0f}{bounds} points")
