"""Networks asked about the same tracks under every edit."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from genrelib import audio, inference
from genrelib.atomic_file import replace_file
from genrelib.datasets import Dataset
from genrelib.edits import Chain
from genrelib.runs import Run

SAMPLE_RATE = 22_050  # Hz of what is edited: no system reads more
DIGITS = 5  # of a probability that are kept
UNEDITED = ""  # text of the chain that changes nothing


@dataclass(frozen=True)
class Answers:
    """Probabilities by run, track and edit, kept in a file that is replaced at once."""

    file: Path
    rows: dict[str, dict[str, dict[str, list[float]]]] = field(default_factory=dict)

    @classmethod
    def load(cls, file: Path) -> "Answers":
        """Read the file; one that is not there holds none. Raises ValueError if it is damaged."""
        try:
            rows = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls(file)
        except ValueError as error:
            raise ValueError(f"{file}: expected answers as JSON, got other text; remove the file") from error
        return cls(file, rows)

    def lack(self, run: Run, track: str, edits: Iterable[str]) -> list[str]:
        """Those of the edits under which a run was not asked about a track."""
        known = self.rows.get(key(run), {}).get(track, {})
        return [edit for edit in edits if edit not in known]

    def add(self, run: Run, track: str, edit: str, probabilities: np.ndarray) -> None:
        """Take an answer in; `save` writes it."""
        of_run = self.rows.setdefault(key(run), {})
        of_run.setdefault(track, {})[edit] = [round(float(value), DIGITS) for value in probabilities]

    def under(self, run: Run, tracks: Iterable[str], edit: str) -> np.ndarray:
        """Probabilities (tracks, labels) under an edit."""
        of_run = self.rows[key(run)]
        return np.array([of_run[track][edit] for track in tracks])

    def save(self) -> None:
        """Write the file in place of what is there."""
        replace_file(self.file, json.dumps(self.rows).encode())


def key(run: Run) -> str:
    """A run's name and the digest of its weights: a run that is trained again is asked again."""
    files = [run.folder / name for name in ("weights.safetensors", "model.npz")]
    weights = next(file for file in files if file.exists())
    return f"{run.linked} {_digest(weights, weights.stat().st_mtime_ns)}"


_DIGESTS: dict[tuple[Path, int], str] = {}


def _digest(file: Path, written: int) -> str:
    if (file, written) not in _DIGESTS:
        _DIGESTS[file, written] = hashlib.blake2b(file.read_bytes(), digest_size=8).hexdigest()
    return _DIGESTS[file, written]


def ask(
    data: Dataset,
    asked: Mapping[str, Iterable[Run]],
    edits: Iterable[str],
    answers: Answers,
    progress: Callable[[Iterable], Iterable] = iter,
) -> None:
    """Ask runs about the tracks whose names `asked` has them by, unedited and under every edit, and keep the answers.

    A track is read and edited once for all runs, and only where an answer is lacking. `progress` goes over the tracks.
    Raises ValueError if a track cannot be read or edited, or a network cannot be asked.
    """
    models = {run.name: inference.load(run) for runs in asked.values() for run in runs}
    texts = [UNEDITED, *edits]
    for track in progress(list(asked)):
        lacking = {run: answers.lack(run, track, texts) for run in asked[track]}
        if not any(lacking.values()):
            continue
        waveform = data.waveform(track, SAMPLE_RATE)
        for text in texts:
            waiting = [run for run, without in lacking.items() if text in without]
            if not waiting:
                continue
            edited = Chain.parse(text)(waveform, SAMPLE_RATE).waveform
            recording = audio.whole(edited, SAMPLE_RATE)
            for run in waiting:
                answers.add(run, track, text, inference.predict(models[run.name], recording).track)
        answers.save()
