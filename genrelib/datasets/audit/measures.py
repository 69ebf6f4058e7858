"""Measures of tracks, taken in one pass over the whole sound and remembered until the file changes."""

import hashlib
import io
import json
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch

from genrelib import audio, terminal
from genrelib.audio import AudioError
from genrelib.datasets.acoustic import RATE, close_fingerprint
from genrelib.datasets.audit.landmarks import Marks, find_landmarks
from genrelib.datasets.dataset import Dataset
from genrelib.datasets.parallel_tracks import Workers, results, worthwhile
from genrelib.datasets.remembered import identity, recall, remember
from genrelib.frontends import LogMel

KIND = "measure-1"  # of what is remembered; another number where a measure changes its meaning
MEL = LogMel(sample_rate=22_050, n_fft=2048, hop_length=1024, n_mels=64)
COMPARED = 120.0  # s of a track's beginning in which repetitions are sought
SETTLE = 5.0  # s between two writings: the work that an interruption loses


@dataclass(frozen=True, eq=False)
class Measure:
    """Measures of one track.

    `file` and `sound` are digests of its file ("" where there is none) and of its samples; `remarks` sentences on the
    file; `mel` (128,) the mean and the deviation over time of each band of MEL, in dB, or of the data set's own
    features; `marks` and `bits` its landmarks and close fingerprint. `problem` says why it cannot be decoded: then
    there is nothing else.
    """

    file: str = ""
    sound: str = ""
    remarks: tuple[str, ...] = ()
    mel: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    marks: Marks = field(default_factory=lambda: np.zeros((0, 2), np.uint32))
    bits: np.ndarray = field(default_factory=lambda: np.zeros(0, np.uint32))
    problem: str = ""


def measure(data: Dataset, jobs: int | Workers | None = None, progress: bool = True) -> dict[str, Measure]:
    """Measure every track that is new or has changed, in up to `jobs` processes (all cores); the others are remembered.

    An interruption loses the last seconds of work. What cannot be decoded is tried again each time: a decoder may come.
    """
    names = {track: source(data, track) for track in data.tracks.index}
    measures = remembered(data)
    missing = [track for track in names if track not in measures]
    if not missing:
        return measures
    made = results(_Measuring(data), missing, worthwhile(data, missing, jobs))
    shown = terminal.progress(made, f"Checking {data.name}", len(missing)) if progress else made
    waiting: dict[str, bytes] = {}
    settled = time.monotonic()
    try:
        for track, one in shown:
            measures[track] = one
            if not one.problem:
                waiting[names[track]] = _written(one)
            if time.monotonic() - settled > SETTLE:
                remember(KIND, waiting)
                waiting.clear()
                settled = time.monotonic()
    finally:
        remember(KIND, waiting)
    return {track: measures[track] for track in names}


def remembered(data: Dataset) -> dict[str, Measure]:
    """Measures that were taken before, of tracks that have not changed since, in the data set's order."""
    names = {track: source(data, track) for track in data.tracks.index}
    kept = recall(KIND, names.values())
    read = {track: _read(kept[name]) for track, name in names.items() if name in kept}
    return {track: one for track, one in read.items() if one is not None}


def source(data: Dataset, track: str) -> str:
    """Text that changes with the sound of a track."""
    path = data.tracks.at[track, "path"]
    if isinstance(path, str):
        return identity(path)
    origin = data.sound_of or data
    return f"{origin.name} {origin.fingerprint} {track}"


@dataclass(frozen=True, eq=False)
class _Measuring:
    """Measuring of tracks that can be sent to other processes."""

    data: Dataset

    def __call__(self, tracks: Sequence[str]) -> list[Measure]:
        return [self._measured(track) for track in tracks]

    def only(self, tracks: Sequence[str]) -> "_Measuring":
        return replace(self, data=self.data.only(tracks))

    def _measured(self, track: str) -> Measure:
        path = self.data.tracks.at[track, "path"]
        try:
            file = _digest(Path(path)) if isinstance(path, str) else ""
            if self.data.frontend is not None:
                features = self.data.features(track)
                return Measure(file, _hash(features), mel=_summary(features))
            sound = self._recording(track)
            return Measure(file, _hash(sound.waveform), sound.remarks, *_described(sound.waveform, sound.sample_rate))
        except (AudioError, OSError) as error:
            return Measure(problem=str(error))

    def _recording(self, track: str) -> audio.Recording:
        if isinstance(self.data.tracks.at[track, "path"], str):
            return self.data.recording(track, None)
        return audio.whole(self.data.waveform(track, MEL.sample_rate), MEL.sample_rate)  # the data set makes the sound


def _described(waveform: np.ndarray, sample_rate: int) -> tuple[np.ndarray, Marks, np.ndarray]:
    """Summary of the mel spectrogram, landmarks and close fingerprint."""
    at_mel = audio.resample(waveform, sample_rate, MEL.sample_rate)
    with torch.inference_mode():
        mel = MEL(torch.from_numpy(at_mel)[None])[0].numpy()
    beginning = audio.resample(at_mel[: round(COMPARED * MEL.sample_rate)], MEL.sample_rate, RATE)
    return _summary(mel), find_landmarks(beginning), close_fingerprint(beginning)


def _summary(features: np.ndarray) -> np.ndarray:
    """Mean and deviation over time: (bands, frames) -> (2 * bands,) float32."""
    return np.concatenate([features.mean(axis=1), features.std(axis=1)]).astype(np.float32)


def _hash(signal: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(signal).data).hexdigest()


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _written(one: Measure) -> bytes:
    stream = io.BytesIO()
    facts = json.dumps([one.file, one.sound, one.remarks]).encode()
    np.savez_compressed(stream, facts=np.frombuffer(facts, np.uint8), mel=one.mel, marks=one.marks, bits=one.bits)
    return stream.getvalue()


def _read(kept: bytes) -> Measure | None:
    """The measure that was written; None where it is damaged."""
    try:
        with np.load(io.BytesIO(kept), allow_pickle=False) as arrays:
            file, sound, remarks = json.loads(arrays["facts"].tobytes())
            return Measure(file, sound, tuple(remarks), arrays["mel"], arrays["marks"], arrays["bits"])
    except (zipfile.BadZipFile, KeyError, ValueError):
        return None
