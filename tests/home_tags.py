"""A home with runs that tag eighteen tracks, for pages."""

import numpy as np
import pytest
import soundfile
from factories import SYSTEM, tagged

from genrelib import runs

TAGS = ("pitched", "steady", "rare")
CATEGORIES = {"sound": ["pitched", "steady"], "other": ["rare"]}
TRACKS = [f"{genre}/{number}.wav" for genre in ("clicks", "noise", "tones") for number in range(6)]


def predicted(seed: int) -> dict:
    """Eighteen tracks: tones are pitched, all but clicks steady, none is rare; probabilities with noise."""
    rng = np.random.default_rng(seed)
    predictions = {}
    for track in TRACKS:
        truth = np.array([track.startswith("tones"), not track.startswith("clicks"), False])
        mean = np.clip(0.35 + 0.3 * truth + 0.3 * rng.normal(size=3), 0.06, 0.94).round(3)
        predictions[track] = (tuple(truth.tolist()), tuple(mean - 0.05), tuple(mean + 0.05))
    return predictions


def keep(home, seed: int, **changes) -> runs.Run:
    info = {"data": "folder-sounds", "seed": seed, "categories": CATEGORIES} | changes
    kept = tagged(predicted(seed), TAGS, **info)
    return runs.save(runs.address(home / "runs", kept.info["data"], "track", SYSTEM.name, seed), kept)


def name(seed: int = 0, data: str = "folder-sounds") -> str:
    return f"{data}/track/{SYSTEM.name}/seed-{seed}@your"


@pytest.fixture(scope="session")
def tag_home(tmp_path_factory, synthesise):
    """A home with runs on a remembered folder (seeds 0 and 1), and a partial one on gtzan-tags."""
    root, home = tmp_path_factory.mktemp("music") / "sounds", tmp_path_factory.mktemp("home")
    for number, track in enumerate(TRACKS):
        (root / track).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(root / track, synthesise(track.split("/")[0], number, 7.5, 8000), 8000)
    keep(home, 0)
    keep(home, 1)
    keep(home, 0, data="gtzan-tags", partial="1 of 9 epochs")
    (home / "data").mkdir()
    (home / "data" / "sounds").symlink_to(root)
    return home


def truth_and_score(tag: str, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Truth and probability of a tag for the eighteen tracks, by hand."""
    column = TAGS.index(tag)
    tracks = predicted(seed).values()
    return np.array([truth[column] for truth, *_ in tracks]), np.array(
        [(a[column] + b[column]) / 2 for _, a, b in tracks]
    )
