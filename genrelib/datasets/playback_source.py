"""Sound and facts of a run's tracks: a run names its data set, the music is elsewhere.

Sets that share tracks share their sound: the tracks of `gtzan-logmel`, or of some genres of GTZAN, play from `gtzan`.
"""

from pathlib import Path

import pandas as pd

from genrelib import home
from genrelib.datasets import folder, get, gtzan, is_synthetic
from genrelib.datasets.dataset import Dataset, default_root

FACTS = ["genre", "artist", "title", "fault"]


def sound(name: str) -> Dataset:
    """Find the data set whose `waveform` plays the tracks of the one called `name`.

    Raises ValueError that says what to do if the user does not have it, or there is no such data set.
    """
    find = SOUND.get(_family(name))
    return find(name) if find else get(home_of(name))


def home_of(name: str) -> str:
    """Name of the data set that has the sound of a set's tracks; its own name if no other set has it."""
    return SHARED.get(name, "gtzan" if _family(name) == "gtzan" else name)


def facts(name: str) -> pd.DataFrame:
    """Genre, artist, title and fault of a data set's tracks, by track id; "" where one is unknown.

    GTZAN's facts are part of this package; those of other sets come with their sound, without it the table is empty.
    """
    if _family(name) == "gtzan":
        table = gtzan.facts()
        return table.assign(fault=gtzan.faults(table.index))[FACTS]
    try:
        return sound(name).tracks.reindex(columns=FACTS).fillna("")
    except ValueError:
        return pd.DataFrame(columns=FACTS)


def lies_here(name: str) -> bool:
    """Tell if the sound of a data set can be made here, or its folder is in its place; what that holds is not read."""
    family = _family(name)
    if family == "folder":
        return any(place.is_dir() for place in _places(name))
    return default_root("gtzan").is_dir() if family == "gtzan" else is_synthetic(name)


def remembered() -> list[str]:
    """Names of the folders of the user's music that are linked under $GENRELIB_HOME/data."""
    return sorted(f"folder-{link.name}" for link in (home() / "data").glob("*") if link.is_symlink() and link.is_dir())


def remember(data: Dataset) -> None:
    """Link a folder of the user's music under $GENRELIB_HOME/data, so that its runs can be played later.

    Raises ValueError if another folder of that name is remembered there, or lies with the data: runs are named by the
    folder, so that new ones would replace those of the other.
    """
    if _family(data.name) != "folder":
        return
    first = data.tracks.iloc[0]
    root = Path(first.path.removesuffix(first.name))
    link = home() / "data" / root.name
    for other in (default_root(root.name), link):
        if other.is_dir() and not other.samefile(root):
            remedy = f"or remove the link {link}" if other.is_symlink() else "or set GENRELIB_DATA to another place"
            raise ValueError(
                f"{root}: expected the folder that runs of {data.name} are about, {other.resolve()}, got another one "
                f"of that name, whose runs would replace those; rename one of them, {remedy}"
            )
    if link.is_symlink() and not link.exists():
        link.unlink()
    if not link.exists():
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(root, target_is_directory=True)


def _folder(name: str) -> Dataset:
    basename = name.partition("-")[2]
    places = _places(name)
    for place in places:
        if place.is_dir():
            return folder.named(basename, place)
    raise ValueError(
        f"{name}: expected the folder of its music at {places[0]}, got no such folder; "
        f"link it there (ln -s /your/{basename} {places[0]})"
    )


def _places(name: str) -> list[Path]:
    basename = name.partition("-")[2]
    return [default_root(basename), home() / "data" / basename]


def _gtzan(name: str) -> Dataset:
    try:
        return get("gtzan")
    except ValueError as error:
        raise ValueError(
            f"{name}: expected your copy of GTZAN at {default_root('gtzan')}, which may not be handed out with this "
            f"project, got {'another layout' if default_root('gtzan').exists() else 'no such folder'}; put or link it "
            "there, or set GENRELIB_DATA to the folder that holds it"
        ) from error


SOUND = {"gtzan": _gtzan, "folder": _folder}
SHARED = {"jukebox-tags": "jukebox"}


def _family(name: str) -> str:
    return name.partition("-")[0]
