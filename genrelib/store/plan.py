"""Plan of a store: what it holds of a data set, how that is encoded, and in which folder it lies."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from genrelib import home
from genrelib.datasets import Dataset
from genrelib.datasets.remembered import identity
from genrelib.frontends import FrontEnd, Reference
from genrelib.store.files import Entry, Files
from genrelib.store.signals import Encoding, Store

FULL_SCALE = 32_768


@dataclass(frozen=True, eq=False)
class Plan:
    """A data set, the encoding of its signals, and the front end whose features `kept` are (None: waveforms)."""

    data: Dataset
    encoding: Encoding
    kept: FrontEnd | None

    def files(self, folder: Path | None) -> Files:
        """Files under `folder`, by default $GENRELIB_HOME/store, named by data set, place of its files and signal."""
        paths = [os.path.abspath(path) for path in self.data.tracks.path if isinstance(path, str)]
        place = os.path.commonpath(paths) if paths else ""
        kind = f"waveforms-{self.encoding.rate}" if self.kept is None else f"features-{_digest(repr(self.kept))}"
        name = f"{(self.data.sound_of or self.data).name}-{_digest(place)}/{kind}"
        return Files((home() / "store" if folder is None else Path(folder)) / name, self.encoding)

    def sources(self) -> dict[str, str]:
        """Text for each track that changes with its source."""
        return {track: _source(self.data, track) for track in self.data.tracks.index}

    def store(self, files: Files, entries: Mapping[str, Entry]) -> Store:
        """Open these entries of the files, at least one, in the data set's order."""
        ordered = [entries[track] for track in self.data.tracks.index if track in entries]
        spans = {entry.track: (entry.first, entry.rows) for entry in ordered}
        return Store(files.mapped(ordered), spans, self.encoding, self.kept)


def plan_signals(data: Dataset, frontend: FrontEnd) -> Plan:
    """Plan for systems with this front end: see `prepare`.

    Raises ValueError if the data set holds features of another front end.
    """
    if not data.serves(frontend):
        raise ValueError(
            f"{data.name}: expected the front end that made its features, {data.frontend}, got {frontend}; "
            "choose a system with that front end, or a data set with audio"
        )
    if data.frontend is None and frontend.reference is not Reference.TRACK:
        return plan_waveforms(data, frontend.sample_rate)
    if data.frontend is not None and not data.frontend.frames_per_second:  # a row of numbers, of any units
        return Plan(data, Encoding("float32", data.frontend.shape(1.0)[0], 1.0, 1.0, 0.0), data.frontend)
    floor = frontend.quietest  # the loudest is 0: values are relative to the track
    encoding = Encoding("uint8", frontend.shape(1.0)[0], frontend.frames_per_second, -floor / 255, floor)
    return Plan(data, encoding, frontend)


def plan_waveforms(data: Dataset, rate: int) -> Plan:
    """Plan for waveforms at `rate` Hz. Raises ValueError if the data set holds features alone."""
    if data.frontend is not None:
        raise ValueError(f"{data.name}: expected a data set with audio, got one of features; name one with audio")
    return Plan(data, Encoding("int16", 1, rate, 1 / FULL_SCALE, 0.0), None)


def prepared_waveforms(data: Dataset, rate: int, folder: Path | None = None) -> Store | None:
    """Open what is there of the store of waveforms at `rate` Hz, without making or locking anything.

    It holds the tracks that were prepared and whose source is unchanged; None if there are none.
    """
    planned = plan_waveforms(data, rate)
    files = planned.files(folder)
    entries = files.current(planned.sources())
    return planned.store(files, entries) if entries else None


def _source(data: Dataset, track: str) -> str:
    path = data.tracks.at[track, "path"]
    return identity(path) if isinstance(path, str) else (data.sound_of or data).fingerprint


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:12]
