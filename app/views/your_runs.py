"""Your runs: how does a training go, and what came of those before it?"""

import streamlit as st
from load import runs, trainings
from state import address
from state.runs import choose_run
from widgets import own_runs, training_command, training_curves

address.open_page("your_runs")
st.title("How do your trainings go?")
under_way = trainings.underway()
trained = runs.find(runs.own)
if not trained and not under_way:
    st.info("Nothing was trained on this computer yet. A command below does it, and this page shows how it goes.")
if under_way:
    training_curves.watch(under_way)
if trained:
    st.header("What they came to")
    run = choose_run(trained)
    own_runs.results(run)
    own_runs.table(list(trained.values()))
st.header("Train a system")
training_command.compose()
address.write()
