"""Sound and facts of a run's tracks: a run names its data set, the music is elsewhere.

Sets that share tracks share their sound: the tracks of `gtzan-logmel`, or of some genres of GTZAN, play from `gtzan`.
"""

from pathlib import Path

import pandas as pd

from genrelib import home
from genrelib.datasets import folder, get, gtzan, is_synthetic, song_table, usual_place
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
    if family == "table":
        return any(place.is_file() for place in _tables(name))
    return is_synthetic(name) or usual_place(home_of(name)).is_dir()


def remembered() -> list[str]:
    """Names of the folders and tables of the user's music that are linked under $GENRELIB_HOME/data."""
    links = [link for link in (home() / "data").glob("*") if link.is_symlink()]
    folders = [f"folder-{link.name}" for link in links if link.is_dir()]
    return sorted([*folders, *(f"table-{link.stem}" for link in links if link.is_file())])


def remember(data: Dataset) -> None:
    """Link a folder or table of the user's music under $GENRELIB_HOME/data, so that its runs can be played later.

    Raises ValueError if another one of that name is remembered there, or lies with the data: runs are named by it, so
    that new ones would replace those of the other.
    """
    if isinstance(data, song_table.SongTable):
        source = data.table
        others = _tables(data.name)
        kind = "table"
    elif _family(data.name) == "folder":
        first = data.tracks.iloc[0]
        source = Path(first.path.removesuffix(first.name))
        others = _places(data.name)
        kind = "folder"
    else:
        return
    link = home() / "data" / source.name
    for other in others:
        if other.exists() and not other.samefile(source):
            remedy = f"or remove the link {link}" if other.is_symlink() else "or set GENRELIB_DATA to another place"
            raise ValueError(
                f"{source}: expected the {kind} that runs of {data.name} are about, {other.resolve()}, got another one "
                f"of that name, whose runs would replace those; rename one of them, {remedy}"
            )
    if link.is_symlink() and not link.exists():
        link.unlink()
    if not link.exists():
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(source, target_is_directory=source.is_dir())


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


def _table(name: str) -> Dataset:
    stem = name.partition("-")[2]
    for place in _tables(name):
        return song_table.named(stem, place.resolve())  # paths in it are from where it lies, not from the link
    link = home() / "data" / f"{stem}.csv"
    raise ValueError(
        f"{name}: expected the table of its music at {link}, got none; link it there (ln -s /your/{stem}.csv {link})"
    )


def _tables(name: str) -> list[Path]:
    """Tables of that name that lie or are linked where data sets are."""
    stem = name.partition("-")[2]
    folders = dict.fromkeys((default_root("").absolute(), home() / "data"))
    return [place for folder in folders for place in sorted(folder.glob("*")) if place.stem == stem and place.is_file()]


def _gtzan(name: str) -> Dataset:
    try:
        return get("gtzan")
    except ValueError as error:
        raise ValueError(
            f"{name}: expected your copy of GTZAN at {default_root('gtzan')}, which may not be handed out with this "
            f"project, got {'another layout' if default_root('gtzan').exists() else 'no such folder'}; put or link it "
            "there, or set GENRELIB_DATA to the folder that holds it"
        ) from error


SOUND = {"gtzan": _gtzan, "folder": _folder, "table": _table}
SHARED = {"jukebox-tags": "jukebox", "fma-features": "fma-medium"}


def _family(name: str) -> str:
    return name.partition("-")[0]
