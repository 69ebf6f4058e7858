"""Ascent of the sound itself, through a front end that lets gradients through: nothing is inverted."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from genrelib.frontends import FrontEnd, Statistics
from genrelib.interpret.ascent import CLIMB, Climb, Objective, ascend, roughness
from genrelib.interpret.reach import Reach

FULL = 0.99  # of full scale
SHIFT = 0.01  # s: a unit of the jitter, about a frame
SOUND_CLIMB = replace(CLIMB, steps=60, step=0.1)


@dataclass(frozen=True, eq=False)
class SoundAscent:
    """A waveform (samples,) float32 at the end of an ascent, and the objective's values (steps + 1,)."""

    waveform: np.ndarray
    values: np.ndarray


def ascend_sound(
    frontend: FrontEnd,
    objective: Objective,
    reach: Reach,
    start: np.ndarray,
    climb: Climb = SOUND_CLIMB,
    seed: int = 0,
    progress: Callable[[float], None] = lambda share: None,
) -> SoundAscent:
    """Climb in waveform space from `start` (samples,), steps measured in its root mean square.

    Penalties are of the features, in deviations of real clips, as in an ascent of these; features beyond the reach of
    real clips cost, too. `climb.shift` is in steps of 10 ms.

    Raises ValueError if the front end lets no gradients through, or as `ascend` does.
    """
    if isinstance(frontend, Statistics):
        raise ValueError(
            "expected a front end with gradients, got Statistics; choose a system that reads a spectrogram"
        )

    def value(waveform: Tensor) -> Tensor:
        features = frontend(waveform)
        inputs = reach.scaled(features)
        beyond = (inputs - reach.project(inputs)).abs().flatten(1).mean(dim=1)
        return objective(features) - roughness(inputs, climb) - beyond

    level = float(np.sqrt(np.mean(np.square(start)))) or FULL / 100
    moved = replace(climb, step=climb.step * level, shift=round(climb.shift * SHIFT * frontend.sample_rate))
    beginning = torch.from_numpy(start)[None]
    ascent = ascend(value, beginning, lambda waveform: waveform.clamp(-FULL, FULL), moved, seed, progress)
    return SoundAscent(ascent.inputs[0].numpy(), ascent.values[:, 0])
