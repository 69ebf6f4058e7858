"""Synthesised audio for all tests: three "genres" that any system can tell apart, deterministic and small."""

import os
import sys
import tempfile
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
import soundfile
import torch

from genrelib import player

pytest_plugins = ["browser", "home_confusions", "home_tags", "home_trained"]  # of the whole session

HOME = tempfile.TemporaryDirectory(prefix="genrelib-tests-")


def pytest_configure(config):
    # Before any test module is imported: no test reads or writes the user's own runs and stores.
    os.environ["GENRELIB_HOME"] = HOME.name
    torch.set_num_threads(1 if "PYTEST_XDIST_WORKER" in os.environ else 2)


def pytest_collectstart(collector):
    # What a module draws while it is imported, such as weights, hangs on no other module.
    torch.manual_seed(0)


def pytest_unconfigure(config):
    HOME.cleanup()


LONGEST = (  # modules of minutes, most of it in browsers and processes, are begun first
    "test_browser",
    "test_player_browser",
    "test_accessibility",
    "test_notebooks",
    "test_confusions_browser",
    "test_hostile_folders",
    "test_coverage",
    "test_start_app",
    "test_cli",
    "test_tags_browser",
    "test_cuda_training",
    "test_flows_browser",
    "test_docs",
    "test_server",
)


def pytest_collection_modifyitems(items):
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))  # else one of them ends alone
    for item in items:
        if item.get_closest_marker("gpu") and not torch.cuda.is_available():
            item.add_marker(pytest.mark.skip(reason="needs CUDA"))
        if item.get_closest_marker("music") and "GENRELIB_MUSIC" not in os.environ:
            item.add_marker(pytest.mark.skip(reason="needs real music: set GENRELIB_MUSIC"))
        if item.get_closest_marker("reference") and "GENRELIB_REFERENCE" not in os.environ:
            item.add_marker(pytest.mark.skip(reason="needs others' weights: set GENRELIB_REFERENCE"))


def tones(seconds: float, sample_rate: int, random: np.random.Generator) -> np.ndarray:
    """A steady fifth."""
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    root = random.uniform(200, 400)
    return 0.3 * np.sin(2 * np.pi * root * time) + 0.2 * np.sin(2 * np.pi * 1.5 * root * time)


def clicks(seconds: float, sample_rate: int, random: np.random.Generator) -> np.ndarray:
    """Decaying clicks at an even tempo."""
    samples = round(seconds * sample_rate)
    period = round(sample_rate * random.uniform(0.2, 0.4))
    train = np.zeros(samples)
    train[random.integers(period) :: period] = 0.8
    return np.convolve(train, np.exp(-np.arange(64) / 8))[:samples]


def noise(seconds: float, sample_rate: int, random: np.random.Generator) -> np.ndarray:
    """White noise."""
    return random.normal(0, random.uniform(0.05, 0.15), round(seconds * sample_rate))


GENRES = {"clicks": clicks, "noise": noise, "tones": tones}


@pytest.fixture(scope="session")
def synthesise():
    """Function (genre, number, seconds, sample_rate) -> (samples,) float32; genres are clicks, noise and tones."""

    def track(genre: str, number: int = 0, seconds: float = 3.0, sample_rate: int = 22_050) -> np.ndarray:
        random = np.random.default_rng([*genre.encode(), number])
        return GENRES[genre](seconds, sample_rate, random).astype(np.float32)

    return track


@pytest.fixture(scope="session")
def folder_of_music(tmp_path_factory, synthesise) -> Path:
    """A folder data set `<genre>/<genre>.<number>.wav`: 3 genres x 8 tracks x 3 s at 8, 16 and 22.05 kHz."""
    root = tmp_path_factory.mktemp("music") / "small"
    for genre in GENRES:
        (root / genre).mkdir(parents=True)
        for number in range(8):
            sample_rate = (8000, 16_000, 22_050)[number % 3]
            waveform = synthesise(genre, number, 3.0, sample_rate)
            soundfile.write(root / genre / f"{genre}.{number:02d}.wav", waveform, sample_rate)
    return root


@pytest.fixture(scope="session")
def music() -> Path:
    """The folder of real music that GENRELIB_MUSIC names; tests that use it carry the marker `music`."""
    if "GENRELIB_MUSIC" not in os.environ:
        pytest.skip("needs real music: set GENRELIB_MUSIC")
    return Path(os.environ["GENRELIB_MUSIC"])


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of others' files that GENRELIB_REFERENCE names; tests that use it carry the marker `reference`."""
    if "GENRELIB_REFERENCE" not in os.environ:
        pytest.skip("needs others' weights: set GENRELIB_REFERENCE")
    return Path(os.environ["GENRELIB_REFERENCE"])


@pytest.fixture(scope="module")
def bare_main():
    """A main module without a file: children import it, and AppTest leaves a page of the app in its place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        yield


@pytest.fixture
def played(monkeypatch) -> list[SimpleNamespace]:
    """What the player was given on each run of the page: the payload's header and the second it starts from."""
    calls = []

    def streamlit(payload, key, start, on_change=None):
        calls.append(SimpleNamespace(**player.unpack(payload) | {"begins": start.time}))
        return {"time": start.time, "loop": None, "box": None, "view": None, "over": None, "playing": False}

    monkeypatch.setattr(player, "streamlit", streamlit)
    return calls
