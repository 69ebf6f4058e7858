"""Places of runs: shipped ones in assets/runs, the user's own in $GENRELIB_HOME/runs."""

from contextlib import suppress
from pathlib import Path

from genrelib import home

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "runs"


def shipped() -> Path:
    """Folder of the runs that are shipped."""
    return SHIPPED


def roots() -> dict[Path, str]:
    """Folders where runs lie, and how a number from there is labelled."""
    own = {}
    with suppress(ValueError):  # a user without a home has shipped runs alone
        own[home() / "runs"] = "your run"
    return {shipped(): "shipped run", **own}


def address(root: Path, data: str, split: str, system: str, seed: int) -> Path:
    """Folder of a run below a root."""
    return root / data / split / system / f"seed-{seed}"
