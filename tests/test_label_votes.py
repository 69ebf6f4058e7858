"""Votes as CSV: what is written comes back, and a stranger's file is read or refused in a sentence."""

import pytest

from genrelib import shared_tables
from genrelib.predictions.label_votes import NOTE, ROWS, Vote, read_votes, write_votes

LABELS = {"rock/a.wav": "rock", "=1+1": "pop", "jazz/b, c.wav": "jazz"}
GENRES = ("jazz", "pop", "rock")
VOTES = {
    "rock/a.wav": Vote("rock", "wrong", "jazz", "a saxophone, “swings”", "x/seed-0", "folder-mine", "track"),
    "=1+1": Vote("pop", "cannot tell", "", "=HYPERLINK(1)", "x/seed-0", "folder-mine", "track"),
    "jazz/b, c.wav": Vote("jazz", "right", "", "'tis", "x/seed-0", "folder-mine", "track"),
}


def read(text: str | bytes) -> dict[str, Vote]:
    data = text if isinstance(text, bytes) else text.encode()
    return read_votes(data, "mine.csv", "folder-mine", LABELS, GENRES)


def test_votes_come_back_as_they_were():
    assert read(write_votes(VOTES)) == VOTES


def test_no_cell_is_a_formula_to_a_spreadsheet():
    cells = [cell.strip('"') for line in write_votes(VOTES).splitlines() for cell in line.split(",")]
    assert "'=1+1" in cells and not [cell for cell in cells if cell.startswith("=")]


def test_two_columns_are_enough_with_semicolons_too():
    assert read("track;vote\nrock/a.wav;right\n") == {"rock/a.wav": Vote("rock", "right", data="folder-mine")}


def test_the_label_is_the_one_that_is_known_here():
    assert read("track,label,vote\nrock/a.wav,pop,right\n")["rock/a.wav"].label == "rock"


def test_notes_are_cut_and_on_one_line():
    note = read(f'track,vote,note\nrock/a.wav,right,"one\ntwo {"x" * 900}"\n')["rock/a.wav"].note
    assert note.startswith("one two xx") and len(note) == NOTE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"\xff\xfe\x00", "text in UTF-8"),
        ("track,vote\n\0,right\n", "bytes that are none"),
        ("", "a table with commas"),
        ("name,vote\nx,right\n", "none called track"),
        ("track,vote\n", "expected votes, got none"),
        ("track,vote\nrock/a.wav,\n", "expected votes, got none"),
        ("track,vote\nelse.wav,right\n", "tracks of folder-mine that are known here, got 'else.wav'"),
        ("track,vote\nrock/a.wav,right\nrock/a.wav,wrong\n", "two on 'rock/a.wav'"),
        ("track,vote\nrock/a.wav,maybe\n", "one of right, wrong, cannot tell as a vote, got 'maybe'"),
        ("track,vote,proposed\nrock/a.wav,wrong,polka\n", "as a proposed genre, got 'polka'"),
        ("track,vote,proposed\nrock/a.wav,right,pop\n", "for a wrong label only, got 'pop'"),
        ("track,vote,data\nrock/a.wav,right,gtzan\n", "votes on folder-mine, got some on 'gtzan'"),
        ("x" * (shared_tables.BYTES + 1), "at most 1 MB"),
        ("track,vote\n" + "a,right\n" * (ROWS + 1), f"at most {ROWS} votes"),
    ],
)
def test_a_file_of_no_use_is_refused(text, message):
    with pytest.raises(ValueError, match=f"mine.csv: .*{message}"):
        read(text)
