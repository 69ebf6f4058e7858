"""An entry of the registry where one file reads several data sets: what a module of a single one says in capitals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genrelib.datasets.dataset import Dataset


@dataclass(frozen=True)
class Entry:
    """A data set by what it holds, its layout under a root, licence, citation and url, and its reader.

    `FOLDER` is the name of its usual folder, LABEL_QUALITY a word on weak labels.
    """

    HOLDS: str
    LAYOUT: str
    FACTS: Mapping[str, Any]
    FOLDER: str
    read: Callable[[Path | None], Dataset]
    LABEL_QUALITY: str = ""
