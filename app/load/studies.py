"""Studies beside their runs: what pages draw and say of them, computed once for all sessions."""

import hashlib
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from load import scan
from load.runs import version

from genrelib import papers, plots, studies
from genrelib.runs import Run
from genrelib.studies import beside_paper, findings, prices
from genrelib.system import Against


@dataclass(frozen=True, eq=False)
class Measured:
    """Runs that were trained, finished or not, as they were read last; `versions` names all of them in caches."""

    runs: list[Run]
    versions: str


MEASURED = {Measured: lambda measured: measured.versions}  # how caches tell them apart: `hash_funcs` of streamlit


def measured() -> Measured:
    """Runs that were trained here or by us; the others are their authors'."""
    return _measured(scan.places())


# Once in ten seconds: asking the file system about every run for every price would take 40 ms of each visit.
@st.cache_resource(ttl=10, show_spinner=False)
def _measured(places: tuple[str, ...]) -> Measured:
    runs = [run for run in scan.readable() if not run.adopted]
    text = repr([version(run) for run in runs])
    return Measured(runs, hashlib.blake2b(text.encode(errors="surrogateescape"), digest_size=16).hexdigest())


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=MEASURED)
def places(study: str, measured: Measured) -> list[tuple[str, str]]:
    """Data sets and splits on which a study was measured, the most faithful one first."""
    return beside_paper.places(papers.STUDIES[study], measured.runs)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=MEASURED)
def table(study: str, measured: Measured, data: str, split: str) -> pd.DataFrame:
    """The rows of a study in a place, beside the paper's."""
    return beside_paper.table(papers.STUDIES[study], measured.runs, data, split)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=MEASURED)
def beside(study: str, measured: Measured, data: str, split: str, metric: str, lowest: float) -> go.Figure:
    """Values of a study in a place beside the paper's, on an axis called `metric` that begins at `lowest`."""
    return plots.beside(table(study, measured, data, split), metric, lowest)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=MEASURED)
def against(
    study: str, measured: Measured, data: str, split: str, metric: str, lowest: float
) -> tuple[go.Figure | None, list[str]]:
    """The figure of a study in its own form, None where nothing is to be drawn, and the systems that it leaves out."""
    shown = table(study, measured, data, split)
    form = papers.STUDIES[study].against
    left_out: list[str] = []
    if form is Against.SECONDS:
        shown, left_out = beside_paper.on_one_device(shown)
    if form is None or shown.value.isna().all():
        return None, left_out
    return plots.against(shown, beside_paper.axis(shown, form), form.value, metric, lowest), left_out


@st.cache_resource(max_entries=64, show_spinner="Comparing the runs …", hash_funcs=MEASURED)
def sentences(study: str, measured: Measured, data: str, split: str) -> tuple[list[str], list[str]]:
    """Sentences of the runs about a study in a place, and those about the part that is procedure."""
    asked = papers.STUDIES[study]
    runs = [run for run in measured.runs if run.data == data]
    return findings.finding(asked, runs, data, split), findings.price(asked, runs, data, split)


@st.cache_resource(max_entries=64, show_spinner="Pricing the mistakes …", hash_funcs=MEASURED)
def price(mistake: str, measured: Measured) -> list[prices.Price]:
    """Prices of the mistake of that name."""
    return prices.measure(next(one for one in papers.MISTAKES if one.name == mistake), measured.runs)


def of_paper(paper: str) -> dict[str, str]:
    """Studies of a paper by name, and where the paper reports them."""
    return {study.name: f"{study.name.partition('/')[2]}: {study.row}" for study in studies.choose([paper])}
