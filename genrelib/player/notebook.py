"""The player as a notebook widget."""

from pathlib import Path

import anywidget
import traitlets

HERE = Path(__file__).parent
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

    _esm = (HERE / "player.js").read_text() + HOST
    _css = (HERE / "player.css").read_text()
    payload = traitlets.Bytes().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, payload: bytes):
        super().__init__(payload=payload)
