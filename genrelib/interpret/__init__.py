"""Explanations of an answer as maps over seconds and Hz, clips changed to see if the answer changes, weights as sound.

`explain` computes an `ImportanceMap` of each clip by one of METHODS: `gradients`, `occlusions`, `surrogates`, the
network's own attention (`readings`, which has gates, states and logits step by step too), and `controls`, which explain
nothing. `sanity` asks if a map is about the network at all, `untrained` is what it compares with. `stretch` cuts a long
recording, `held_values` joins what a network holds over time, `masked` lets what a map points at sound. `attention`,
`feedback` and `frames` change attention, feedback and clips. `quintessence` climbs to the input that a unit or a label
likes best; `inversion` turns features into sound, `filters` are a network's first layer, `receptive_field` is what a
deeper one hears.
"""

from genrelib.interpret.attention import attending, even, latest, turned, weights
from genrelib.interpret.frames import occlusion, random_order, reordered, silenced
from genrelib.interpret.importance_map import ImportanceMap, on_one_axis
from genrelib.interpret.methods import METHODS, Method, applicable, explain, explain_by
from genrelib.interpret.question import Question
from genrelib.interpret.readings import attention_maps, gate_maps, logit_maps, state_maps
from genrelib.interpret.sanity import Sanity, check_sanity

__all__ = [
    "METHODS",
    "ImportanceMap",
    "Method",
    "Question",
    "Sanity",
    "applicable",
    "attending",
    "attention_maps",
    "check_sanity",
    "even",
    "explain",
    "explain_by",
    "gate_maps",
    "latest",
    "logit_maps",
    "occlusion",
    "on_one_axis",
    "random_order",
    "reordered",
    "silenced",
    "state_maps",
    "turned",
    "weights",
]
