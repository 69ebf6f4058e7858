"""A network that listens to itself, asked with its feedback as it is and with other scales in its place."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from genrelib import evaluate
from genrelib.datasets import Dataset
from genrelib.interpret.feedback import Treatment, common_mean, exchanged, fed, opened, own_mean
from genrelib.networks.feedback import FeedbackCrnn

RATE = 16_000  # Hz
START = 5.0  # s of a track: after its first bars
LATER = 400  # samples, 25 ms: a quarter of the step from window to window
AS_IT_IS = "as it is"
SHIFTED = "as it is, 25 ms later"
TREATMENTS: Mapping[str, Treatment] = {
    "its own mean": own_mean,
    "everybody's mean": common_mean,
    "another song's": exchanged,
    "one": opened,
}


@dataclass(frozen=True, eq=False)
class Fed:
    """Answers to songs under each treatment, and the scales as they are.

    `answers` is treatment -> probabilities after each window (songs, windows, genres); `scales` has for each fed block
    (songs, windows, maps).
    """

    tracks: tuple[str, ...]
    labels: tuple[str, ...]
    answers: Mapping[str, np.ndarray]
    scales: list[Tensor]

    def last(self, treatment: str) -> np.ndarray:
        """Number of the answer after the last window, (songs,)."""
        return self.answers[treatment][:, -1].argmax(axis=1)


def songs(data: Dataset, tracks: tuple[str, ...], seconds: float) -> Tensor:
    """Waveforms from START on, (songs, samples): so many seconds, and LATER more samples."""
    first = round(START * RATE)
    count = round(seconds * RATE) + LATER
    return torch.from_numpy(np.stack([data.waveform(track, RATE)[first : first + count] for track in tracks]))


def feed(network: FeedbackCrnn, waveforms: Tensor, tracks: tuple[str, ...], labels: tuple[str, ...]) -> Fed:
    """Ask the network about songs, then with each treatment of its scales; `waveforms` as `songs` makes them."""
    x, shifted = waveforms[:, :-LATER], waveforms[:, LATER:]
    with torch.inference_mode():
        reading = network.inspect(x)
        scales = list(reading.gates)
        answers = {AS_IT_IS: network.classify(reading.states), SHIFTED: network(shifted)}
        answers |= {name: fed(network, treat(scales))(x) for name, treat in TREATMENTS.items()}
    probabilities = {name: logits.double().softmax(dim=-1).numpy() for name, logits in answers.items()}
    return Fed(tracks, labels, probabilities, scales)


def moved(asked: Fed) -> pd.DataFrame:
    """Share of songs whose last answer is another one under each treatment: columns change, value, low, high."""
    before = asked.last(AS_IT_IS)
    return pd.DataFrame(
        [
            {"change": name} | vars(evaluate.share_over_tracks(asked.last(name) != before))
            for name in (SHIFTED, *TREATMENTS)
        ]
    )


def followed(asked: Fed, treatment: str) -> tuple[int, int]:
    """Songs that answer as the song before them did, and songs of another answer than that one's.

    It is the song whose scales they get where these are "another song's".
    """
    before = asked.last(AS_IT_IS)
    donor = np.roll(before, 1)
    differ = donor != before
    return int((asked.last(treatment)[differ] == donor[differ]).sum()), int(differ.sum())


def spread(scales: list[Tensor]) -> pd.DataFrame:
    """Deviation of the scales of each block, by what varies: columns block, varies, deviation."""
    rows = []
    for number, block in enumerate(scales, start=1):
        means = block.mean(dim=1)  # (songs, maps)
        deviations = {
            "from map to map": means.mean(dim=0).std(),
            "from song to song": means.std(dim=0).mean(),
            "from window to window": block.std(dim=1).mean(),
        }
        rows += [{"block": number, "varies": name, "deviation": float(value)} for name, value in deviations.items()]
    return pd.DataFrame(rows)


def restlessness(scales: list[Tensor]) -> np.ndarray:
    """Mean deviation of each song's scales from window to window, over all blocks and maps, (songs,)."""
    return torch.cat([block.std(dim=1) for block in scales], dim=1).mean(dim=1).numpy()
