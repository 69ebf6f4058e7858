"""Draw the rooms of the code and what each may import, from the table that a test holds: `python docs/architecture.py`.

Writes the picture into docs/architecture.md. An arrow that follows from others is left out.
"""

import re
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
PICTURE = re.compile(r"(<!-- picture -->\n)(.*?)(\n<!-- end of picture -->)", re.DOTALL)


def reduced(table: dict[str, set[str]]) -> dict[str, set[str]]:
    """The table less what a room may import because it may import another that may."""

    def reach(room: str) -> set[str]:
        direct = table.get(room, set()) - {room}
        return direct.union(*map(reach, direct))

    return {
        room: {near for near in rooms - {room} if not any(near in reach(other) for other in rooms - {near, room})}
        for room, rooms in table.items()
    }


def picture(table: dict[str, set[str]]) -> str:
    """A Mermaid flow chart: from a room to those that it may import."""
    arrows = [f"  {room} --> {near}" for room, rooms in reduced(table).items() for near in sorted(rooms)]
    alone = [f"  {room}" for room, rooms in table.items() if not rooms]
    return "\n".join(["```mermaid", "flowchart LR", *alone, *arrows, "```"])


def page(table: dict[str, set[str]]) -> str:
    """docs/architecture.md with the picture of this table."""
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    return PICTURE.sub(lambda match: match[1] + picture(table) + match[3], text)


if __name__ == "__main__":
    sys.path.insert(0, str(DOCS.parent / "tests"))
    from test_imports import MAY_IMPORT

    (DOCS / "architecture.md").write_text(page(MAY_IMPORT), encoding="utf-8")
