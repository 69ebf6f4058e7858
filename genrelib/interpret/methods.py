"""Every method of explanation by name, and the way from a model and clips to maps with axes in s and Hz."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from genrelib.frontends import Clips
from genrelib.inference import Model
from genrelib.interpret import controls, gradients, occlusions, readings, surrogates
from genrelib.interpret.importance_map import ImportanceMap
from genrelib.interpret.question import Question
from genrelib.networks.network import Network

Explain = Callable[[Question, Tensor, int], np.ndarray]  # features (clips, *shape), seed -> values of maps


@dataclass(frozen=True)
class Method:
    """A way to explain an answer: `says` in a sentence what a value means.

    `signed` values speak for the label or against it. `of_label`: the map is another for another label. `control`: it
    is no explanation, and knows nothing of the network.
    """

    explain: Explain
    says: str
    signed: bool = False
    of_label: bool = True
    control: bool = False


METHODS: dict[str, Method] = {
    "gradient": Method(gradients.gradient, "How strongly the logit follows a small change here, up or down."),
    "integrated gradients": Method(
        gradients.integrated_gradients,
        "The part of the logit that comes with this place, from silence on.",
        signed=True,
    ),
    "SmoothGrad": Method(gradients.smooth_gradient, "The gradient, averaged over noisy copies of the clip."),
    "Grad-CAM": Method(gradients.grad_cam, "Where the last convolution answers in favour of the label."),
    "occlusion in time": Method(
        occlusions.occlusion_in_time, "The logit's loss if this moment falls silent.", signed=True
    ),
    "occlusion in frequency": Method(
        occlusions.occlusion_in_frequency, "The logit's loss if this band falls silent.", signed=True
    ),
    "occlusion in both": Method(
        occlusions.occlusion_in_both, "The logit's loss if this band falls silent for this moment.", signed=True
    ),
    **{
        f"linear surrogate, {name}": Method(
            surrogates.Surrogate(surrogates.ridge_weights, fill),
            f"The weight of this moment in a linear model of the answers to copies with gaps filled by {name}.",
            signed=True,
        )
        for name, fill in surrogates.FILLS.items()
    },
    **{
        f"forest surrogate, {name}": Method(
            surrogates.Surrogate(surrogates.forest_importances, fill),
            f"How much this moment explains of the answers to copies with gaps filled by {name}, for a random forest.",
        )
        for name, fill in surrogates.FILLS.items()
    },
    "attention": Method(
        readings.attention_over_time, "The weight that the network gives to this moment.", of_label=False
    ),
    "change of sound": Method(
        controls.change_of_sound, "How much the sound changes here: no explanation.", of_label=False, control=True
    ),
    "random": Method(controls.random_map, "A random number: no explanation.", of_label=False, control=True),
}


def applicable(model: Model) -> tuple[str, ...]:
    """Names of the methods that can explain a model's answers, in the order of METHODS; none of scikit-learn's."""
    if not isinstance(model.network, Network) or not model.system.frontend.frames_per_second:
        return ()
    lacking = set()
    if not model.network.last_convolutions():
        lacking.add("Grad-CAM")
    if not model.network.attends:
        lacking.add("attention")
    if len(model.system.frontend.shape(1.0)) == 1:
        lacking |= {"occlusion in frequency", "occlusion in both", "change of sound"}
    return tuple(name for name in METHODS if name not in lacking)


def explain(model: Model, clips: Clips, label: int, method: str, seed: int = 0) -> list[ImportanceMap]:
    """A map of each clip: how important each part of it is to the model's answer about one label, by number.

    Maps of spectrograms are (rows, frames) or (frames,), of waveforms (short frames,); `on_one_axis` joins them.

    Raises ValueError for a label that the model has not, and a method that cannot explain it.
    """
    return explain_by(model, clips, label, (method,), seed)[method]


def explain_by(
    model: Model, clips: Clips, label: int, methods: Sequence[str], seed: int = 0
) -> dict[str, list[ImportanceMap]]:
    """Maps by several methods, as `explain`; surrogates with one fill learn from the same answers."""
    question = _question(model, label, methods)
    copies: dict[surrogates.Fill, surrogates.Copies] = {}
    maps = {}
    for name in methods:
        way = METHODS[name]
        if isinstance(way.explain, surrogates.Surrogate):
            fill = way.explain.fill
            if fill not in copies:
                copies[fill] = surrogates.answered_copies(fill, question, clips.features, seed)
            values = way.explain.learn(copies[fill], seed)
        else:
            values = way.explain(question, clips.features, seed)
        start = question.start(values.shape[-1])
        rows = model.system.frontend.frequencies if values.ndim == 3 else np.zeros(0)
        called = model.run.classes[label] if way.of_label else ""
        maps[name] = [
            ImportanceMap(part, float(first) + start, question.step, rows, called, name, way.signed)
            for first, part in zip(clips.starts, values, strict=True)
        ]
    return maps


def _question(model: Model, label: int, methods: Sequence[str]) -> Question:
    """The question to a model; refuses what it has no answer to."""
    able = applicable(model)
    for method in methods:
        if method not in METHODS:
            raise ValueError(f"expected a method of explanation, got {method!r}; choose one of {', '.join(METHODS)}")
        if method not in able:
            choice = ", ".join(able) or "none: choose another system"
            raise ValueError(f"{model.system.name} cannot be explained by {method!r}; choose one of {choice}")
    if not 0 <= label < len(model.run.classes):
        raise ValueError(f"expected the number of one of {len(model.run.classes)} labels, got {label}")
    assert isinstance(model.network, Network)  # or nothing would be applicable
    return Question(model.network, model.system.frontend, label)
