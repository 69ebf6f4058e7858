"""Numbers written for people: percent, and the sign that a negative number is read with."""

import re

MINUS = "−"


def percent(share: float | None) -> str:
    """Write a share in [0, 1] for people, None as "unknown"; "<1 %" is not nothing, and ">99 %" not all."""
    if share is None:
        return "unknown"
    if 0 < share <= 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{share:.0%}".replace("%", " %")


def minus(text: str) -> str:
    """Write numbers in a text with a minus sign; hyphens in names, words and dates stay."""
    return re.sub(r"(?<!\w)-(?=\.?\d)", MINUS, text)
