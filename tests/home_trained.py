"""A home with two networks trained on clicks, noise and tones, for pages."""

from pathlib import Path

import pytest
import soundfile

from genrelib import datasets, papers
from genrelib.train import train_system

ATTENDS, PLAIN = "irvin2016/lstm-attention", "irvin2016/softmax"  # one epoch, so partial; finished


def name(system: str) -> str:
    """The run of a system, as a link names it."""
    return f"folder-pages/track/{system}/seed-0@your"


@pytest.fixture(scope="session")
def trained_home(tmp_path_factory, synthesise) -> Path:
    """A home with two runs on clicks, noise and tones."""
    root = tmp_path_factory.mktemp("music") / "pages"
    for genre in ("clicks", "noise", "tones"):
        (root / genre).mkdir(parents=True)
        for number in range(8):
            soundfile.write(root / genre / f"{number}.wav", synthesise(genre, number, 6.0, 8000), 8000)
    home = tmp_path_factory.mktemp("home")
    data = datasets.get("folder", root)
    for system in (ATTENDS, PLAIN):
        train_system(papers.get(system), data, data.default_split, 0, home / "runs", epochs=1, device="cpu")
    return home


@pytest.fixture(scope="session")
def audible_home(trained_home, tmp_path_factory, synthesise) -> Path:
    """The trained networks' runs, with the music that they learned from where the explorer looks for it."""
    home = tmp_path_factory.mktemp("home")
    (home / "runs").symlink_to(trained_home / "runs")
    for genre in ("clicks", "noise", "tones"):
        (home / "data" / "pages" / genre).mkdir(parents=True)
        for number in range(8):
            file = home / "data" / "pages" / genre / f"{number}.wav"
            soundfile.write(file, synthesise(genre, number, 6.0, 8000), 8000)
    return home
