"""The command that trains a system on a data set, put together for the terminal: the explorer itself trains nothing."""

import streamlit as st
from load import scan
from state import address

from genrelib import datasets, papers

OWN = {"folder": "DIR", "table": "FILE"}  # music of the visitor's own, and what is named of it
ENTRIES = {"folder": "your music, sorted into folders by genre", "table": "your music, listed in a spreadsheet"}


def compose() -> None:
    """Let system and data be chosen, and write the command; what the same training took elsewhere stands below."""
    systems = [name for name, system in papers.CATALOG.items() if not system.adopted]
    first, second = st.columns(2)
    with first:
        address.choose("system", ["house/crnn-attention", *systems])
        st.selectbox("System", systems, key="system", on_change=address.forget)
    with second:
        address.choose("data", [*OWN, *(name for name in datasets.NAMES if name not in OWN)])
        st.selectbox("Data", datasets.NAMES, key="data", format_func=_entry, on_change=address.forget)
    system, data = address.keep("system"), address.keep("data")
    here = datasets.is_synthetic(data) or (data not in OWN and datasets.usual_place(data).exists())
    root = "" if here else f" --root {OWN.get(data, 'DIR')}"
    st.code(f"python -m genrelib train {system} --data {data}{root}", language=None, wrap_lines=True)
    st.caption(
        "Run it in a terminal, in this project's folder. Ctrl-C interrupts it, and `--resume` goes on. "
        f"{address.plain(_known(system))}"
    )


def _entry(name: str) -> str:
    if name in OWN:
        return f"{name}: {ENTRIES[name]}"
    return f"{name} (synthetic, made here)" if datasets.is_synthetic(name) else name


def _known(system: str) -> str:
    """Words on how long a shipped run of the system took."""
    took = [run for run in scan.readable() if run.system == system and "seconds" in run.info]
    if not took:
        return "No run of this system says how long its training takes."
    run = min(took, key=lambda run: run.provenance != "shipped run")
    return f"On {run.data} it took {run.info['seconds'] / 60:.1f} minutes on {run.info.get('device', 'some machine')}."
