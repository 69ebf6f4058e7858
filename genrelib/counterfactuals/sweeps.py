"""An edit at every strength: where the answer flips."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from genrelib.edits import EDITS, STEPS, Chain, strengths

Ask = Callable[[Chain], np.ndarray]  # probabilities (labels,) of the edited sound, all 0 where it is silent
Progress = Callable[[float], None]  # told the share that is done
HALVINGS = 4  # of the stretch between the last strength that keeps the answer and the first that does not
SILENT = -1  # in place of a label


@dataclass(frozen=True, eq=False)
class Sweep:
    """Probabilities (steps, labels) at `values` (steps,) of an edit's leading number, in rising order.

    `flip` is the value nearest to the neutral one, of those asked about, at which another label is the most probable,
    None if none is; `kept` the last value before it that keeps the answer. `label` is that of the neutral value, and
    `becomes` the one at the flip, SILENT where nothing is left to judge. `asked` counts questions.
    """

    kind: str
    values: tuple[float, ...]
    probabilities: np.ndarray
    label: int
    flip: float | None
    kept: float | None
    becomes: int
    asked: int


def run_sweep(kind: str, chain: Chain, ask: Ask, sample_rate: int, progress: Progress = lambda share: None) -> Sweep:
    """Ask about an edit at each of its strengths in place of its own strength in a chain, then halve where it flips.

    They are those that a sound at this sample rate has. On either side of the neutral value the search goes outwards to
    the first flip; a label that comes back farther out is not looked for.
    Raises ValueError for an edit without steps.
    """
    if kind not in STEPS:
        raise ValueError(f"expected an edit with strengths ({', '.join(STEPS)}), got {kind!r}")
    edit = EDITS[kind]
    _, knob = edit.leading()
    values = list(strengths(edit, sample_rate))
    answers: dict[float, np.ndarray] = {}
    for place, value in enumerate(values):
        answers[value] = ask(chain.put(chain.at(edit, value)))
        progress((place + 1) / (len(values) + HALVINGS))
    middle = next(place for place, value in enumerate(values) if value == knob.neutral)
    label = first(answers[values[middle]])
    sides = (values[middle:], values[middle::-1])
    flips = [_flip(side, answers, label) for side in sides]
    steps = [(place, kept, flip) for place, kept, flip in flips if flip is not None]
    if not steps:
        return _sweep(kind, answers, label, None, None)
    _, kept, flip = min(steps)
    for halving in range(HALVINGS):
        between = _between(kept, flip, knob.by_ratio)
        if between is None:
            break
        answers[between] = ask(chain.put(chain.at(edit, between)))
        progress((len(values) + halving + 1) / (len(values) + HALVINGS))
        kept, flip = (between, flip) if first(answers[between]) == label else (kept, between)
    return _sweep(kind, answers, label, kept, flip)


def first(probabilities: np.ndarray) -> int:
    """Place of the most probable label; SILENT where all are 0."""
    return int(probabilities.argmax()) if probabilities.any() else SILENT


def _sweep(kind: str, answers: dict[float, np.ndarray], label: int, kept: float | None, flip: float | None) -> Sweep:
    values = tuple(sorted(answers))
    becomes = label if flip is None else first(answers[flip])
    probabilities = np.array([answers[value] for value in values])
    return Sweep(kind, values, probabilities, label, flip, kept, becomes, len(values))


def _flip(
    side: list[float], answers: dict[float, np.ndarray], label: int
) -> tuple[int, float, float] | tuple[int, float, None]:
    """Steps outwards to the first flip, the value before it, and the flip itself, None if the answer stays."""
    for place in range(1, len(side)):
        if first(answers[side[place]]) != label:
            return place, side[place - 1], side[place]
    return len(side), side[-1], None


def _between(kept: float, flip: float, by_ratio: bool) -> float | None:
    """The middle of two values, of four digits; None where there is none, or nothing lies between."""
    if not np.isfinite([kept, flip]).all() or (by_ratio and min(kept, flip) <= 0):
        return None
    middle = float(np.sqrt(kept * flip)) if by_ratio else (kept + flip) / 2
    middle = float(f"{middle:.4g}")
    return None if middle in (kept, flip) else middle
