"""Data: what is in a data set, how is it divided, what is wrong with it, and how does it sound?"""

import streamlit as st
from load import data_sets
from state import address
from widgets import data_set

address.open_page("data")
st.title("What is in a data set?")
facts = data_sets.facts()
address.choose("data", list(facts))
st.selectbox(
    "Data set",
    list(facts),
    format_func=lambda name: name if data_sets.is_here(name) else f"{name} (not here)",
    key="data",
    on_change=address.renew,
    args=["split", "genre", "shown", "row", "t"],
)
name = address.keep("data")
data_set.credits(name, facts[name])
try:
    data = data_sets.chosen(name)
except ValueError as error:
    data_set.missing(name, facts[name], str(error))
    address.stop()

st.markdown(f"**{len(data.tracks)} tracks**, {len(data.classes)} {data.task.name}.")
data_set.listen(data)
st.header("How is it divided?")
data_set.counts(data)
data_set.faults(data)
address.write()
