"""The moment at which a training must stop learning for its run to be measured in time."""

import time

import torch

from genrelib import inference
from genrelib.clips import ClipSet
from genrelib.clips.device_memory import copied

TRIED = 8  # clips that are answered to see how long all will take


class OutOfReach(ValueError):
    """Measuring alone would take longer than the time there is."""


def learning_ends(deadline: float, network: torch.nn.Module, cut: ClipSet) -> float:
    """The moment, of time.monotonic() as `deadline` is, at which to stop so that measuring is over by the deadline.

    `measure` asks the network about every clip, and a step-wise one about whole tracks as well; what that takes is told
    from TRIED clips. It is granted half of the time left at most: where it takes more, the other half is learned in all
    the same, and the deadline is missed by what is lacking.

    Raises OutOfReach if measuring would take all of the time left and more, so that nothing could be learned in it.
    """
    if deadline == float("inf"):
        return deadline
    clips = cut.clips.head(TRIED)
    idle = copied(network)
    for _ in range(2):  # the first one warms up
        began = time.monotonic()
        inference.infer(idle, cut.features(clips).split(TRIED), cut.data.task)
        took = time.monotonic() - began
    whole = 0 if cut.system.summary is not None else (cut.clips.part != "train").sum()
    measuring = took / len(clips) * (len(cut.clips) + whole)
    left = deadline - time.monotonic()
    if left < measuring:
        raise OutOfReach(
            f"measuring {cut.system.name} alone takes about {measuring / 60:.1f} min here, and "
            f"{max(0.0, left) / 60:.1f} are left; give it more time, or a faster machine"
        )
    return deadline - min(measuring, left / 2)
