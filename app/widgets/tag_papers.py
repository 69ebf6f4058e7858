"""Folded text: one network, two papers, two figures; all of it from the declarations of the systems."""

from collections.abc import Sequence

import streamlit as st
from load import systems
from state import address
from widgets import tables

from genrelib import papers
from genrelib.recipe import Adopted
from genrelib.runs import Run
from genrelib.system import System

AREAS = {"roc_auc_macro": "ROC-AUC", "pr_auc_macro": "PR-AUC"}
AUTHORS = "choi2017/crnn@released"  # the network as its authors trained it
ANEW = ("won2020/crnn-msd", "won2020/crnn-mtat", "won2020/crnn-jamendo")  # as others did, on three sets
STUDIED = "choi2017"


def draw(run: Run, tracks: int) -> None:
    """A table of what both papers declare, and sentences on what differs; `tracks` are the run's own test tracks."""
    with st.expander("Why do two papers disagree about one network?"):
        first, *others = (papers.get(name) for name in (AUTHORS, *ANEW))
        _table([first, *others])
        for sentence in (_gap(first, others), _spread(first, others), *_causes(first, others), _here(run, tracks)):
            st.markdown(f"* {address.plain(sentence)}")
        for system in (first, others[0]):
            st.caption(address.plain(f"{system.name}: {system.departs}"))


def _table(declared: Sequence[System]) -> None:
    first = declared[0]
    shown = {
        "network": [system.name for system in declared],
        "learned from": [_adopted(system).data for system in declared],
        "tags": [system.labels for system in declared],
        "shared tags": [len(_shared(first, system)) for system in declared],
        "Hz": [system.frontend.sample_rate for system in declared],
        "clip": [system.clip for system in declared],
        "weights": [systems.weights(system.name) for system in declared],
    }
    columns = {
        "network": st.column_config.TextColumn(width=170),
        "shared tags": st.column_config.NumberColumn(help=f"Of the same name as one of {first.name}"),
        "clip": st.column_config.NumberColumn("clip (s)", format="%.2f"),
    }
    for metric, title in AREAS.items():
        shown[title] = [_reported(system, metric) for system in declared]
        columns[title] = st.column_config.NumberColumn(
            format="%.4f", help="By their own account; nothing of it ran here"
        )
    tables.draw(shown, columns, tables.ROW * (len(declared) + 1) + 3, "Two papers on one network")


def _gap(first: System, others: Sequence[System]) -> str:
    same = next(system for system in others if _adopted(system).data == _adopted(first).data)
    mine, theirs = _reported(first), _reported(same)
    return (
        f"On {_adopted(first).data} its authors' own weights have a ROC-AUC of {mine:.4f}, trained anew by others "
        f"{theirs:.4f}: {abs(mine - theirs):.4f} {'less' if theirs < mine else 'more'}. Neither declares an interval."
    )


def _spread(first: System, others: Sequence[System]) -> str:
    areas = {_adopted(system).data: _reported(system) for system in others}
    low, *_, high = sorted(areas, key=areas.get)
    return (
        f"Data: by the same hands it has {areas[low]:.4f} on {low} and {areas[high]:.4f} on {high}. That is "
        f"{areas[high] - areas[low]:.4f} between sets, by one protocol; a figure without its data says nothing."
    )


def _causes(first: System, others: Sequence[System]) -> list[str]:
    anew = others[0]
    counts = ", ".join(f"{len(_shared(first, system))} with {_adopted(system).data}" for system in others)
    weights = [f"{systems.weights(system.name):,}" for system in (first, anew)]
    studies = [study for paper in papers.PAPERS for study in paper.STUDIES if study.name.startswith(f"{STUDIED}/")]
    splits = sorted({f"{study.split} of {study.data}" for study in studies})
    return [
        f"Tags: both have {first.labels}, but not the same ones everywhere. Of {_adopted(first).data}'s "
        f"{len(_adopted(first).tags)} tags it shares {counts}.",
        f"Network: {weights[0]} weights against {weights[1]}; it reads {first.frontend.sample_rate:,} Hz and "
        f"{first.clip:g} s against {anew.frontend.sample_rate:,} Hz and {anew.clip:g} s. One name, two systems.",
        f"Split: {STUDIED} declares {' and '.join(splits)}; for the weights of {anew.name} no split is declared, nor "
        "for either the number of test tracks. If they were tested on the same ones, these figures do not tell.",
        "Average: all are means over tags, in which a rare tag counts as much as a frequent one. A mean over other "
        "tags is another figure.",
        "Calibration: none of these networks is calibrated, and it would change no area: it keeps the order of a "
        "tag's probabilities, and areas ask for nothing else. Thresholds do depend on it.",
    ]


def _here(run: Run, tracks: int) -> str:
    return (
        f"So {run.system} on this page, {len(run.classes)} tags of {run.data} on {tracks} test tracks, can be compared "
        "with neither: only with what was measured on the same tracks and tags."
    )


def _adopted(system: System) -> Adopted:
    return system.recipe


def _reported(system: System, metric: str = "roc_auc_macro") -> float:
    return system.reported[_adopted(system).data].get(metric, float("nan"))


def _shared(first: System, other: System) -> set[str]:
    return set(_adopted(first).tags) & set(_adopted(other).tags)
