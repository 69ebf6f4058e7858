"""Players of notebook 03: sounds to guess, filters, answers that unfold, and answers under other scales."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import torch

from genrelib import audio, inference, playback, player, plots
from genrelib.datasets import Dataset
from genrelib.frontends import FrontEnd
from genrelib.interpret.filter_report import filter_sound
from genrelib.lesson.nb03_raw_sound.feeding import AS_IT_IS, RATE, START, TREATMENTS, Fed
from genrelib.lesson.sounds import clip_player
from genrelib.networks.feedback import FeedbackCrnn
from genrelib.numerals import percent

SHOWN = 6  # fed block whose scales are drawn: the last one, with the widest hearing


def unnamed(data: Dataset, tracks: Sequence[str], frontend: FrontEnd, seconds: float) -> dict[str, Callable[[], bytes]]:
    """Players of tracks under names that tell nothing."""
    return {
        f"sound {letter}": partial(clip_player, data, frontend, track, START, seconds, f"sound {letter}")
        for letter, track in zip("ABCDEFGH", tracks, strict=False)
    }


def filters_player(model: inference.Model, title: str) -> bytes:
    """Noise through filters of a model's first layer, one after another, by rising centre."""
    rate = model.system.frontend.sample_rate
    return playback.payload(audio.whole(filter_sound(model), rate), model.system.frontend, {}, title)


def unfolding_player(
    model: inference.Model, network: FeedbackCrnn, waveform: np.ndarray, title: str, labels: Sequence[str]
) -> bytes:
    """Sound (samples,) with the answer after each window under it, and the scales of the block SHOWN."""
    with torch.inference_mode():
        reading = network.inspect(torch.from_numpy(waveform)[None])
        answers = network.classify(reading.states).softmax(dim=-1)[0].numpy()
    scales = reading.gates[SHOWN - 1][0].numpy()  # (windows, maps)
    scales = scales[:, scales.mean(axis=0).argsort()]
    half = network.window / 2 / RATE
    panels = [
        answer_panel("Answer so far", labels, answers, network),
        player.amounts(scales.T, half, f"Scales of block {SHOWN}, maps by their mean", "map", half / 2),
        player.signed_amounts((scales - scales.mean(axis=0)).T, half, "Their change about it", "map", half / 2),
    ]
    return _scene(model, waveform, panels, title)


def treated_player(
    model: inference.Model, network: FeedbackCrnn, asked: Fed, number: int, waveform: np.ndarray, title: str
) -> bytes:
    """Sound (samples,) of the song of that number with the answers under each treatment."""
    panels = [
        answer_panel(f"Scales: {name}", asked.labels, asked.answers[name][number], network)
        for name in (AS_IT_IS, *TREATMENTS)
    ]
    return _scene(model, waveform, panels, title)


def answer_panel(title: str, labels: Sequence[str], answers: np.ndarray, network: FeedbackCrnn) -> player.Steps:
    """Panel of answers (windows, genres), each from the end of its window to the end of the next."""
    half = network.window / 2 / RATE
    edges = half * (np.arange(len(answers) + 1) + 2)
    colors = plots.colors(labels)
    dashes = [plots.DASHES[color] for color in colors]
    return player.Steps(title, list(labels), answers.T, edges, colors=colors, dashes=dashes)


def mistaken(
    data: Dataset, asked: Fed, frontend: FrontEnd, seconds: float, count: int
) -> dict[str, Callable[[], bytes]]:
    """Players of the songs that the network mistakes most surely: truth and answer -> the player."""
    last = asked.answers[AS_IT_IS][:, -1]
    answers = np.array(asked.labels)[last.argmax(axis=1)]
    wrong = [
        (float(sure), track, answer)
        for sure, track, answer in zip(last.max(axis=1), asked.tracks, answers, strict=True)
        if data.tracks.genre[track] != answer
    ]
    return {
        f"made as {data.tracks.genre[track]}, “{answer}” with {percent(sure)}": partial(
            clip_player, data, frontend, track, START, seconds, f"{track} (synthetic)"
        )
        for sure, track, answer in sorted(wrong, reverse=True)[:count]
    }


def _scene(model: inference.Model, waveform: np.ndarray, panels: list, title: str) -> bytes:
    recording = audio.whole(waveform, RATE)
    picture = playback.picture(model.system.frontend, recording)
    return playback.scene(playback.encode(recording), picture, panels, title)
