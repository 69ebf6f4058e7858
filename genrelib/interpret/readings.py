"""Values that a network computes on its way to an answer, as maps: attention, gates, states, and logits step by step.

Maps of a clip's steps have the seconds of each step. Steps of a network that reads windows begin and end between the
middles of their neighbours.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from genrelib.frontends import Clips, FrontEnd
from genrelib.inference import Model
from genrelib.interpret.importance_map import ImportanceMap
from genrelib.interpret.question import Question, answering
from genrelib.networks.network import Network

NO_ROWS = np.zeros(0)


def attention_over_time(question: Question, features: Tensor, seed: int = 0) -> np.ndarray:
    """Attention of each frame, (clips, frames), the same for every label: a step's weight, spread over its frames.

    Source: D. Bahdanau, K. Cho & Y. Bengio, Neural Machine Translation by Jointly Learning to Align and Translate,
    ICLR 2015, who read it as an explanation; S. Jain & B. C. Wallace, Attention is not Explanation, NAACL 2019.

    Raises ValueError if the network does not attend.
    """
    if not question.network.attends:
        raise ValueError(
            f"expected a network that attends, got {type(question.network).__name__}; choose one with attention"
        )
    with answering(question.network), torch.no_grad():
        parts = [question.network.inspect(x).attention for x in features.split(question.batch(features))]
    weights = torch.cat([part for part in parts if part is not None]).cpu().double().numpy()
    frames = question.frames(features)
    width = frames // weights.shape[1]
    spread = np.repeat(weights / width, width, axis=1)
    return np.pad(spread, ((0, 0), (0, frames - spread.shape[1])))


def attention_maps(model: Model, clips: Clips) -> list[ImportanceMap]:
    """Attention of each clip over its own steps, a weight each. Raises ValueError if the network does not attend."""
    network = _network_of(model)
    if not network.attends:
        raise ValueError(f"expected a system that attends, got {model.system.name}; choose one with attention")
    weights = _read(model, clips.features)["attention"]
    return _maps(model, clips, weights, "", "attention", signed=False)


def gate_maps(model: Model, clips: Clips) -> list[list[ImportanceMap]]:
    """Feedback of each clip: of each block a map (feature maps, steps) of scales in (0, 1).

    Raises ValueError if the network has no feedback.
    """
    reading = _read(model, clips.features)
    gates = [name for name in reading if name.startswith("gate")]
    if not gates:
        raise ValueError(f"expected a system with feedback, got {model.system.name}; choose kim2019/tf-crnn")
    by_block = [_maps(model, clips, reading[name], "", name, signed=False) for name in gates]
    return [list(blocks) for blocks in zip(*by_block, strict=True)]


def state_maps(model: Model, clips: Clips) -> list[ImportanceMap]:
    """Recurrent state of each clip after each step, (units, steps).

    Raises ValueError if the network does not answer step by step.
    """
    return _maps(model, clips, _stepwise(model, clips, "states"), "", "states", signed=True)


def logit_maps(model: Model, clips: Clips, labels: Sequence[int]) -> list[ImportanceMap]:
    """Logits of these labels in each clip after each step, (labels, steps).

    Raises ValueError if the network does not answer step by step.
    """
    return _maps(model, clips, _stepwise(model, clips, "logits")[:, list(labels)], "", "logits", signed=True)


def step_seconds(frontend: FrontEnd, network: Network, frames: int, steps: int) -> tuple[float, float]:
    """Beginning of a clip's first step, from the beginning of the clip, and length of a step, in s.

    `frames` is the length of what the network reads, samples of a waveform. Windows that overlap by half stand for the
    half in their middle.
    """
    if network.window:
        half = network.window / 2 / frontend.frames_per_second
        return half / 2, half
    width = frames // steps
    return Question(network, frontend, 0).start(frames), width / frontend.frames_per_second


def _network_of(model: Model) -> Network:
    if not isinstance(model.network, Network):
        raise ValueError(f"expected a neural network, got {model.system.name}; choose another system")
    return model.network


def _read(model: Model, features: Tensor) -> dict[str, np.ndarray]:
    """Values by name: attention (clips, steps), each gate (clips, maps, steps), states (clips, units, steps), logits
    (clips, labels, steps); what the network does not compute is left out.
    """
    network = _network_of(model)
    values: dict[str, list[Tensor]] = {}
    with answering(network), torch.no_grad():
        for x in features.split(Question(network, model.system.frontend, 0).batch(features)):
            reading = network.inspect(x)
            if reading.attention is not None:
                values.setdefault("attention", []).append(reading.attention)
            for block, scales in enumerate(reading.gates, start=1):
                values.setdefault(f"gate {block}", []).append(scales.mT)
            if reading.states.ndim == 3:
                values.setdefault("states", []).append(reading.states.mT)
                values.setdefault("logits", []).append(network.classify(reading.states).mT)
    return {name: torch.cat(parts).cpu().double().numpy() for name, parts in values.items()}


def _stepwise(model: Model, clips: Clips, name: str) -> np.ndarray:
    reading = _read(model, clips.features)
    if name not in reading:
        raise ValueError(
            f"expected a system that answers step by step, got {model.system.name}; choose kim2019/crnn or tf-crnn"
        )
    return reading[name]


def _maps(
    model: Model, clips: Clips, values: Sequence[np.ndarray] | np.ndarray, label: str, method: str, signed: bool
) -> list[ImportanceMap]:
    start, step = step_seconds(model.system.frontend, _network_of(model), clips.features.shape[-1], values[0].shape[-1])
    return [
        ImportanceMap(part, float(first) + start, step, NO_ROWS, label, method, signed)
        for first, part in zip(clips.starts, values, strict=True)
    ]
