"""A place in a recording, as a link names it and as the player shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

Pair = tuple[float, float]  # the lower first
PAIRS = ("loop", "hz", "view")
KEYS = ("t", *PAIRS, "over")  # of a place in a link: s, pairs of s or Hz as "3.00-7.50", a panel's title
LATEST = 1e6  # s, or Hz, beyond which a link means nothing


@dataclass(frozen=True)
class Place:
    """The second `time` of the playhead; seconds that are looped; Hz of the box around these; seconds in view.

    `over` is the title of the panel that is laid over the spectrogram.
    """

    time: float = 0.0
    loop: Pair | None = None
    hz: Pair | None = None
    view: Pair | None = None
    over: str | None = None

    @classmethod
    def from_link(cls, linked: Mapping[str, str], otherwise: float) -> "Place":
        """The place that a link's texts by KEYS name; `otherwise` is the second where they name none that is one."""
        pairs = {key: _pair(linked.get(key, "")) for key in PAIRS}
        return cls(_number(linked.get("t", ""), otherwise), **pairs, over=linked.get("over") or None)

    def to_dict(self) -> dict:
        """The same for the player's script."""
        return asdict(self)


def link_to(state: Mapping) -> dict[str, str]:
    """Texts by KEYS of the place in which a player's state, as `streamlit` returns it, has been left."""
    box = state["box"] or {}
    pairs = {"loop": state["loop"], "hz": state["loop"] and box.get("hz"), "view": state["view"]}
    texts = {key: _text(pair) for key, pair in pairs.items() if pair}
    return {"t": f"{state['time']:.1f}"} | texts | ({"over": state["over"]} if state.get("over") else {})


def _text(pair: Sequence[float]) -> str:
    return f"{pair[0]:.2f}-{pair[1]:.2f}"


def _pair(text: str) -> Pair | None:
    low, _, high = text.partition("-")
    pair = _number(low, -1.0), _number(high, -1.0)
    return pair if 0 <= pair[0] < pair[1] else None


def _number(text: str, otherwise: float) -> float:
    try:
        value = float(text)
    except ValueError:
        return otherwise
    return value if 0 <= value < LATEST else otherwise  # "nan" and "inf" are floats, too
