"""Made-up runs, and a small study: what many tests need and none is about."""

import dataclasses

import numpy as np
import pandas as pd
import torch

from genrelib import papers, runs
from genrelib.system import Study, System

SYSTEM = papers.get("irvin2016/lstm-attention")
CLASSES = ("noise", "tones")
TAGS = ("piano", "happy")
STARTS = (0.0, 2.5)
# Track -> whether it has each tag, and the probability of each in its first and its second clip
PREDICTED = {
    "b": ((True, False), (0.9, 0.2), (0.7, 0.4)),
    "a": ((True, True), (0.1, 0.6), (0.3, 0.6)),
    "c": ((False, True), (0.6, 0.1), (0.8, 0.1)),
    "d": ((False, False), (0.2, 0.5), (0.2, 0.3)),
}
# A small study: what is fitted at once, and a network that learns for three epochs
SOFTMAX, ATTENTION = "irvin2016/softmax", "irvin2016/lstm-attention"
SHORT = dataclasses.replace(
    papers.get(ATTENTION), recipe=dataclasses.replace(papers.get(ATTENTION).recipe, epochs=3, batch=8)
)
STUDY = Study("irvin2016/test", "none", (ATTENTION, SOFTMAX), "gtzan", "clip", "clip_accuracy", seeds=2)


def result(partial: str = "", system=SYSTEM, weights: dict | None = None) -> runs.Result:
    """A run's worth of made-up results around an untrained network."""
    torch.manual_seed(0)
    table = pd.DataFrame(
        {"track": ["a", "b"], "start": [0.0, 0.0], "truth": CLASSES, "p_noise": [0.9, 0.2], "p_tones": [0.1, 0.8]}
    )
    info = {
        "system": system.name,
        "declaration": runs.declaration(system),
        "data": "folder-test",
        "split": "track",
        "seed": 0,
        "classes": list(CLASSES),
        "partial": partial,
        "metrics": {
            metric: {"value": 0.5, "low": 0.1, "high": 0.9}
            for metric in ("track_accuracy", "clip_accuracy", "valid_accuracy")
        },
        "tracks": {"train": 1, "valid": 2, "test": 2},
        "keeps_apart": "Tracks only.",
        "seconds": 1.0,
        "temperature": 1.0,
        "temperature_clip": 1.0,
    }
    embeddings = {"track": np.array(["a"]), "part": np.array(["test"]), "vectors": np.zeros((1, 3), np.float16)}
    history = pd.DataFrame({"epoch": [1], "train_loss": [1.0]})
    weights = system.build(len(CLASSES)).state_dict() if weights is None else weights
    return runs.Result(info, history, table, table.drop(columns="start"), table, embeddings, weights)


def tagged(predicted: dict = PREDICTED, tags: tuple[str, ...] = TAGS, **info) -> runs.Result:
    """A run with these predictions of tags, around an untrained network.

    Calibration changes nothing, validation is the test part.
    """
    rows = [
        (track, start, *truth, *probability)
        for track, (truth, *clips) in predicted.items()
        for start, probability in zip(STARTS, clips, strict=True)
    ]
    truths, probabilities = [f"t_{tag}" for tag in tags], [f"p_{tag}" for tag in tags]
    clips = pd.DataFrame(rows, columns=["track", "start", *truths, *probabilities])
    tracks = clips.groupby("track", as_index=False).agg(
        dict.fromkeys(truths, "first") | dict.fromkeys(probabilities, "mean")
    )
    whole = {"value": 0.6, "low": 0.4, "high": 0.8}
    kept = result(weights=SYSTEM.build(len(tags)).state_dict())
    facts = {
        "task": "tags",
        "classes": list(tags),
        "categories": {"instrument": ["piano"], "mood": ["happy"]},
        "temperature": 1.0,
        "temperature_clip": 1.0,
        "tracks": {"test": len(predicted)},
        "keeps_apart": "Nothing.",
        "metrics": dict.fromkeys(("roc_auc_macro", "pr_auc_macro", "valid_auc"), whole),
    }
    return runs.Result(kept.info | facts | info, kept.history, clips, tracks, clips, kept.embeddings, kept.weights)


def features(system: System, clips: int, device: torch.device) -> torch.Tensor:
    """Random features of so many clips as a system trains on them."""
    return torch.randn(clips, *system.frontend.shape(system.recipe.crop or system.clip), device=device)
