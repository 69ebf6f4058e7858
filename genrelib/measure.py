"""From a trained network to its run: predictions, calibration, metrics with intervals, embeddings."""

from dataclasses import asdict

import numpy as np
import pandas as pd
import torch

from genrelib import evaluate, predict, runs
from genrelib.material import Material
from genrelib.networks import classical


def measure(network, cut: Material, classes: tuple[str, ...], info: dict, history: pd.DataFrame) -> runs.Result:
    """Predict the validation and test parts, calibrate on validation, and add the figures to `info`."""
    tables, whole, vectors = {}, {}, []
    for part in ("train", "valid", "test"):
        clips = cut.part(part)
        features = cut.features(clips)
        mean = pd.DataFrame(predict.embeddings(network, features)).groupby(clips.track.to_numpy()).mean()
        vectors.append((mean.index.to_numpy(str), np.full(len(mean), part), mean.to_numpy(np.float16)))
        if part != "train":
            tables[part] = clip_table(clips, predict.probabilities(network, features), classes)
            whole[part] = track_table(tables[part])
    clip_valid, track_valid, clip_test, track_test = (
        truth_and_probability(table, classes)
        for table in (tables["valid"], whole["valid"], tables["test"], whole["test"])
    )
    temperature = evaluate.fit_temperature(*track_valid)
    calibrated = evaluate.calibrate(track_test[1], temperature)
    estimates = {
        "track_accuracy": evaluate.bootstrap(evaluate.accuracy, *track_test),
        "clip_accuracy": evaluate.bootstrap(evaluate.accuracy, *clip_test, groups=tables["test"].track.to_numpy()),
        "valid_accuracy": evaluate.bootstrap(evaluate.accuracy, *track_valid),
        "calibration_error_raw": evaluate.bootstrap(evaluate.calibration_error, *track_test),
        "calibration_error": evaluate.bootstrap(evaluate.calibration_error, track_test[0], calibrated),
    }
    info = info | {
        "temperature": temperature,
        "temperature_clip": evaluate.fit_temperature(*clip_valid),
        "metrics": {name: _finite(asdict(estimate)) for name, estimate in estimates.items()},
    }
    names, parts, means = (np.concatenate(column) for column in zip(*vectors, strict=True))
    embeddings = {"track": names, "part": parts, "vectors": means}
    if isinstance(network, torch.nn.Module):
        weights = {name: value.detach().clone() for name, value in network.state_dict().items()}
    else:
        weights = classical.learned(network)
    return runs.Result(info, history, tables["test"], whole["test"], tables["valid"], embeddings, weights)


def clip_table(clips: pd.DataFrame, probability: np.ndarray, classes: tuple[str, ...]) -> pd.DataFrame:
    """One row per clip: track, start (s), truth and p_<label>."""
    columns = pd.DataFrame(probability.astype(np.float32), columns=[f"p_{label}" for label in classes])
    return pd.concat(
        [clips[["track", "start", "genre"]].rename(columns={"genre": "truth"}).reset_index(drop=True), columns], axis=1
    )


def track_table(clips: pd.DataFrame) -> pd.DataFrame:
    """One row per track: the mean of its clips' probabilities."""
    return clips.drop(columns="start").groupby(["track", "truth"], as_index=False, sort=True).mean()


def truth_and_probability(table: pd.DataFrame, classes: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Class numbers (n,) and probabilities (n, classes) of a table of predictions."""
    truth = table.truth.map({label: i for i, label in enumerate(classes)}).to_numpy(np.int64)
    return truth, table[[f"p_{label}" for label in classes]].to_numpy(np.float64)


def _finite(estimate: dict) -> dict:
    return {name: value if np.isfinite(value) else None for name, value in estimate.items()}  # JSON knows no NaN
