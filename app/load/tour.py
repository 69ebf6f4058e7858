"""The tour: stations over the pages, each a definite view of what lies on this computer, and words to go with it."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import streamlit as st
from load import comparable, doubts, openings, predictions, quizzes, runs, scan, sounds, studies

from genrelib import papers
from genrelib import runs as runs_on_disk
from genrelib.runs import Run

CLIPS = 5  # of the quiz, named by its usual word
WORD = "first"


class Station(NamedTuple):
    """A view of a page: what to look at, one thing to do, one question to answer.

    `choices` finds the view's choices, None where nothing here has it.
    """

    title: str
    view: str
    look: str
    act: str
    ask: str
    choices: Callable[[], dict[str, str] | None]


class Stop(NamedTuple):
    """A station that can be reached here, and the choices that open it."""

    station: Station
    choices: dict[str, str]


@st.cache_resource(ttl=10, show_spinner="Planning the tour …")
def _route(places: tuple[str, ...]) -> list[Stop]:
    return [Stop(station, choices) for station in STATIONS if (choices := _choices(station)) is not None]


def route() -> list[Stop]:
    """The stations that this computer has something for, in their order."""
    return _route(scan.places())


def _choices(station: Station) -> dict[str, str] | None:
    try:
        return station.choices()
    except ValueError:  # damaged files, which their own page tells of
        return None


def _mistake() -> dict[str, str] | None:
    run = openings.mistaken()
    rows = [] if run is None else list(openings.mistakes(run).index)
    return {"mistake": rows[0]} if rows else None


def _song() -> dict[str, str] | None:
    able = [run for run in runs.find(runs.can_judge).values() if _attends(run)]
    if not able:
        return None
    track = openings.track() or next(iter(sounds.listed(sounds.JUKEBOX)))
    run = max(able, key=lambda run: (run.data == sounds.JUKEBOX, runs_on_disk.trust(run)))
    return {"sound": sounds.JUKEBOX, "track": track, "run": run.linked}


def _disagreement() -> dict[str, str] | None:
    run = openings.mistaken()
    others = {} if run is None else comparable.find(run, runs.find(runs.judged_genres))
    for name, other in others.items():
        rows = predictions.pair(run, other).table
        row = _audible(run, rows[rows["first"] != rows["second"]].track)
        if row:
            return {"run": run.linked, "other": name, "row": row}
    return None


def _square() -> dict[str, str] | None:
    run = openings.mistaken()
    if run is None:
        return None
    answers = predictions.of_genres(run, "track")
    for truth, answer, count in answers.cells():
        if count and truth != answer and _audible(run, answers.cell(truth, answer).track):
            return {"run": run.linked, "cell": predictions.square(truth, answer)}
    return None


def _label() -> dict[str, str] | None:
    run = next(iter(runs.find(doubts.can_doubt).values()), None)
    row = "" if run is None else _audible(run, doubts.suspects(run, "margin").track)
    return {"run": run.linked, "kind": "margin", "row": row} if row else None


def _paper() -> dict[str, str] | None:
    measured = studies.measured()
    for paper in papers.PUBLICATIONS:
        for study in studies.of_paper(paper):
            places = studies.places(study, measured)
            if places and studies.table(study, measured, *places[0])[["reported", "value"]].notna().all(axis=1).any():
                return {"paper": paper, "study": study}
    return None


def _quiz() -> dict[str, str] | None:
    run = next(iter(runs.find(quizzes.playable).values()), None)
    if run is None or quizzes.make(run, CLIPS, WORD).clips.empty:
        return None
    return {"run": run.linked, "clips": str(CLIPS), "seed": WORD}


def _attends(run: Run) -> bool:
    system = papers.CATALOG.get(run.system)
    return system is not None and system.attends


def _audible(run: Run, tracks: Iterable[str]) -> str:
    """The first of the tracks that can be played here, which names its row; "" for none."""
    here = sounds.playable(run.data)
    return next((track for track in tracks if track in here), "")


STATIONS = (
    Station(
        "A mistake, heard",
        "start",
        "A network heard this track and named a wrong genre. The curves are what it said, second by second.",
        "Press Play, and listen where the wrong genre is most probable.",
        "What in the sound may have misled it?",
        _mistake,
    ),
    Station(
        "Where does it listen?",
        "clip_lab",
        "One network hears one song. The lowest panel is its attention: how much each moment counts.",
        "Loop the most attended seconds: a button below the player does it.",
        "Would these seconds tell you the genre?",
        _song,
    ),
    Station(
        "Two networks disagree",
        "compare",
        "Two networks judged the same tracks. The chosen one is among those on which they differ most.",
        "Play it; then click the square of the tracks that A alone gets right.",
        "Whom do you believe, and is their difference more than chance?",
        _disagreement,
    ),
    Station(
        "Which genres are confused?",
        "confusions",
        "A row is a true genre, a column an answer. The framed square is the most frequent mistake to be heard.",
        "Play its tracks; then click another square beside the diagonal.",
        "Does the network err, or are the two genres alike?",
        _square,
    ),
    Station(
        "Is the label right?",
        "doubts",
        "The network contradicts the labels of these tracks most strongly. Some labels are wrong, most are right.",
        "Listen to one, and vote on its label.",
        "Whose mistake is it, the label's or the network's?",
        _label,
    ),
    Station(
        "Does a paper hold here?",
        "papers",
        "What a paper reported stands beside what was measured here, with intervals.",
        "Find a row whose interval leaves out the paper's value.",
        "What may differ: the music, the split, or chance?",
        _paper,
    ),
    Station(
        "Beat the model",
        "quiz",
        f"{CLIPS} tracks on which a network was tested. It has answered; now it is your turn.",
        "Name the genre of each, and see the result.",
        f"Can {CLIPS} tracks tell who hears better?",
        _quiz,
    ),
    Station(
        "Your own runs",
        "your_runs",
        "What you train on this computer shows up here while it learns, and then on all pages.",
        "Choose a system and music below, and copy the command.",
        "Which station would you visit first with a network of your own?",
        lambda: {},
    ),
)
