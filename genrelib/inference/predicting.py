"""A model asked about a recording."""

import numpy as np

from genrelib import audio, frontends
from genrelib.audio import AudioError
from genrelib.inference.asking import BATCH, Outputs, infer, probabilities, reads_batch
from genrelib.inference.model import Model
from genrelib.inference.prediction import Attention, Prediction
from genrelib.inference.remarks import about

# s. Half a second is one beat at 120 a minute. Listeners tell ten genres of pieces half as long apart in less than half
# of the cases (R. O. Gjerdingen & D. Perrott, Scanning the Dial, Journal of New Music Research 37(2), 2008), and any
# system fills the rest of its clip with silence.
SHORTEST = 0.5
VOTE = 0.5  # share of a clip that has to sound, or silence outweighs the music in it


def predict(model: Model, recording: audio.Recording) -> Prediction:
    """Probabilities of every clip of a recording, clips following at half a clip's distance, and of the whole.

    The network reads every clip once; a step-wise one reads the whole track once more, as one clip. Clips that are
    mostly silent have no vote on the whole; where there are such clips, a step-wise network reads the track without its
    silent beginning and end. An offset is taken out first.

    Raises AudioError if the recording is shorter than SHORTEST, holds no finite samples, or samples so large that no
    probabilities come out.
    """
    condition = recording.condition
    if condition.seconds < SHORTEST:
        raise AudioError(
            f"expected at least {SHORTEST} s of sound, one beat of music, got {condition.seconds:.2g} s; "
            "choose or record a longer piece"
        )
    frontend, seconds = model.system.frontend, model.system.clip
    waveform = audio.centred(recording.waveform, condition.offset)
    waveform = audio.resample(waveform, recording.sample_rate, frontend.sample_rate)
    length = len(waveform) / frontend.sample_rate
    clips = frontends.clips(frontend, waveform, seconds)
    ends = np.minimum(clips.starts + seconds, length)
    votes = _votes(condition, clips.starts, ends)
    task = model.run.task
    batch = 1 if reads_batch(model.network) else BATCH  # a song's clips are no batch of training
    outputs = infer(model.network, clips.features.split(batch), task)
    if model.system.summary is None:
        sounding = waveform if votes.all() else _without_silent_ends(waveform, frontend.sample_rate, condition)
        whole = frontends.clips(frontend, sounding, max(seconds, len(sounding) / frontend.sample_rate)).features
        track = probabilities(model.network, whole, 1, task)
    else:
        track = task.summarise(model.system.summary, outputs.probabilities[votes], np.zeros(votes.sum(), int))
    _check_finite(outputs, track, waveform)
    embedding = outputs.embeddings[votes].mean(axis=0)
    return Prediction(
        labels=model.run.classes,
        starts=clips.starts,
        ends=ends,
        clips=task.calibrate(outputs.probabilities, model.run.info["temperature_clip"]),
        track=task.calibrate(track, model.run.info["temperature"])[0],
        attention=None if outputs.attention is None else on_one_axis(outputs.attention, clips),
        padded=clips.padded,
        seconds=recording.seconds,
        embedding=embedding,
        remarks=(*recording.remarks, *about(condition, model, votes, embedding)),
        silent=condition.silent,
    )


def _votes(condition: audio.Condition, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Clips (clips,) bool that decide on the whole: those that sound, the most sounding ones if all are too silent."""
    shares = np.array([condition.share(start, end) for start, end in zip(starts, ends, strict=True)])
    return shares >= min(VOTE, shares.max())


def _without_silent_ends(waveform: np.ndarray, sample_rate: int, condition: audio.Condition) -> np.ndarray:
    start, end = condition.span
    return waveform[int(start * sample_rate) : max(round(end * sample_rate), 1)]


def _check_finite(outputs: Outputs, track: np.ndarray, waveform: np.ndarray) -> None:
    if not (np.isfinite(outputs.probabilities).all() and np.isfinite(track).all()):
        raise AudioError(
            f"expected samples around full scale, 1, got up to {np.abs(waveform).max():.1e}, for which the network "
            "gives no probabilities; export the file again, normalized"
        )


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
