"""One track, several taggers: what each says of it, the tags on which they differ most first."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st
from load import opinions, predictions, runs, sounds
from state import address
from widgets import clip_lab_link, tables
from widgets.segment import choose_segment

from genrelib.inference import Prediction
from genrelib.numerals import percent
from genrelib.runs import Run

HEIGHT = 300  # px: eight rows, the rest scrolls
STRONGEST = 5  # tags of an adopted network that nobody here judged
JUDGED, ADOPTED = "judged", "adopted"


def draw(names: Sequence[str], compared: Sequence[Run], row: pd.Series) -> None:
    """A table of tags on the track of a row, with the probabilities of all; adopted networks join in if asked for."""
    st.header("What do they say of this track?")
    table = predictions.on_track(tuple(names), list(compared), row.track)
    adopted = _adopted(compared[0], row.track)
    asked = _ask(adopted, compared[0], row.track)
    _table(table, names, asked)
    st.caption(address.plain(" ".join(_words(table, names, asked))))
    able = [run for run in (*compared, *(adopted[name] for name in asked)) if run.has_weights]
    if len(able) > 1:
        clip_lab_link.draw(compared[0].data, row.track, row.start, able, f"{len(able)} of them can be asked anew.")


def _adopted(run: Run, track: str) -> dict[str, Run]:
    """Adopted taggers by their system's name, where there is a sound to ask about."""
    if track not in sounds.playable(run.data):
        return {}
    return {one.system: one for one in runs.find(runs.adopted_taggers).values()}


def _ask(adopted: Mapping[str, Run], run: Run, track: str) -> dict[str, Prediction]:
    if not adopted:
        return {}
    words = {JUDGED: "the networks judged here", ADOPTED: f"adopted ones, too ({len(adopted)})"}
    if choose_segment("Ask", "asked", words) == JUDGED:
        return {}
    with address.refused():
        sound = sounds.track(run.data, track)
        return {name: opinions.predict(one, sound) for name, one in adopted.items()}


def _table(table: pd.DataFrame, names: Sequence[str], asked: Mapping[str, Prediction]) -> None:
    shown = {"tag": table.index, "true": table.true.map({True: "yes", False: ""})}
    columns = {"tag": st.column_config.TextColumn(width=130), "true": st.column_config.TextColumn(width=50)}
    for name in names:
        shown[name] = 100 * table[name].to_numpy()
        columns[name] = st.column_config.NumberColumn(format="%.0f %%")
    for name, prediction in asked.items():
        known = _by_tag(prediction)
        shown[name] = [100 * known.get(tag.casefold(), float("nan")) for tag in table.index]
        help_ = "Asked just now and measured nowhere here; its probabilities are not calibrated"
        label = f"{name}, not judged"
        columns[name] = st.column_config.NumberColumn(label, format="%.0f %%", help=help_)
    if len(names) > 1:
        shown["spread"] = 100 * table.spread.to_numpy()
        help_ = "Points between the highest and the lowest probability of the networks judged here"
        columns["spread"] = st.column_config.NumberColumn(format="%.0f", help=help_)
    tables.draw(shown, columns, HEIGHT, "What each network says of this track")


def _words(table: pd.DataFrame, names: Sequence[str], asked: Mapping[str, Prediction]) -> list[str]:
    sentences = ["Probabilities as counted, calibrated on each network's own validation tracks."]
    if len(names) > 1:
        widest = table.iloc[0]
        sentences.append(f"They are furthest apart on {table.index[0]}: {percent(widest.spread)[:-2]} points.")
    here = {tag.casefold() for tag in table.index}
    for name, prediction in asked.items():
        strange = [pair for pair in prediction.top(len(prediction.labels)) if pair[0].casefold() not in here]
        strongest = ", ".join(f"{tag} {percent(probability)}" for tag, probability in strange[:STRONGEST])
        sentences.append(f"{name} also says, of tags that nobody judged here: {strongest or 'none'}.")
    if asked:
        sentences.append(
            "Adopted networks learned other lists of tags from other music: where one is empty, it does not know the "
            "tag. Nobody measured them on these tracks, and they count for no spread."
        )
    return sentences


def _by_tag(prediction: Prediction) -> dict[str, float]:
    return {tag.casefold(): float(share) for tag, share in zip(prediction.labels, prediction.track, strict=True)}
