"""A part of the sound instead of all of it: heard in the same player at the same place, and judged anew."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st
from load import opinions, parts
from load.sounds import Sound
from state import address
from widgets import tables

from genrelib.inference import Prediction
from genrelib.player import Place
from genrelib.runs import Run

WHOLE = "all"
TITLES = {
    WHOLE: "All of it",
    "region": "This region only",
    "rest": "Everything but",
    "harmonic": "Harmonic",
    "percussive": "Percussive",
}
HINT = (
    "First drag a box over the spectrogram, for seconds and Hz, or along the waveform, for seconds. "
    "The loop is to stay on: it is the region."
)


def choose(sound: Sound, place: Place) -> Sound | None:
    """Let a part of a sound be chosen, a sound of its own; None is all of it, also where a region lacks its box."""
    names = parts.kinds(sound)
    if not names:
        return None
    address.choose("part", [WHOLE, *names])
    st.pills("Hear", [WHOLE, *names], format_func=TITLES.get, required=True, key="part", on_change=address.forget)
    name = address.keep("part")
    if name == WHOLE:
        return None
    if name in parts.REGIONS and place.loop is None:
        st.caption(HINT)
        return None
    with address.refused():
        part = parts.region(sound, name, place) if name in parts.REGIONS else parts.kind(sound, name)
    named = f"{TITLES[name]}{f' {_region(place)}' if name in parts.REGIONS else ''}"
    st.caption(
        f"{named}, {part.level}: its own short-time spectrum, with its own phases. The networks judge it as you hear "
        "it."
    )
    return replace(part.sound, title=f"{sound.title} · {named}")


def compare(asked: Mapping[str, Run], whole: Mapping[str, Prediction], part: Sound) -> dict[str, Prediction]:
    """Draw each network's answer to a part beside its answer to the whole, by name; return the new ones."""
    with address.refused():
        again = {name: opinions.predict(run, part) for name, run in asked.items()}
    first = {name: prediction.top(1)[0] for name, prediction in whole.items()}
    now = {name: "" if prediction.silent else prediction.top(1)[0][0] for name, prediction in again.items()}
    shown = {
        "network": list(asked),
        "says of all": [label for label, _ in first.values()],
        "sure": [100 * probability for _, probability in first.values()],
        "says of this": [label or "nothing to judge" for label in now.values()],
        "now": [_percent(again[name], label) for name, label in now.items()],
        "of the first": [_percent(again[name], label) for name, (label, _) in first.items()],
    }
    columns = {
        "sure": st.column_config.NumberColumn(format="%.0f %%", width=60, help="Probability of that, for all of it"),
        "now": st.column_config.NumberColumn("sure of this", format="%.0f %%", width=80),
        "of the first": st.column_config.NumberColumn(
            "first answer now", format="%.0f %%", help="Probability that is left, for this part, of its answer to all"
        ),
    }
    tables.draw(shown, columns, tables.ROW * (len(asked) + 1) + 3, "Answers to all of it and to this part")
    st.caption("No network learned from parts such as this one: a new answer may be due to their being odd.")
    return {name: prediction for name, prediction in again.items() if not prediction.silent}


def _percent(prediction: Prediction, label: str) -> float:
    """Probability of a label in percent, NaN where there was nothing to judge."""
    return float("nan") if prediction.silent else 100 * float(prediction.track[prediction.labels.index(label)])


def _region(place: Place) -> str:
    start, end = place.loop or (0.0, 0.0)
    hz = f", {place.hz[0]:.0f} to {place.hz[1]:.0f} Hz" if place.hz else ""
    return f"({start:.2f} to {end:.2f} s{hz})"
