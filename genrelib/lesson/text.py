"""Text that a cell computes: sentences with numbers, and links into the explorer."""

from urllib.parse import urlencode

from IPython.display import Markdown

EXPLORER = "http://localhost:8501"  # where `make app` puts it


def say(*lines: str) -> Markdown:
    """Show lines of Markdown as one text."""
    return Markdown("\n".join(lines))


def folded(title: str, text: str) -> Markdown:
    """Show a text that a click unfolds."""
    return Markdown(f"<details><summary>{title}</summary>\n\n{text}\n\n</details>")


def explorer(page: str, **choices: str) -> str:
    """Address of a page of the explorer with these choices; it works while `make app` runs.

    "" is the first page, which opens Clip lab with choices of its own.
    """
    return f"{EXPLORER}/{page}?{urlencode(choices)}"
