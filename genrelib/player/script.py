"""The browser's code: five files that make one module, and their style; each host adds its own last lines."""

from pathlib import Path

HERE = Path(__file__).parent
SCRIPT = "\n".join(
    (HERE / name).read_text(encoding="utf-8")
    for name in ("panels.js", "overlay.js", "sheet.js", "snapshot.js", "player.js")
)
STYLE = (HERE / "player.css").read_text(encoding="utf-8")
