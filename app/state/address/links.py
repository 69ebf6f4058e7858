"""Addresses of other pages, and several values in one choice."""

from collections.abc import Sequence
from urllib.parse import unquote, urlencode

from state.address import companions


def page(name: str, **choices: str) -> str:
    """Address of another page with these choices made; the first page has the name ""."""
    return f"./{name}?{urlencode(companions.along(choices))}"


def several(values: Sequence[str]) -> str:
    """Several values as an address has them, for a link to a page that lets several be chosen."""
    return values[0] if len(values) == 1 else ",".join(map(_part, values))


def chosen(text: str, options: Sequence[str]) -> list[str]:
    """The values of `several` in a text; a text that is one of the options is that one."""
    return [text] if text in options else [unquote(part) for part in text.split(",") if part]


def _part(value: str) -> str:
    return value.replace("%", "%25").replace(",", "%2C")
