"""Values that a network holds over time, whichever it has, joined over the clips of a recording."""

from collections.abc import Sequence

import torch

from genrelib.frontends import Clips
from genrelib.inference import Model
from genrelib.interpret.importance_map import ImportanceMap, on_one_axis
from genrelib.interpret.question import answering
from genrelib.interpret.readings import attention_maps, gate_maps, logit_maps, state_maps
from genrelib.networks.network import Network

KINDS = ("attention", "gates", "states", "logits")


def held_kinds(model: Model, clips: Clips) -> tuple[str, ...]:
    """Those of KINDS that the model's network has; none of scikit-learn's."""
    if not isinstance(model.network, Network):
        return ()
    with answering(model.network), torch.no_grad():
        reading = model.network.inspect(clips.features[:1])
    stepwise = reading.states.ndim == 3
    has = {"attention": model.network.attends, "gates": bool(reading.gates), "states": stepwise, "logits": stepwise}
    return tuple(kind for kind in KINDS if has[kind])


def held(model: Model, clips: Clips, kind: str, labels: Sequence[int] = ()) -> dict[str, ImportanceMap]:
    """Values of a kind by title, on the recording's axis, the mean where clips overlap.

    Attention is (steps,), each of the gates' blocks (maps, steps), states (units, steps), logits (labels, steps).

    Raises ValueError if the network has none of the kind.
    """
    if not isinstance(model.network, Network) or kind not in held_kinds(model, clips):
        raise ValueError(f"{model.system.name}: expected a network with {kind}, got one without; choose another system")
    if kind == "attention":
        return {"Attention": on_one_axis(attention_maps(model, clips))}
    if kind == "gates":
        blocks = zip(*gate_maps(model, clips), strict=True)
        return {f"Gates of block {block}": on_one_axis(maps) for block, maps in enumerate(blocks, 1)}
    if kind == "states":
        return {"Recurrent state": on_one_axis(state_maps(model, clips))}
    return {"Logits after each step": on_one_axis(logit_maps(model, clips, labels))}
