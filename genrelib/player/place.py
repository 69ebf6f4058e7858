"""A place in a recording, as a link names it and as the player shows it."""

from dataclasses import asdict, dataclass

Pair = tuple[float, float]  # the lower first


@dataclass(frozen=True)
class Place:
    """The second `time` of the playhead; seconds that are looped; Hz of the box around these; seconds in view."""

    time: float = 0.0
    loop: Pair | None = None
    hz: Pair | None = None
    view: Pair | None = None

    def to_dict(self) -> dict:
        """The same for the player's script."""
        return asdict(self)
