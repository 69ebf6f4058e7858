"""Panels of the player on the page Inside: the map, and what the network holds over time, on the recording's axis."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st
from load import explanations
from load.explanations import Asked
from load.playback import Panel
from state import address

from genrelib import playback, player, plots
from genrelib.interpret import ImportanceMap, stretch

KINDS = {
    "attention": "attention",
    "gates": "feedback scales",
    "states": "recurrent states",
    "logits": "logits per step",
}
CURVES = {"curve": "map over time", "untrained": "map without training", "beside": "other method"}
SAYS = {
    "attention": "weight of each step, the same for every label",
    "gates": "share that the feedback lets through of each feature map",
    "states": "each unit after each step: no unit has a meaning of its own",
    "logits": "the answer so far, before it is turned into probabilities",
}
OVERLAP = "where clips overlap, their mean"


def choose(asked: Asked) -> list[str]:
    """Let further panels be chosen, of those that the network has."""
    options = {kind: KINDS[kind] for kind in explanations.held_kinds(asked)} | CURVES
    address.choose_several("panels", list(options))
    st.pills(
        "Below the map",
        list(options),
        selection_mode="multi",
        format_func=options.get,
        key="panels",
        on_change=address.forget,
    )
    return address.keep_several("panels")


def mark(asked: Asked, shown: ImportanceMap) -> player.Mark:
    """The stretch in which most speaks for the label, to be heard."""
    start, end = stretch.heaviest(shown, playback.LISTEN)
    return player.Mark(max(0.0, start), min(end, asked.sound.recording.length), f"most for {asked.label}")


def of_map(title: str, shown: ImportanceMap, label: str, caption: str) -> Panel:
    """Panel of a map, over seconds and Hz or over time alone."""
    ends = (f"against {label}", f"for {label}")
    first = float(shown.times[0])
    values = plots.without_outliers(shown.values)
    drawn = playback.importance(title, values, shown.frequencies, shown.step, first, ends)
    cut = "" if values is shown.values else f"; the top {plots.OUTLIERS:g} % alike"
    return replace(drawn, caption=f"{caption}{cut}")


def of_kind(asked: Asked, kind: str) -> list[Panel]:
    """Panels of a kind of values that the network holds."""
    panels = []
    for title, shown in explanations.held(asked, kind).items():
        if kind == "attention":
            edges = shown.start + shown.step * np.arange(shown.frames + 1)
            weights = shown.values[None] / max(shown.values.mean(), 1e-12)
            caption = f"{SAYS[kind]}; {OVERLAP}"
            panels.append(player.Area(title, ["attention"], weights, edges, unit="× average", caption=caption))
            continue
        labels = explanations.strongest(asked) if kind == "logits" else ()
        draw = player.amounts if kind == "gates" else player.signed_amounts
        row = {"gates": "map", "states": "unit", "logits": "label"}[kind]
        rows = draw(shown.values, shown.step, title, row, first=shown.start, labels=labels)
        panels.append(replace(rows, caption=f"{SAYS[kind]}; {OVERLAP}"))
    return panels


def draw(asked: Asked, kinds: Sequence[str], method: str, beside: str) -> list[Panel]:
    """The map, and below it what was chosen."""
    shown = explanations.importance(asked, method)
    piece = asked.stretch
    only = "" if piece.whole else f", {piece.start:.0f} to {piece.end:.0f} s only"
    panels = [of_map("Map", shown, asked.label, f"{method}, for {asked.label}{only}")]
    for kind in kinds:
        if kind in KINDS:
            panels += of_kind(asked, kind)
        elif kind == "curve":
            caption = f"{method}, summed over Hz"
            panels.append(of_map("Map over time", replace(shown, values=shown.over_time()), asked.label, caption))
        elif kind == "untrained":
            forgetful = explanations.doubt(asked, method).shown
            panels.append(of_map("Map without training", forgetful, asked.label, f"{method}, weights in random order"))
        else:
            other = explanations.importance(asked, beside)
            panels.append(of_map("Other method", other, asked.label, f"{beside}, for {asked.label}"))
    return panels


def small_print(asked: Asked) -> None:
    """Write what is explained: which seconds, and of which answer."""
    piece = asked.stretch
    if not piece.whole:
        st.info(
            f"Explained are the seconds {piece.start:.0f} to {piece.end:.0f} of {asked.sound.recording.length:.0f}, "
            "around the playhead. Move it to look elsewhere."
        )
    st.caption(
        f"Explained is the logit of {address.plain(asked.label)} in each clip of {asked.run.declaration['clip']:g} s, "
        "before calibration; clips lie on one axis, their mean where they overlap. " + address.plain(asked.sound.note)
    )
