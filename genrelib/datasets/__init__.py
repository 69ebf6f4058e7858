"""Data sets by name: labelled tracks, their signals, the ways to divide them, their known faults.

One file per data set holds its facts as constants; `get` is the only door.
"""

from difflib import get_close_matches
from pathlib import Path
from typing import Any

from genrelib.datasets import (
    fma,
    fma_features,
    folder,
    gtzan,
    gtzan_logmel,
    gtzan_logmel_tags,
    gtzan_tags,
    jukebox,
    jukebox_needle,
    jukebox_tags,
    magnatagatune,
    msd,
    mtg_jamendo,
    song_table,
)
from genrelib.datasets.dataset import Dataset, default_root
from genrelib.datasets.tagging import tagged

__all__ = [
    "NAMES",
    "Dataset",
    "about_uploads",
    "get",
    "is_synthetic",
    "label_quality",
    "related",
    "table",
    "tagged",
    "usual_place",
]

SETS: dict[str, Any] = {
    "jukebox": jukebox,
    "jukebox-needle": jukebox_needle,
    "gtzan": gtzan,
    "gtzan-logmel": gtzan_logmel,
    "folder": folder,
    "table": song_table,
    "jukebox-tags": jukebox_tags,
    "gtzan-tags": gtzan_tags,
    "gtzan-logmel-tags": gtzan_logmel_tags,
    **fma.SETS,
    "fma-features": fma_features,
    "magnatagatune": magnatagatune,
    **mtg_jamendo.SETS,
    "msd": msd,
}
FAMILIES = {
    "gtzan": gtzan.subset,
    "folder": folder.named,
    "table": song_table.named,
}  # names with more behind a hyphen: gtzan-blues-jazz
NAMES = tuple(SETS)


def get(name: str, root: Path | None = None) -> Dataset:
    """Read the data set of that name from the user's copy under `root`.

    Names are those of NAMES, and those of FAMILIES with more behind a hyphen: gtzan-<genre>-<genre>..., a choice of
    genres; folder-<basename> and table-<stem>, as runs call them. The synthetic sets, made here, take no root; folder
    and table need one; without one the others are read from their folder in $GENRELIB_DATA, else in data under
    $GENRELIB_HOME (~/.cache/genrelib).

    Raises ValueError that names what was expected, what is there and what to do.
    """
    if name in SETS:
        return SETS[name].read(root)
    family, _, rest = name.partition("-")
    if family not in FAMILIES:
        raise ValueError(
            f"expected a data set, got {name!r}; did you mean {', '.join(get_close_matches(name, NAMES, cutoff=0.0))}? "
            "`genrelib data` lists all"
        )
    return FAMILIES[family](rest, root)


def related(name: str, root: Path | None = None) -> tuple[Dataset, ...]:
    """Read the data set of that name, and the same tracks under tags where there are any.

    Raises ValueError as `get` does.
    """
    return tuple(get(view, root) for view in (name, f"{name}-tags") if view == name or view in SETS)


def is_synthetic(name: str) -> bool:
    """Tell if the music of the data set of that name is composed by rule."""
    return getattr(SETS.get(name), "SYNTHETIC", False)


def usual_place(name: str) -> Path:
    """Folder in which the data set of that name lies when the user names no root; several may share one."""
    return default_root(getattr(SETS.get(name), "FOLDER", name))


def label_quality(name: str) -> str:
    """Sentences about weak labels of a data set, for people who listen to mistakes; "" for none."""
    return getattr(SETS.get(name), "LABEL_QUALITY", "")


def about_uploads(name: str) -> str:
    """Sentence for people who ask what learned from this data set about sound of their own; "" for nothing to say."""
    return getattr(SETS.get(name), "ABOUT_UPLOADS", "")


def table() -> list[dict[str, str]]:
    """Rows of all data sets: name, content, layout expected under a root, licence, citation and url."""
    return [
        {"name": name, "holds": module.HOLDS, "layout": module.LAYOUT, **module.FACTS} for name, module in SETS.items()
    ]
