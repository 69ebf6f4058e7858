"""A menu of sounds over one player."""

from collections.abc import Callable, Mapping

from ipywidgets import Dropdown, Layout, VBox

from genrelib.player import Widget


def hear(sounds: Mapping[str, Callable[[], bytes]], title: str = "sound") -> VBox:
    """Show a menu of sounds and a player: label -> function that makes the player's payload when it is chosen."""
    menu = Dropdown(
        options=list(sounds),
        description=title,
        layout=Layout(width="auto", max_width="100%"),
        style={"description_width": "initial"},
    )
    widget = Widget(sounds[menu.value]())
    menu.observe(lambda change: setattr(widget, "payload", sounds[change["new"]]()), names="value")
    return VBox([menu, widget])
