"""A network's own source in a notebook: the code that runs."""

import inspect
import textwrap
from collections.abc import Callable

from IPython.display import Markdown


def source(*parts: Callable) -> Markdown:
    """Show the source of methods, functions or classes, one after the other."""
    code = "\n\n".join(textwrap.dedent(inspect.getsource(part)).rstrip() for part in parts)
    place = inspect.getmodule(parts[0]).__name__.replace(".", "/")
    names = ", ".join(f"`{part.__qualname__}`" for part in parts)
    return Markdown(f"{names} in `{place}.py`:\n\n```python\n{code}\n```")
