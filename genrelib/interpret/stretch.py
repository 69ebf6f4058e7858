"""A stretch of a recording that is explained, cut into clips at their seconds; and the stretch that weighs most."""

from dataclasses import dataclass, replace

import numpy as np

from genrelib import audio, frontends
from genrelib.frontends import Clips, Reference
from genrelib.interpret.importance_map import ImportanceMap
from genrelib.system import System

LONGEST = 30.0  # s that are explained at once
SLACK = 1.5  # s that a recording may last beyond it, and still is explained as a whole
LONGEST_OF_SAMPLES = 10.0  # s, of a system that reads samples: of thirty seconds a gradient takes a core for twenty


@dataclass(frozen=True)
class Stretch:
    """Seconds from `start` to `end` of a recording; `whole` where they are all of it."""

    start: float
    end: float
    whole: bool


def around(system: System, seconds: float, second: float) -> Stretch:
    """The stretch around a second of a recording of `seconds` that is explained at once, all of it if not longer.

    Stretches follow at half their length, so that one serves all seconds near its middle.
    """
    longest = max(system.clip, LONGEST_OF_SAMPLES if len(system.frontend.shape(1.0)) == 1 else LONGEST)
    if seconds <= longest + SLACK:
        return Stretch(0.0, seconds, True)
    begin = longest / 2 * round((second - longest / 2) / (longest / 2))
    start = float(np.clip(begin, 0.0, seconds - longest))
    return Stretch(start, start + longest, False)


def clips_of(system: System, recording: audio.Recording, stretch: Stretch) -> Clips:
    """Clips that a system decides on within a stretch, as it reads them of the whole recording.

    Of a system whose levels refer to the whole track those that lie within, or the nearest where none does.

    Raises AudioError if the recording holds no sound that can be measured.
    """
    frontend = system.frontend
    waveform = audio.centred(recording.waveform, recording.condition.offset)
    waveform = audio.resample(waveform, recording.sample_rate, frontend.sample_rate)
    if stretch.whole:
        return frontends.clips(frontend, waveform, system.clip)
    if frontend.reference is Reference.TRACK:
        clips = frontends.clips(frontend, waveform, system.clip)
        away = np.maximum(stretch.start - clips.starts, clips.starts + system.clip - stretch.end)
        kept = np.flatnonzero(away <= max(0.0, away.min()) + 1e-6)
        return replace(clips, features=clips.features[kept], starts=clips.starts[kept])
    rate = frontend.sample_rate
    clips = frontends.clips(frontend, waveform[round(stretch.start * rate) : round(stretch.end * rate)], system.clip)
    return replace(clips, starts=clips.starts + stretch.start)


def heaviest(shown: ImportanceMap, seconds: float) -> tuple[float, float]:
    """The stretch of so many seconds, or of all the map, in which most speaks for the label: its start and end in s."""
    frames = max(1, min(shown.frames, round(seconds / shown.step)))
    sums = np.convolve(shown.for_label(), np.ones(frames), mode="valid")
    start = shown.start + int(sums.argmax()) * shown.step
    return start, start + frames * shown.step
