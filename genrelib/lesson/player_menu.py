"""Sounds to choose from, in one player."""

from collections.abc import Callable, Mapping

from ipywidgets import Dropdown, Layout, VBox

from genrelib.player import Widget


def hear(sounds: Mapping[str, Callable[[], bytes]], title: str = "sound") -> VBox:
    """A menu of sounds and a player of the one chosen: label -> what makes the player's payload when it is chosen."""
    menu = Dropdown(
        options=list(sounds),
        description=title,
        layout=Layout(width="auto", max_width="100%"),
        style={"description_width": "initial"},
    )
    shown = Widget(sounds[menu.value]())
    menu.observe(lambda change: setattr(shown, "payload", sounds[change["new"]]()), names="value")
    return VBox([menu, shown])
