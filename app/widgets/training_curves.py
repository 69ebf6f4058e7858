"""Trainings without a finished run: curves that grow while one goes on, and how to go on with one that stopped."""

import streamlit as st
from load import trainings
from state import address
from widgets import figure, notes

from genrelib import plots
from genrelib.runs import Training

PACE = 3.0  # s between two looks at a training that goes on


def watch(under_way: list[Training]) -> None:
    """Let a training be chosen, and follow it: the page is drawn anew when it ends."""
    names = [training.name for training in under_way]
    address.choose("training", names)
    at_work = sum(bool(training.process) for training in under_way)
    st.selectbox(
        f"Training now: {at_work}, interrupted: {len(names) - at_work}",
        names,
        key="training",
        on_change=address.forget,
    )
    name = address.keep("training")
    st.fragment(run_every=PACE if at_work else None)(_follow)(name)


def _follow(name: str) -> None:
    training = next((training for training in trainings.underway() if training.name == name), None)
    if training is None:  # it ended: its run is below
        st.rerun()
    st.markdown(address.plain(_progress(training)))
    if training.remark:
        notes.cautions([training.remark])
    if len(training.history):
        alt = f"Loss and score of {len(training.history)} epochs"
        figure.draw(plots.training(training.history), alt, key="growing curves")
    if not training.process:
        st.code(f"python -m genrelib train {_command(training)} --resume", language=None, wrap_lines=True)


def _progress(training: Training) -> str:
    done = len(training.history)
    most = f" of at most {training.epochs}" if training.epochs else ""
    if not training.process:
        return f"Interrupted after {done}{most} epochs. This goes on from there; name the same --root if it had one:"
    if training.earlier:
        return f"At work: {training.process}. None of its epochs is over yet: what is drawn was there before it began."
    if not done:
        return f"At work: {training.process}. Its first epoch is not over yet."
    pace = float(training.history.seconds.mean())
    left = f" At most {_duration(pace * (training.epochs - done))} are left." if training.epochs else ""
    return f"At work: {training.process}. Epoch {done}{most} is over, {_duration(pace)} each.{left}"


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.1f} seconds" if seconds < 10 else f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.1f} hours"


def _command(training: Training) -> str:
    family, _, rest = training.data.partition("-")
    data = "folder --root DIR" if family == "folder" and rest else training.data
    return f"{training.system} --data {data} --split {training.split} --seed {training.seed}"
