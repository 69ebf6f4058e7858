"""A headless Chromium and a Streamlit server for tests of pages.

A test takes the fixture `browser_page` and opens what `with serve(script) as url:` gives.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",  # a microphone that beeps once a second
    "--use-fake-ui-for-media-stream",
]
STARTS_WITHIN = 60.0  # s for a server on a busy machine
PATIENCE = 60_000  # ms for a page: the first analysis imports torch
PLAYER = ".genre-player"


@pytest.fixture(scope="session")
def chrome():
    """One Chromium for the session, the system's or else playwright's own; without one the tests are skipped."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="no playwright: pip install -r tests/requirements.txt"
    )
    with playwright.sync_playwright() as driver:
        installed = [shutil.which(name) for name in NAMES] + [driver.chromium.executable_path]
        path = next((path for path in installed if path and Path(path).exists()), None)
        if path is None:
            pytest.skip(f"no browser: none of {', '.join(NAMES)} is installed; `playwright install chromium` gets one")
        launched = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def browser_page(chrome):
    """A fresh page, 1200 x 900 pixels; an uncaught error in its scripts fails the test."""
    context = chrome.new_context(viewport={"width": 1200, "height": 900})
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, errors


def position(page) -> float:
    """Second at which the player stands, by its clock."""
    minutes, seconds = re.match(r"(\d+):([\d.]+) /", page.locator(f"{PLAYER} .time").inner_text()).groups()
    return 60 * int(minutes) + float(seconds)


@contextmanager
def serve(script: Path, **environment: str) -> Iterator[str]:
    """Run a Streamlit script on a free port of this machine, telemetry off, and give its URL once it answers.

    Raises RuntimeError with the server's output if it ends or does not answer in time.
    """
    with running(script, **environment) as (url, _):
        yield url


@contextmanager
def running(script: Path, **environment: str) -> Iterator[tuple[str, int]]:
    """Run a Streamlit script as `serve` does, and give its URL and its process's number."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    settings = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *settings]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")])
    variables = {**os.environ, "PYTHONPATH": paths, **environment}
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=variables, cwd=ROOT)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(server, url, log)
            yield url, server.pid
        finally:
            server.terminate()
            server.wait(60)


def _wait(server: subprocess.Popen, url: str, log: BinaryIO) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"Streamlit did not answer at {url}:\n{log.read().decode(errors='replace')}")
