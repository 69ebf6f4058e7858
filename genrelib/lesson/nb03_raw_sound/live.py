"""A readout trained in class on a network's last layer: is it the network's training that helps, or its shape?"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from genrelib import inference
from genrelib.datasets import Dataset
from genrelib.lesson.learned import settled
from genrelib.lesson.nb03_raw_sound.layers import as_begun
from genrelib.networks.network import Network
from genrelib.networks.waveform import SampleCnn

START = 5.0  # s of a track: after its first bars
BATCH = 16  # clips that are read at once


@dataclass(frozen=True, eq=False)
class Clips:
    """One clip of each track: waveforms (tracks, samples), numbers of the genres, names of the tracks."""

    waveforms: Tensor
    truth: np.ndarray
    tracks: tuple[str, ...]


def clips_of(data: Dataset, part: str, model: inference.Model) -> Clips:
    """A clip of each track of a part of the split by artist, as long as the model's."""
    parts = data.parts("artist", pd.DataFrame({"track": data.tracks.index, "start": START}))
    tracks = tuple(data.tracks.index[parts == part])
    rate = model.system.frontend.sample_rate
    count = round(model.system.clip * rate)
    first = round(START * rate)
    waveforms = np.stack([data.waveform(track, rate)[first : first + count] for track in tracks])
    truth = np.array([data.classes.index(data.tracks.genre[track]) for track in tracks])
    return Clips(torch.from_numpy(waveforms), truth, tracks)


def set_back(model: inference.Model) -> SampleCnn:
    """A trained SampleCNN whose first filters are those that its training began with; all else is trained."""
    network = copy.deepcopy(model.network)
    network.convolve[0].load_state_dict(as_begun(model).network.convolve[0].state_dict())  # type: ignore[attr-defined]
    return network.eval()  # type: ignore[attr-defined]


def read_out(networks: Mapping[str, Network], learn: Clips, test: Clips) -> dict[str, np.ndarray]:
    """Probabilities (tracks, genres) for test clips by a logistic regression on each network's last layer.

    No weight of the networks is changed; their normalisations take means and deviations from the clips to learn from.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    answers = {}
    for name, network in networks.items():
        ready = cast(Network, settled(network, learn.waveforms))
        readout = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
        readout.fit(_embedded(ready, learn.waveforms), learn.truth)
        answers[name] = readout.predict_proba(_embedded(ready, test.waveforms))
    return answers


def kept_answers(first: Network, second: Network, clips: Clips) -> np.ndarray:
    """Clips to which two networks give the same answer, booleans (clips,)."""
    both = [inference.probabilities(network, clips.waveforms, BATCH).argmax(axis=1) for network in (first, second)]
    return both[0] == both[1]


def _embedded(network: Network, waveforms: Tensor) -> np.ndarray:
    with torch.inference_mode():
        return torch.cat([network.embed(batch) for batch in waveforms.split(BATCH)]).double().numpy()
