"""Putting a new folder in an old one's place, so that a kill at any moment loses neither."""

import os
import shutil
from pathlib import Path

ASIDE = ".old"  # ending of a folder that is being replaced


def replace_folder(fresh: Path, folder: Path) -> None:
    """Replace `folder` by `fresh`."""
    # A folder cannot be replaced in one step: between two renames the old one lies aside, and `recover` brings it back.
    old = folder.with_suffix(ASIDE)
    while fresh.exists():
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)
            os.replace(folder, old)
        try:
            os.replace(fresh, folder)
        except OSError:
            if not folder.exists():  # otherwise another writer brought it back in between: aside with it again
                raise
    shutil.rmtree(old, ignore_errors=True)


def recover(root: Path) -> None:
    """Bring back every run below `root` that a kill left aside: for writers, before they look what is there."""
    for old in root.glob(f"**/seed-*{ASIDE}"):
        if not old.with_suffix("").exists():
            os.replace(old, old.with_suffix(""))
