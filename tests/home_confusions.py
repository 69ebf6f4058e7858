"""A home with runs that confuse clicks, noise and tones, for pages."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import soundfile
from factories import SYSTEM, result

from genrelib import runs

CLASSES = ("clicks", "noise", "tones")
# Track -> answer and its mean probability; the second of three clips is surest by 0.04, the first least.
PREDICTED = {
    "clicks/0.wav": ("clicks", 0.9),
    "clicks/1.wav": ("noise", 0.8),
    "clicks/2.wav": ("noise", 0.6),
    "clicks/3.wav": ("noise", 0.94),
    "noise/0.wav": ("noise", 0.7),
    "noise/1.wav": ("noise", 0.7),
    "tones/0.wav": ("clicks", 0.75),
    "tones/1.wav": ("tones", 0.9),
}
STARTS = (0.0, 2.5, 4.0)


def judged(predicted: dict, classes: tuple[str, ...], seed: int, data: str, **info) -> runs.Result:
    """A run with these predictions of tracks named <genre>/... or <genre>.NNNNN, around an untrained network."""
    rows = []
    for track, (answer, confidence) in predicted.items():
        for start, more in zip(STARTS, (-0.04, 0.04, 0.0), strict=True):
            p = np.full(len(classes), (1 - confidence - more) / (len(classes) - 1))
            p[classes.index(answer)] = confidence + more
            rows.append((track, start, track.replace(".", "/").split("/")[0], *p))
    names = [f"p_{label}" for label in classes]
    clips = pd.DataFrame(rows, columns=["track", "start", "truth", *names])
    whole = {"value": 0.5, "low": 0.1, "high": 0.9}
    kept = result(weights=SYSTEM.build(len(classes)).state_dict())
    info = kept.info | {
        "data": data,
        "seed": seed,
        "classes": list(classes),
        "temperature": 1.0,
        "temperature_clip": 1.0,
        "tracks": {"test": len(predicted)},
        "keeps_apart": "Nothing.",
        "metrics": dict.fromkeys(("track_accuracy", "clip_accuracy", "valid_accuracy"), whole),
        **info,
    }
    tracks = clips.groupby(["track", "truth"], as_index=False)[names].mean()
    return replace(kept, info=info, predictions=clips, tracks=tracks)


def keep(home: Path, kept: runs.Result) -> runs.Run:
    return runs.save(runs.address(home / "runs", kept.info["data"], "track", SYSTEM.name, kept.info["seed"]), kept)


def name(seed: int = 0, data: str = "folder-sounds") -> str:
    return f"{data}/track/{SYSTEM.name}/seed-{seed}@your"


@pytest.fixture(scope="session")
def confusion_home(tmp_path_factory, synthesise) -> Path:
    """A home with runs on a remembered folder (seed 0 with weights, 1 without) and one on GTZAN, which is not here."""
    root, home = tmp_path_factory.mktemp("music") / "sounds", tmp_path_factory.mktemp("home")
    for number, track in enumerate(PREDICTED):
        (root / track).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(root / track, synthesise(track.split("/")[0], number, 9.0, 8000), 8000)
    for seed in (0, 1):
        run = keep(home, judged(PREDICTED, CLASSES, seed, "folder-sounds"))
    (run.folder / "weights.safetensors").unlink()
    not_here = {"rock.00031": ("jazz", 0.9), "jazz.00001": ("jazz", 0.8), "rock.00002": ("rock", 0.6)}
    keep(
        home,
        judged(
            not_here,
            ("jazz", "rock"),
            0,
            "gtzan-logmel",
            partial="1 of 9 epochs",
            left_out=["rock.00009"],
            untested=["jazz"],
        ),
    )
    (home / "data").mkdir()
    (home / "data" / "sounds").symlink_to(root)
    return home
