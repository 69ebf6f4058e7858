"""Studies beside their runs: what pages draw and say of them, computed once for all sessions."""

import pandas as pd
import streamlit as st
from load import scan
from load.runs import RUN

from genrelib import papers, studies
from genrelib.runs import Run
from genrelib.studies import beside_paper, findings, prices


def measured() -> list[Run]:
    """Runs that were trained, finished or not; the others are their authors'."""
    return [run for run in scan.readable() if not run.adopted]


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=RUN)
def places(study: str, runs: list[Run]) -> list[tuple[str, str]]:
    """Data sets and splits on which a study was measured, the most faithful one first."""
    return beside_paper.places(papers.STUDIES[study], runs)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=RUN)
def table(study: str, runs: list[Run], data: str, split: str) -> pd.DataFrame:
    """The rows of a study in a place, beside the paper's."""
    return beside_paper.table(papers.STUDIES[study], runs, data, split)


@st.cache_resource(max_entries=64, show_spinner="Comparing the runs …", hash_funcs=RUN)
def sentences(study: str, runs: list[Run], data: str, split: str) -> tuple[list[str], list[str]]:
    """Sentences of the runs about a study in a place, and those about the part that is procedure."""
    asked = papers.STUDIES[study]
    return findings.finding(asked, runs, data, split), findings.price(asked, runs, data, split)


@st.cache_resource(max_entries=64, show_spinner="Pricing the mistakes …", hash_funcs=RUN)
def price(mistake: str, runs: list[Run]) -> list[prices.Price]:
    """Prices of the mistake of that name."""
    return prices.measure(next(one for one in papers.MISTAKES if one.name == mistake), runs)


def of_paper(paper: str) -> dict[str, str]:
    """Studies of a paper by name, and where the paper reports them."""
    return {study.name: f"{study.name.partition('/')[2]}: {study.row}" for study in studies.choose([paper])}
