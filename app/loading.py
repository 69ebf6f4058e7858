"""What the pages load of runs, each thing once: networks, what they answered, and what they say of a sound."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st
from sounds import Sound

from genrelib import evaluate, inference, papers, playback, runs
from genrelib.predictions import genres, neighbours, tags
from genrelib.task import TAGS


@st.cache_resource(ttl=10, show_spinner=False)
def _scanned(places: tuple[str, ...]) -> tuple[dict[str, runs.Run], list[runs.RunError]]:
    usable, left_out = runs.scan()
    return {run.linked: run for run in sorted(usable, key=runs.trust, reverse=True)}, left_out


def _found(places: tuple[str, ...]) -> dict[str, runs.Run]:
    return _scanned(places)[0]


def left_out() -> list[str]:
    """Why runs that lie in the folders of runs are not shown, a sentence each."""
    return [str(reason) for reason in _scanned(tuple(map(str, runs.roots())))[1]]


def trained() -> dict[str, runs.Run]:
    """Every run that can hear, by its name in links: the most trustworthy first."""
    return {name: run for name, run in _found(tuple(map(str, runs.roots()))).items() if run.has_weights}


def judged() -> dict[str, runs.Run]:
    """Every run that answered one genre to each test track, by its name in links: the most trustworthy first."""
    everything = _found(tuple(map(str, runs.roots())))
    return {name: run for name, run in everything.items() if "track_accuracy" in run.metrics and run.has_answers}


def tagged() -> dict[str, runs.Run]:
    """Every run that answered tags to its test tracks, by its name in links: the most trustworthy first."""
    everything = _found(tuple(map(str, runs.roots())))
    return {
        name: run
        for name, run in everything.items()
        if run.task == TAGS and run.has_answers and run.metrics[TAGS.headline[0]]["value"]
    }


@st.cache_resource(max_entries=32, show_spinner=False)
def _of_tags(folder: str, written: float, part: str, _run: runs.Run) -> tags.TagPredictions:
    return tags.PARTS[part](_run)


def of_tags(run: runs.Run, part: str = "test") -> tags.TagPredictions:
    """What a run answered to the tracks of a part, "test" or "valid", tag by tag."""
    return _of_tags(*_address(run), part, run)


def side_by_side(chosen: Sequence[runs.Run]) -> tuple[list[tags.TagPredictions], str]:
    """What the runs answered to the test tracks that all of them answered, and a word if those are not all."""
    said = [of_tags(run) for run in chosen]
    if len(said) < 2:
        return said, ""
    try:
        common = list(said[0].both(said[1]))
    except ValueError as error:
        return said[:1], f"{chosen[0].system} is shown alone: {error}."
    tracks, tags = len(common[0].tracks), len(common[0].tags)
    if (tracks, tags) == (len(said[0].tracks), len(said[0].tags)):
        return common, ""
    return (
        common,
        f"Compared on the {tracks} test tracks and {tags} tags that both know; means above are of all its own.",
    )


@st.cache_data(max_entries=32, show_spinner="Resampling tracks …")
def _areas(addresses: list[tuple], _answers: list[tags.TagPredictions]) -> tuple:
    leading, *others = _answers
    areas = evaluate.tag_areas(leading.truth, leading.probability, leading.tags, leading.categories)
    gains = [
        evaluate.tag_gains(leading.truth, leading.probability, other.probability, leading.tags) for other in others
    ]
    return areas.per_tag, gains[0] if gains else None


def areas(chosen: Sequence[runs.Run], said: Sequence[tags.TagPredictions]) -> tuple:
    """Areas of the first run's tags, and what a second gains over them or None, of the answers named beside them."""
    addresses = [_address(run) for run in chosen][: len(said)]
    return _areas(addresses, list(said))


@st.cache_resource(max_entries=32, show_spinner=False)
def _answers(folder: str, written: float, level: str, _run: runs.Run) -> genres.GenrePredictions:
    return genres.LEVELS[level](_run)


def counted(run: runs.Run, level: str) -> genres.GenrePredictions:
    """What a run answered to its test tracks or clips."""
    return _answers(*_address(run), level, run)


@st.cache_data(max_entries=32, show_spinner=False)
def _shares(folder: str, written: float, level: str, _run: runs.Run) -> pd.DataFrame:
    said = counted(_run, level)
    tracks = said.table.track.to_numpy()
    alone = len(set(tracks)) == len(tracks)
    return evaluate.per_class(said.truth, said.probability, said.labels, groups=None if alone else tracks)


def shares(run: runs.Run, level: str) -> pd.DataFrame:
    """Recall, precision and F1 of each genre, with intervals that resample whole tracks where a track has more rows."""
    return _shares(*_address(run), level, run)


@st.cache_resource(max_entries=8, show_spinner="Loading the network …")
def _model(folder: str, written: float) -> inference.Model:
    return inference.load(Path(folder))


# For all sessions, so that thirty students who open the same example wait for one analysis; it holds no audio.
@st.cache_data(max_entries=256, show_spinner="Listening …")
def _prediction(
    folder: str, written: float, digest: str, _model: inference.Model, _sound: Sound
) -> inference.Prediction:
    return inference.predict(_model, _sound.recording)


def opinion(run: runs.Run, sound: Sound) -> tuple[inference.Model, inference.Prediction]:
    """What a run's network says of a sound.

    Raises ValueError if the run does not fit today's catalogue, AudioError if its system cannot hear the sound.
    """
    model = _model(*_address(run))
    return model, _prediction(*_address(run), sound.digest, model, sound)


def alike(run: runs.Run, said: inference.Prediction) -> list[neighbours.Neighbour]:
    """The training tracks that a run's network hears as most alike; none where its embeddings are not here."""
    return neighbours.nearest(run, said.embedding) if run.has_embeddings else []


def recalled(run: runs.Run, track: str) -> tuple[inference.Model, inference.Prediction]:
    """What was counted of a test track, as an opinion without attention.

    Raises ValueError if the run's system is not in the catalogue any more.
    """
    return inference.Model(run, papers.get(run.system), None), genres.over_time(run, track)


def _address(run: runs.Run) -> tuple[str, float]:
    return str(run.folder), (run.folder / "run.json").stat().st_mtime


@st.cache_resource(max_entries=4, scope="session", show_spinner="Drawing …")
def payload(
    title: str,
    digest: str,
    names: tuple[str, ...],
    folders: tuple[str, ...],
    _sound,
    _opinions,
    labels: tuple[str, ...] = (),
) -> bytes:
    """The player's payload of a sound and the opinions of it, on these labels or on the strongest."""
    return playback.payload(_sound.recording, _opinions, title, group=digest, labels=labels)


@st.cache_resource(max_entries=4, scope="session", show_spinner="Drawing …")
def bare(title: str, digest: str, system: str, _sound: Sound) -> bytes:
    """The player's payload of a sound of which nobody has an opinion, as the system hears it."""
    return playback.bare_payload(_sound.recording, papers.get(system).frontend, title, group=digest)
