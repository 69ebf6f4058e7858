"""The quintessence of a genre: the sound that a network takes for most of it, and what others make of that sound.

Ways: `clip`, the test clip that excites the genre's unit most, as it sounds; `clip inverted`, the same through features
and back; `start`, what is climbed from, the control; `unit`, the poster's procedure; `label`, the ascent of the
genre's logit; `sound`, that of the waveform itself.
Source: Irvin, Chartock & Hollander, their two future projects.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from genrelib import audio, inference
from genrelib.datasets import Dataset
from genrelib.frontends import FrontEnd
from genrelib.interpret import ascent, exciting, recorded_clips, second_opinions
from genrelib.interpret.inversion import invert
from genrelib.interpret.reach import Reach, levelled, reach_of
from genrelib.interpret.sound_ascent import ascend_sound
from genrelib.interpret.starts import STARTS

CLIP, INVERTED, START, UNIT, LABEL, SOUND = "clip", "clip inverted", "start", "unit", "label", "sound"
SHARES = {"read": 0.2, UNIT: 0.2, LABEL: 0.2, SOUND: 0.4}  # of the time that a genre takes


@dataclass(frozen=True, eq=False)
class Essence:
    """A sound made by one of the ways, `waveform` (samples,) at `sample_rate`.

    The network's probability of the genre is `before` of the features that were climbed to, None where there were none,
    and `after` of the sound, read again by the front end, whose features are `features`; `top` is its answer to that.
    `opinions` are those of other networks.
    """

    way: str
    waveform: np.ndarray
    sample_rate: int
    features: Tensor
    before: float | None
    after: float
    top: str
    opinions: tuple[second_opinions.Opinion, ...]


@dataclass(frozen=True, eq=False)
class Portrait:
    """A network's idea of a genre: the unit that is active most often, the clips that excite it most, the essences."""

    genre: str
    unit: exciting.ActiveUnit
    clips: pd.DataFrame
    essences: tuple[Essence, ...]


def portray(
    model: inference.Model,
    data: Dataset,
    sound: Dataset | None,
    genre: str,
    listeners: Sequence[inference.Model] = (),
    start: str = "noise",
    climb: ascent.Climb = ascent.CLIMB,
    seed: int = 0,
    tracks: int = recorded_clips.TRACKS,
    progress: Callable[[float], None] = lambda share: None,
    own: Tensor | None = None,
) -> Portrait:
    """Make the sounds of a genre by every way, and ask the listeners.

    Ascents begin at `start`, or at `own` where that is given, features of a clip (1, *shape). `data` has what the run
    was tested on, `sound` the same tracks as sound, None where there is none: then there is no `clip`. `progress` is
    called with the share that is done; what it raises ends the work.

    Raises ValueError if the network has no gradients, the run no such genre, or no test clip is called so.
    """
    network = ascent.with_gradients(model.network)
    if genre not in model.run.classes:
        raise ValueError(f"expected a genre of {model.run.name}, got {genre!r}; it has {', '.join(model.run.classes)}")
    if start not in STARTS:
        raise ValueError(f"expected a start, got {start!r}; there are {', '.join(STARTS)}")
    part = _Parts(progress)
    rows = recorded_clips.choose_rows(model.run, genre, tracks)
    clips = recorded_clips.read(model, data, rows, part.during("read"))
    frontend = model.system.frontend
    reach = reach_of(frontend, clips.features)
    number = exciting.most_active(clips, genre)
    excited = exciting.most_exciting(clips, clips.units[:, number.number])
    judge = _Judge(model, genre, tuple(listeners))
    scaled = reach.scaled(clips.features[torch.tensor(clips.predicted(genre))])
    begin = STARTS[start](scaled, seed) if own is None else reach.scaled(own)

    essences = []
    best = excited.iloc[0]
    if sound is not None and (waveform := _excerpt(model, sound, best.track, best.start)) is not None:
        essences.append(judge.essence(CLIP, waveform, None))
    inverted = clips.features[int(best.place)][None]
    essences.append(judge.essence(INVERTED, invert(frontend, inverted[0], seed), inverted))
    beginning = levelled(frontend, reach.features(reach.project(begin)))
    waveform = invert(frontend, beginning[0], seed)
    essences.append(judge.essence(START, waveform, beginning))
    label = ascent.label(network, model.run.classes.index(genre))
    for way, objective in ((UNIT, ascent.unit(network, number.number)), (LABEL, label)):
        features = climbed(frontend, reach, objective, begin, climb, seed, part.during(way))
        essences.append(judge.essence(way, invert(frontend, features[0], seed), features))
    made = ascend_sound(frontend, label, reach, waveform, seed=seed, progress=part.during(SOUND)).waveform
    essences.append(judge.essence(SOUND, made, None))
    return Portrait(genre, number, excited, tuple(essences))


def climbed(
    frontend: FrontEnd,
    reach: Reach,
    objective: ascent.Objective,
    start: Tensor,
    climb: ascent.Climb = ascent.CLIMB,
    seed: int = 0,
    progress: Callable[[float], None] = lambda share: None,
) -> Tensor:
    """Features (batch, *shape) that excite an objective, within the reach of real clips; `start` in deviations."""

    def value(inputs: Tensor) -> Tensor:
        return objective(levelled(frontend, reach.features(inputs))) - ascent.roughness(inputs, climb)

    end = ascent.ascend(value, start, reach.project, climb, seed, progress)
    return levelled(frontend, reach.features(end.inputs)).detach()


def rows_of(portrait: Portrait, run: str) -> list[dict]:
    """A row for each sound: run, genre, way, before, after, top, and `others` with run, top and probability."""
    return [
        {
            "run": run,
            "genre": portrait.genre,
            "way": essence.way,
            "before": essence.before,
            "after": essence.after,
            "top": essence.top,
            "others": [vars(opinion) for opinion in essence.opinions],
        }
        for essence in portrait.essences
    ]


@dataclass(frozen=True, eq=False)
class _Judge:
    """The network itself and the listeners, asked about a sound."""

    model: inference.Model
    genre: str
    listeners: tuple[inference.Model, ...]

    def essence(self, way: str, waveform: np.ndarray, features: Tensor | None) -> Essence:
        frontend = self.model.system.frontend
        again = frontend(torch.from_numpy(waveform)[None])
        answer = inference.probabilities(self.model.network, again)[0]
        place = self.model.run.classes.index(self.genre)
        recording = audio.whole(waveform, frontend.sample_rate)
        return Essence(
            way,
            waveform,
            frontend.sample_rate,
            again[0],
            None if features is None else float(inference.probabilities(self.model.network, features)[0, place]),
            float(answer[place]),
            self.model.run.classes[int(answer.argmax())],
            tuple(second_opinions.ask(self.listeners, recording, self.genre)),
        )


class _Parts:
    """Progress of the whole from that of its parts."""

    def __init__(self, progress: Callable[[float], None]):
        self.progress = progress

    def during(self, part: str) -> Callable[[float], None]:
        names = list(SHARES)
        before = sum(SHARES[name] for name in names[: names.index(part)])
        return lambda share: self.progress(before + share * SHARES[part])


def _excerpt(model: inference.Model, sound: Dataset, track: str, start: float) -> np.ndarray | None:
    """The waveform of a clip; None if the track's sound is not there, or ends before the clip does."""
    if track not in sound.tracks.index:
        return None
    rate = model.system.frontend.sample_rate
    first = round(start * rate)
    length = round(model.system.clip * rate)
    excerpt = sound.waveform(track, rate)[first : first + length]
    return excerpt if len(excerpt) >= 0.99 * length else None
