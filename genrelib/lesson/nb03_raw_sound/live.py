"""A small SampleCNN that learns while a class waits, with its first filters free or left as they were drawn."""

from dataclasses import replace

from genrelib import papers
from genrelib.networks.waveform import SampleCnn
from genrelib.papers import kim2019
from genrelib.system import System

SIXTEENTH = 16  # of the maps: a training takes seconds
DEPTH = 9  # layers: 3 ** 9 samples, 0.9 s, a third of the clip


class FixedFirst(SampleCnn):
    """A SampleCnn whose first filters stay as they were drawn."""

    def __init__(self, **sizes):
        super().__init__(**sizes)
        self.convolve[0].requires_grad_(False)


def small_samplecnn(clips: int) -> System:
    """The paper's SampleCNN with a sixteenth of the maps and a block less, so 0.9 s; its rate never falls.

    It reads so many clips of a song, its first.
    """
    whole = papers.get("kim2019/samplecnn")
    widths = tuple(width // SIXTEENTH for width in (*whole.sizes["widths"][: DEPTH - 1], whole.sizes["widths"][-1]))
    recipe = replace(kim2019.RECIPE, limit=clips, patience=None, stages=1)
    return replace(
        whole,
        name="kim2019/small-samplecnn",
        clip=3**DEPTH / whole.frontend.sample_rate,
        sizes=whole.sizes | {"widths": widths},
        recipe=recipe,
        reported={},
    )


def with_fixed_first(system: System) -> System:
    """The same, but its first filters do not learn."""
    return replace(system, name=f"{system.name}-fixed-first", network=FixedFirst)
