"""Sentences for people on what makes an answer doubtful."""

from collections.abc import Iterator

import numpy as np

from genrelib import datasets
from genrelib.audio import Condition
from genrelib.audio.condition import SILENCE
from genrelib.inference.acquaintance import USUAL
from genrelib.inference.model import Model

MOSTLY = 0.5  # share of a recording that is silent
FAINT = 0.01  # of full scale, -40 dB: 10 of 16 bits are left, and rounding is 40 dB below the music
CLIPPED = 0.01  # of the samples: loud masters stay below, a gain of 6 dB too much does not
MISSING = 0.7  # of the frequencies that a system reads: half an octave is missing


def about(condition: Condition, model: Model, votes: np.ndarray, embedding: np.ndarray) -> Iterator[str]:
    """Sentences on the condition of a recording, and on how strange its `embedding` (d,) is to the model.

    `votes` (clips,) is True for clips that decide on the whole.
    """
    if condition.silent:
        level = 20 * np.log10(SILENCE)
        yield f"There is nothing to hear: no sample is above {level:.0f} dB of full scale, so nothing is judged."
        return
    if not votes.all() or condition.silence > MOSTLY * condition.seconds:
        yield (
            f"{condition.silence:.1f} of {condition.seconds:.1f} s are silent: {votes.sum()} of {len(votes)} clips "
            "decide on the whole, those that sound."
        )
    if condition.offset:
        yield f"The samples lie around {condition.offset:.2g} of full scale, not around 0: this offset was taken out."
    if condition.peak < FAINT:
        level = 20 * np.log10(condition.peak)
        yield f"Very faint: no sample is above {level:.0f} dB of full scale, so the file's rounding may be judged, too."
    if condition.clipped > CLIPPED:
        yield f"Clipped: {condition.clipped:.0%} of the samples stand at the limits, which distorts the sound."
    readable = model.system.frontend.sample_rate / 2
    if condition.highest < MISSING * readable:
        yield (
            f"There is nothing above {condition.highest / 1000:.1f} kHz, but this system reads up to "
            f"{readable / 1000:.1f} kHz: it learned from fuller sound."
        )
    if note := datasets.about_uploads(model.run.data):
        yield note
    if condition.seconds >= model.system.clip:  # the silence that fills a shorter one is strange to any network
        yield from _on_strangeness(model, embedding)


def _on_strangeness(model: Model, embedding: np.ndarray) -> Iterator[str]:
    try:
        acquaintance = model.acquaintance
        strange = acquaintance is not None and not acquaintance.covers(embedding)
    except ValueError as reason:
        yield f"Not compared with the music that the network learned from: {reason}"
        return
    if strange:
        yield (
            "Unlike all that this network learned from: it lies further from the nearest training track than "
            f"{100 * USUAL:.0f} % of the validation tracks do, so the answer is a guess."
        )
