"""The one inference path: waveform -> features of clips -> network -> probabilities over time and for the track."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from genrelib import audio, frontends, papers, runs
from genrelib.system import System
from genrelib.task import GENRES, Task

BATCH = 32  # clips answered at once


@dataclass(frozen=True, eq=False)
class Model:
    """A trained system, ready to hear: `network` is the run's network or scikit-learn pipeline.

    It is None where only the run's answers are left, and nothing more can be asked.
    """

    run: runs.Run
    system: System
    network: object


@dataclass(frozen=True, eq=False)
class Attention:
    """Attention over a track: weights (steps,) summing to one, step i covering `start + i * step` s onwards."""

    start: float
    step: float
    weights: np.ndarray


@dataclass(frozen=True, eq=False)
class Prediction:
    """What a model says of a recording; probabilities are calibrated by the run's temperatures.

    starts, ends (clips,) in seconds; clips (clips, labels); track (labels,), by the system's summary of the clips or of
    the whole in one go; genres sum to one, tags stand each for itself. `padded`: the recording is shorter than a clip
    and was filled with silence. `embedding` (d,): the mean over clips of what the last layer reads, as in a run's
    embeddings.
    """

    labels: tuple[str, ...]
    starts: np.ndarray
    ends: np.ndarray
    clips: np.ndarray
    track: np.ndarray
    attention: Attention | None
    padded: bool
    seconds: float
    embedding: np.ndarray | None = None

    def top(self, count: int) -> list[tuple[str, float]]:
        """The `count` most probable labels of the track, most probable first."""
        order = np.argsort(-self.track, kind="stable")[:count]
        return [(self.labels[i], float(self.track[i])) for i in order]


def load(run: runs.Run | Path) -> Model:
    """A run's trained system. Raises ValueError as `runs.load` and `runs.network` do."""
    run = runs.load(run) if isinstance(run, Path) else run
    return Model(run, papers.get(run.system), runs.network(run))


def predict(model: Model, recording: audio.Recording) -> Prediction:
    """Probabilities of every clip of a recording, clips following at half a clip's distance, and of the whole.

    Raises AudioError if the recording holds no finite samples, or samples so large that no probabilities come out.
    """
    frontend, clip = model.system.frontend, model.system.clip
    waveform = audio.resample(recording.waveform, recording.sample_rate, frontend.sample_rate)
    cut = frontends.clips(frontend, waveform, clip)
    task, batch = model.run.task, 1 if reads_batch(model.network) else BATCH  # a song's clips are no batch of training
    raw, read = hear(model.network, cut.features.split(batch), task)
    length = len(waveform) / frontend.sample_rate
    if model.system.summary is None:
        whole = frontends.clips(frontend, waveform, max(clip, length)).features
        said = probabilities(model.network, whole, 1, task)
    else:
        said = task.summarise(model.system.summary, raw, np.zeros(len(raw), int))
    if not (np.isfinite(raw).all() and np.isfinite(said).all()):
        raise audio.AudioError(
            f"expected samples around full scale, 1, got up to {np.abs(waveform).max():.1e}, for which the network "
            "gives no probabilities; export the file again, normalized"
        )
    return Prediction(
        labels=model.run.classes,
        starts=cut.starts,
        ends=np.minimum(cut.starts + clip, length),
        clips=task.calibrate(raw, model.run.info["temperature_clip"]),
        track=task.calibrate(said, model.run.info["temperature"])[0],
        attention=attention(model.network, cut),
        padded=cut.padded,
        seconds=recording.seconds,
        embedding=read.mean(axis=0),
    )


def reads_batch(network) -> bool:
    """Whether a clip's answer depends on the other clips of its batch, as the network says of itself."""
    return getattr(network, "reads_batch", False)


def together(system: System, network) -> int:
    """Clips of a data set that are answered at once: as many as in training if they influence one another."""
    return system.recipe.batch if reads_batch(network) else BATCH


def probabilities(network, features, batch: int = BATCH, task: Task = GENRES) -> np.ndarray:
    """Uncalibrated probabilities (clips, classes) float64 of features, a tensor or what can be split as one."""
    return hear(network, features.split(batch), task)[0]


def hear(network, batches: Iterable[torch.Tensor], task: Task = GENRES) -> tuple[np.ndarray, np.ndarray]:
    """What a network says of clips, and what its last layer read to say so, in one pass over batches (clips, *shape).

    Uncalibrated probabilities (clips, classes) float64, of a step-wise network those after the last step, and the
    embeddings (clips, d) float32; for scikit-learn the decision values stand in their place.
    """
    if not isinstance(network, torch.nn.Module):
        rows = [x.cpu().numpy() for x in batches]
        embeddings = [network.decision_function(x).reshape(len(x), -1) for x in rows]
        return np.concatenate([network.predict_proba(x) for x in rows]), np.concatenate(embeddings)
    network.eval()
    said, read = [], []
    with torch.inference_mode():
        for x in batches:
            read.append(network.embed(x))
            said.append(task.probabilities(network.classify(read[-1]).double()))
        return torch.cat(said).cpu().numpy(), torch.cat(read).float().cpu().numpy()


def attended(network, features: torch.Tensor) -> np.ndarray:
    """How much each step of each clip is attended to by a network that attends, (clips, steps) float64."""
    with torch.inference_mode():
        return np.concatenate([network.attention(x).double().cpu().numpy() for x in features.split(BATCH)])


def attention(network, cut: frontends.Clips) -> Attention | None:
    """Attention of all clips on one time axis, the mean where clips overlap; None if the network does not attend."""
    if not hasattr(network, "attention"):
        return None
    weights = attended(network, cut.features)
    steps = weights.shape[1]
    step = cut.seconds / steps
    first = np.round(cut.starts / step).astype(int)
    places = first[:, None] + np.arange(steps)
    total, count = np.zeros(places.max() + 1), np.zeros(places.max() + 1)
    np.add.at(total, places, weights)
    np.add.at(count, places, 1)
    mean = total / np.maximum(count, 1)
    return Attention(0.0, step, mean / mean.sum())
