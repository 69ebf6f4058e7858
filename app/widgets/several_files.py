"""Several files of a visitor's at once: a table with a row for each, one of which is opened in the player."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
import words
from load import opinions, runs, sounds
from state import address, uploads
from widgets import tables

from genrelib.runs import Run

_ROWS = "answers to files"  # (file, versions of the networks) -> a row of the table
OPENED = "open"  # key of the number of the file that is open
_STOPPED = "no more files are asked about"


def choose_file(files: Sequence, chosen: Sequence[Run]):
    """Ask networks about each of several files, and let one of them be opened: the newest that can be read."""
    rows = _answers(files, chosen)
    names = [file.file_id for file in files]
    readable = [name for name in names if not rows[name].get("refused")]
    numbers = [str(number) for number in range(1, len(names) + 1)]  # as links have them: a file cannot travel
    opening = numbers[names.index((readable or names)[-1])]
    address.choose(OPENED, [opening, *(number for number in numbers if number != opening)])
    place = numbers.index(address.keep(OPENED))
    blank = dict.fromkeys(words.names(chosen), "")
    table = pd.DataFrame([blank | rows[name] for name in names], columns=["file", "seconds", *blank, "remarks"])
    tables.draw_clickable(
        table.to_dict("list"),
        {"seconds": st.column_config.NumberColumn(format="%.1f", width=70)},
        tables.ROW * (len(names) + 1) + 3,
        "Your files and what the networks hear in each",
        f"files {len(names)} {names[0]} {names[-1]}",
        _open,
        place,
    )
    st.caption(f"Up to {uploads.BATCH} files, {uploads.SESSION >> 20} MB together, are kept in memory: the newest.")
    return files[place]


def restart() -> None:
    """Ask about files again: others were chosen."""
    st.session_state.pop(_STOPPED, None)
    if OPENED in st.session_state:  # else a link may name one of those that come
        address.renew(OPENED)


def _answers(files: Sequence, chosen: Sequence[Run]) -> dict[str, dict]:
    """A row of the table by the file's id; those that are new are asked about now, until somebody stops it."""
    state = st.session_state
    versions = tuple(map(runs.version, chosen))
    kept = {key: row for key, row in state.get(_ROWS, {}).items() if key[0] in {file.file_id for file in files}}
    state[_ROWS] = kept
    fresh = [file for file in files if (file.file_id, versions) not in kept]
    if fresh and not state.get(_STOPPED):
        progress = st.container(horizontal=True, vertical_alignment="center")
        bar = progress.progress(0.0)
        button = progress.empty()
        button.button("Stop", on_click=_stop, icon=":material/stop:")
        for count, file in enumerate(fresh):
            bar.progress(count / len(fresh), address.plain(f"Listening to {file.name}, {count + 1} of {len(fresh)}"))
            kept[file.file_id, versions] = _row(file, chosen)
        bar.empty()
        button.empty()
    elif fresh:
        st.button(f"Ask about the other {len(fresh)}", on_click=restart, icon=":material/play_arrow:")
    return {file.file_id: kept.get((file.file_id, versions), _unasked(file)) for file in files}


def _row(file, chosen: Sequence[Run]) -> dict:
    try:
        sound = sounds.upload(file.getvalue(), file.name)
        predictions = dict(zip(words.names(chosen), [opinions.predict(run, sound) for run in chosen], strict=True))
    except ValueError as error:
        return {"file": file.name, "seconds": None, "remarks": str(error), "refused": True}
    answers = {name: words.headline(prediction) for name, prediction in predictions.items()}
    seconds = sound.recording.length
    return {"file": file.name, "seconds": seconds, **answers, "remarks": " ".join(words.shared(predictions.values()))}


def _unasked(file) -> dict:
    return {"file": file.name, "seconds": None, "remarks": "not asked about yet"}


def _open(row: int | None) -> None:
    if row is not None:
        st.session_state[OPENED] = str(row + 1)
        address.forget("t")


def _stop() -> None:
    st.session_state[_STOPPED] = True
    address.forget()
