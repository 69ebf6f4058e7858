"""Votes on labels: given by ear, counted, written to a file and read from one."""

import pandas as pd
import streamlit as st
from load import doubts
from state import address, label_votes

from genrelib import evaluate, shared_tables
from genrelib.numerals import percent
from genrelib.predictions.label_votes import NOTE, read_votes, write_votes
from genrelib.runs import Run

NOTHING = ""
_READ = "file of votes that was read"


def ask(run: Run, rows: pd.DataFrame, track: str, label: str) -> None:
    """Let the label of a track be voted on, and a note be taken."""
    own = label_votes.votes(run).get(track)
    given = own.vote if own else ""
    proposed = own.proposed if own else ""
    st.markdown(f"**Is it {address.plain(label)}?** {address.plain(progress(run, rows))}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for words, vote in (("The label is right", "right"), ("It is wrong", "wrong"), ("Cannot tell", "cannot tell")):
            kind = "primary" if given == vote else "secondary"
            taken = "" if given == vote else vote
            args = [run, track, label, taken, proposed if taken == "wrong" else ""]
            st.button(words, key=f"vote {vote}", type=kind, on_click=label_votes.vote, args=args)
        waiting = [row for row in rows.index if not _voted(run, rows.track[row]) and rows.track[row] != track]
        st.button(
            "Next without a vote",
            icon=":material/skip_next:",
            disabled=not waiting,
            on_click=_go,
            args=[_following(rows, waiting)],
        )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        key = f"{track} {label_votes.loads()}"
        genres = [NOTHING, *(genre for genre in run.classes if genre != label)]
        st.selectbox(
            "If it is wrong, it is",
            genres,
            index=genres.index(proposed) if proposed in genres else 0,
            format_func=lambda genre: genre or "none of them, or not clear",
            key=f"proposed {key} {given}",
            on_change=_propose,
            args=[run, track, label, f"proposed {key} {given}"],
            width=260,
        )
        st.text_input(
            "Note",
            own.note if own else "",
            max_chars=NOTE,
            key=f"note {key}",
            on_change=_note,
            args=[run, track, label, f"note {key}"],
            width="stretch",
        )


def progress(run: Run, rows: pd.DataFrame) -> str:
    """Words on the votes that are given to the rows of a list."""
    tracks = _tracks(rows)
    return f"{sum(_voted(run, track) for track in tracks)} voted of {len(tracks)}."


def verdict(run: Run, rows: pd.DataFrame, kind: str) -> str:
    """Words on what the votes on a list say; "" without a vote for right or wrong."""
    own = label_votes.votes(run)
    settled = [own[track].vote == "wrong" for track in _tracks(rows) if _settled(run, track)]
    if not settled:
        return ""
    share = evaluate.ranked_shares(settled, len(settled)).iloc[-1]
    text = (
        f"You settled {len(settled)} labels of this list, {int(share.hits)} as wrong: {percent(share.precision)} "
        f"(95 %: {percent(share.precision_low)} to {percent(share.precision_high)})"
    )
    if kind == "chance":
        return f"{text}. Drawn at random, they stand for all {len(doubts.of_labels(run).table)} tracks."
    return f"{text}. Suspects stand for themselves, not for all labels: vote on some drawn at random for that."


def files(run: Run) -> None:
    """Let votes be written to a file and read from one."""
    own = label_votes.votes(run)
    st.download_button(
        f"Save {len(own)} votes and notes (CSV)",
        write_votes(own).encode(),  # made here: what is made at the click knows no session
        "label-votes.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        disabled=not own,
    )
    file = st.file_uploader(
        "Go on with a file of votes", type="csv", max_upload_size=shared_tables.BYTES >> 20, key="votes"
    )
    st.caption("Votes stay in this computer's memory until you leave: nothing is written but the file that you save.")
    if file is None or st.session_state.get(_READ) == file.file_id:
        return
    st.session_state[_READ] = file.file_id
    try:
        read = read_votes(file.getvalue(), file.name, label_votes.music(run), doubts.labels(run), run.classes)
    except ValueError as error:
        st.error(address.plain(str(error)))
        return
    label_votes.take(run, read)
    st.rerun()


def _tracks(rows: pd.DataFrame) -> list[str]:
    """Tracks of a list, those of pairs too, each once."""
    return list(dict.fromkeys([*rows.track, *rows.get("other", ())]))


def _voted(run: Run, track: str) -> bool:
    own = label_votes.votes(run).get(track)
    return bool(own and own.vote)


def _settled(run: Run, track: str) -> bool:
    own = label_votes.votes(run).get(track)
    return bool(own and own.vote in ("right", "wrong"))


def _following(rows: pd.DataFrame, waiting: list[str]) -> str:
    """The first waiting row behind the chosen one, else the first of all; "" without any."""
    here = rows.index.get_loc(st.session_state.row)
    behind = [row for row in waiting if rows.index.get_loc(row) > here]
    return (behind or waiting or [NOTHING])[0]


def _go(row: str) -> None:
    st.session_state.row = row
    address.forget("t")


def _propose(run: Run, track: str, label: str, key: str) -> None:
    label_votes.vote(run, track, label, "wrong", st.session_state[key])


def _note(run: Run, track: str, label: str, key: str) -> None:
    label_votes.note(run, track, label, st.session_state[key].strip())
