"""Studies by the name of their paper."""

from genrelib import papers
from genrelib.system import Study


def choose(names: list[str]) -> list[Study]:
    """Studies of the papers named, of all papers if none is. Raises ValueError for an unknown paper."""
    known = {module.__name__.rsplit(".", 1)[1]: module for module in papers.PAPERS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"unknown paper {', '.join(unknown)}; expected some of {', '.join(known)}")
    return [study for name in names or known for study in known[name].STUDIES]
