"""The choices of a page, in its address and in the session: a class of thirty can open the very same view.

A page begins with `open_page` and ends with `write`; between them `choose` gives a widget its value, `keep` reads it.
The address wins where it differs from what the session wrote last: so links and the browser's Back work. It is written
once a run, and only what differs from the default: one choice is one entry in the browser's history. What was chosen
is remembered when another page is opened, and a page that lacks it does not change it elsewhere.
"""

from state.address.choices import (
    asks,
    choose,
    choose_number,
    choose_several,
    choose_text,
    keep,
    keep_number,
    keep_several,
    lacking,
    leave,
    wish,
)
from state.address.links import page, several
from state.address.player_place import PLAYER, keep_place, place, start
from state.address.refusals import plain, refused, stop
from state.address.visit import forget, open_page, renew, write

__all__ = [
    "PLAYER",
    "asks",
    "choose",
    "choose_number",
    "choose_several",
    "choose_text",
    "forget",
    "keep",
    "keep_number",
    "keep_place",
    "keep_several",
    "lacking",
    "leave",
    "open_page",
    "page",
    "place",
    "plain",
    "refused",
    "renew",
    "several",
    "start",
    "stop",
    "wish",
    "write",
]
