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
    """Prediction of a model for a recording; probabilities are calibrated by the run's temperatures.

    starts, ends (clips,) in seconds; clips (clips, labels); track (labels,), by the system's summary of the clips or of
    the whole in one go; genres sum to one, tags stand each for itself. `padded`: the recording is shorter than a clip
    and was filled with silence. `embedding` (d,): the mean over clips of what the last layer reads, as in a run's
    embeddings. `remarks`: sentences for people about the recording, as what of its file was not read.
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
    remarks: tuple[str, ...] = ()

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

    The network reads every clip once; a step-wise one reads the whole track once more, as one clip.

    Raises AudioError if the recording holds no finite samples, or samples so large that no probabilities come out.
    """
    frontend, seconds = model.system.frontend, model.system.clip
    waveform = audio.resample(recording.waveform, recording.sample_rate, frontend.sample_rate)
    clips = frontends.clips(frontend, waveform, seconds)
    task = model.run.task
    batch = 1 if reads_batch(model.network) else BATCH  # a song's clips are no batch of training
    outputs = infer(model.network, clips.features.split(batch), task)
    length = len(waveform) / frontend.sample_rate
    if model.system.summary is None:
        whole = frontends.clips(frontend, waveform, max(seconds, length)).features
        track = probabilities(model.network, whole, 1, task)
    else:
        track = task.summarise(model.system.summary, outputs.probabilities, np.zeros(len(clips.starts), int))
    if not (np.isfinite(outputs.probabilities).all() and np.isfinite(track).all()):
        raise audio.AudioError(
            f"expected samples around full scale, 1, got up to {np.abs(waveform).max():.1e}, for which the network "
            "gives no probabilities; export the file again, normalized"
        )
    return Prediction(
        labels=model.run.classes,
        starts=clips.starts,
        ends=np.minimum(clips.starts + seconds, length),
        clips=task.calibrate(outputs.probabilities, model.run.info["temperature_clip"]),
        track=task.calibrate(track, model.run.info["temperature"])[0],
        attention=None if outputs.attention is None else on_one_axis(outputs.attention, clips),
        padded=clips.padded,
        seconds=recording.seconds,
        embedding=outputs.embeddings.mean(axis=0),
        remarks=recording.remarks,
    )


def reads_batch(network) -> bool:
    """True if a clip's answer depends on the other clips of its batch, as the network says of itself."""
    return isinstance(network, torch.nn.Module) and network.reads_batch


def together(system: System, network) -> int:
    """Clips of a data set that are answered at once: as many as in training if they influence one another."""
    return system.recipe.batch if reads_batch(network) else BATCH


@dataclass(frozen=True, eq=False)
class Outputs:
    """Answers of a network to clips: uncalibrated `probabilities` (clips, classes) float64, `embeddings` (clips, d)
    float32, and `attention` (clips, steps) float64, None if it does not attend."""

    probabilities: np.ndarray
    embeddings: np.ndarray
    attention: np.ndarray | None


def infer(network, batches: Iterable[torch.Tensor], task: Task = GENRES) -> Outputs:
    """Ask a network about batches of clips (clips, *shape), in one pass.

    Probabilities of a step-wise network are those after the last step. Of scikit-learn the decision values stand in
    place of embeddings.
    """
    if not isinstance(network, torch.nn.Module):
        rows = [x.cpu().numpy() for x in batches]
        embeddings = [network.decision_function(x).reshape(len(x), -1) for x in rows]
        return Outputs(np.concatenate([network.predict_proba(x) for x in rows]), np.concatenate(embeddings), None)
    network.eval()
    probabilities, embeddings, attention = [], [], []
    with torch.inference_mode():
        for x in batches:
            reading = network.inspect(x)
            probabilities.append(task.probabilities(network.classify(reading.embedding).double()))
            embeddings.append(reading.embedding)
            if reading.attention is not None:
                attention.append(reading.attention)
        return Outputs(
            torch.cat(probabilities).cpu().numpy(),
            torch.cat(embeddings).float().cpu().numpy(),
            torch.cat(attention).double().cpu().numpy() if attention else None,
        )


def probabilities(network, features, batch: int = BATCH, task: Task = GENRES) -> np.ndarray:
    """Uncalibrated probabilities (clips, classes) float64 of features, a tensor or what can be split as one."""
    return infer(network, features.split(batch), task).probabilities


def on_one_axis(weights: np.ndarray, clips: frontends.Clips) -> Attention:
    """Attention of all clips, (clips, steps), on the track's time axis: the mean where clips overlap."""
    steps = weights.shape[1]
    step = clips.seconds / steps
    first = np.round(clips.starts / step).astype(int)
    places = first[:, None] + np.arange(steps)
    total = np.zeros(places.max() + 1)
    count = np.zeros(places.max() + 1)
    np.add.at(total, places, weights)
    np.add.at(count, places, 1)
    mean = total / np.maximum(count, 1)
    return Attention(0.0, step, mean / mean.sum())
