"""Room on the disk that a store takes, asked before it is made."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from genrelib.store.plan import Plan


@dataclass(frozen=True)
class Space:
    """Bytes that stores still take, and bytes that are free at their place."""

    needed: int
    free: int
    place: Path

    def __str__(self) -> str:
        return f"{_size(self.needed)} at {self.place}, where {_size(self.free)} are free"


def room_for(plans: Iterable[Plan], folder: Path | None = None) -> Space:
    """Room for what is missing in the stores of these plans, by the lengths of their tracks; each store counts once.

    Of a track of unknown length the mean of the others is taken. A store that is begun anew gives its old room back.
    """
    by_folder = {planned.files(folder).folder: planned for planned in plans}
    needed = freed = 0
    for planned in by_folder.values():
        files = planned.files(folder)
        entries = files.current(planned.sources())
        missing = [track for track in planned.data.tracks.index if track not in entries]
        needed += _bytes(planned, missing)
        freed += 0 if entries or not files.signals.exists() else files.signals.stat().st_size
    place = next(iter(by_folder))
    standing = next(parent for parent in (place, *place.absolute().parents) if parent.is_dir())
    return Space(needed, shutil.disk_usage(standing).free + freed, place)


def demand(room: Space, name: str) -> None:
    """Refuse to begin what cannot be finished: raises ValueError if the stores of a data set take more than is free."""
    if room.needed > room.free:
        raise ValueError(
            f"{name}: expected {_size(room.needed)} free for its store at {room.place}, got {_size(room.free)}; "
            "make room, or set GENRELIB_HOME to a folder on a larger disk"
        )


def _bytes(planned: Plan, tracks: list[str]) -> int:
    seconds = planned.data.tracks.seconds
    known = seconds[tracks].fillna(seconds.mean()).sum()
    return round(known * planned.encoding.rate) * planned.encoding.row_bytes


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{count / 1e6:.1f} MB"
