"""From a trained network to its run: predictions, calibration, metrics with intervals, embeddings."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
import torch

from genrelib import evaluate, inference, runs
from genrelib.clips import ClipSet
from genrelib.networks import classical
from genrelib.task import LabelledRows
from genrelib.task.tables import columns_in, probability_columns, single_precision, track_table


def measure(network, cut: ClipSet, features: Mapping, info: dict, history: pd.DataFrame) -> runs.Result:
    """Predict the validation and test parts, calibrate on validation, and add the figures to `info`.

    `features` holds those of train, valid and test, as `genrelib.clips.features` has them.
    """
    task, classes = cut.data.task, cut.data.classes
    judged = {part: _judge(network, cut, features[part], part) for part in ("train", "valid", "test")}
    tables = {part: clip_table(cut.part(part), judged[part].probabilities, classes) for part in ("valid", "test")}
    whole = {part: _tracks(network, cut, table) for part, table in tables.items()}
    valid, tracks = (_answers(whole[part], cut) for part in ("valid", "test"))
    clip_valid, clips = (_answers(tables[part], cut) for part in ("valid", "test"))
    temperature = task.fit_temperature(valid.truth, valid.probability)
    figures = task.metrics(tracks, clips, valid, temperature, classes, cut.data.categories)
    estimates = figures.estimates | in_other_company(network, cut, features["test"])
    info = info | {
        "temperature": temperature,
        "temperature_clip": task.fit_temperature(clip_valid.truth, clip_valid.probability),
        "probabilities": getattr(network, "probability_note", task.link),
        "metrics": {name: _finite(asdict(estimate)) for name, estimate in estimates.items()},
        **_finite(figures.details),
    }
    embeddings = {
        column: np.concatenate([one.embeddings[column] for one in judged.values()])
        for column in ("track", "part", "vectors", "truth")
    }
    if isinstance(network, torch.nn.Module):
        weights = {name: value.detach().cpu().clone() for name, value in network.state_dict().items()}
    else:
        weights = classical.learned(network)
    return runs.Result(info, history, tables["test"], whole["test"], tables["valid"], embeddings, weights)


class Judged(NamedTuple):
    """Outcome of a part: uncalibrated probabilities of its clips, and its tracks' columns of embeddings."""

    probabilities: np.ndarray
    embeddings: dict[str, np.ndarray]


def _judge(network, cut: ClipSet, features, part: str) -> Judged:
    clips = cut.part(part)
    outputs = inference.infer(network, features.split(inference.together(cut.system, network)), cut.data.task)
    mean = pd.DataFrame(outputs.embeddings).groupby(clips.track.to_numpy()).mean()
    tracks = {
        "track": mean.index.to_numpy(str),
        "part": np.full(len(mean), part),
        "vectors": mean.to_numpy(np.float16),
        "truth": cut.truth(clips.groupby("track").head(1).sort_values("track")),
    }
    return Judged(outputs.probabilities, tracks)


def in_other_company(network, cut: ClipSet, features) -> dict[str, evaluate.Interval]:
    """Score of the test clips shuffled, and one at a time, for a network that reads its batch; {} for others.

    The main figures are of clips in order, neighbours of one song and one genre together, as such a network was
    published.
    """
    if not inference.reads_batch(network):
        return {}
    task, classes = cut.data.task, cut.data.classes
    clips = cut.part("test")
    shuffled = np.random.default_rng(0).permutation(len(clips))
    batch = inference.together(cut.system, network)
    scores = {}
    for name, order, size in (("shuffled", shuffled, batch), ("alone", np.arange(len(clips)), 1)):
        outputs = inference.infer(network, features.batches(torch.from_numpy(order).split(size)), task)
        table = clip_table(clips.iloc[order], outputs.probabilities, classes)
        scores[f"clip_{task.score_name}_{name}"] = task.score_of_clips(_answers(table, cut))
    return scores


def clip_table(clips: pd.DataFrame, probability: np.ndarray, classes: tuple[str, ...]) -> pd.DataFrame:
    """One row per clip: track, start (s), the truth's columns and p_<label>."""
    columns = pd.DataFrame(probability.astype(np.float32), columns=probability_columns(classes))
    known = clips.drop(columns=["first", "part"], errors="ignore").reset_index(drop=True)
    return pd.concat([known, columns], axis=1)


def _tracks(network, cut: ClipSet, clips: pd.DataFrame) -> pd.DataFrame:
    """Tracks by the system's own summary."""
    task = cut.data.task
    if cut.system.summary is not None:
        return single_precision(track_table(clips, partial(task.summarise, cut.system.summary)))
    tracks = track_table(clips)
    if cut.parts_whole:
        probabilities = [inference.probabilities(network, cut.whole(track), 1, task) for track in tracks.track]
        tracks[columns_in(tracks)] = np.concatenate(probabilities)
    return single_precision(tracks)


def _answers(table: pd.DataFrame, cut: ClipSet) -> LabelledRows:
    return LabelledRows(*cut.data.task.read(table, cut.data.classes), table.track.to_numpy(str))


def _finite(values):
    """The same with None for what is not finite: JSON knows no NaN."""
    if isinstance(values, dict):
        return {name: _finite(value) for name, value in values.items()}
    return None if isinstance(values, float) and not np.isfinite(values) else values
