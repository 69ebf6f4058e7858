"""The player as a notebook widget."""

import anywidget
import traitlets

from genrelib.player.script import SCRIPT, STYLE

HOST = """
export default {
  render({ model, el }) {
    const report = (state) => { model.set("state", state); model.save_changes(); };
    const show = () => mount(el, model.get("payload"), report);
    model.on("change:payload", show);
    return show();
  },
};
"""


class Widget(anywidget.AnyWidget):
    """The player in a notebook: `Widget(payload)`; `state` follows as on a page, `payload` may be replaced."""

    _esm = SCRIPT + HOST
    _css = STYLE
    payload = traitlets.Bytes().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, payload: bytes):
        super().__init__(payload=payload)
