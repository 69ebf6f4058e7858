"""The papers: one file each, with its systems and studies; joined here into the catalogue.

To add a system, add an entry to its paper's SYSTEMS; to add a paper, one file and one word in PAPERS. `mistakes` has
the published mistakes.
"""

from difflib import get_close_matches

from genrelib.papers import choi2017, house, irvin2016, kim2019, pandey2023, won2020, yenney2022
from genrelib.papers.mistakes import MISTAKES
from genrelib.papers.publication import Publication
from genrelib.system import Study, System

PAPERS = (irvin2016, yenney2022, kim2019, pandey2023, choi2017, won2020, house)
CATALOG: dict[str, System] = {system.name: system for paper in PAPERS for system in paper.SYSTEMS}
STUDIES: dict[str, Study] = {study.name: study for paper in PAPERS for study in paper.STUDIES}
PUBLICATIONS: dict[str, Publication] = {  # of the papers that have one: house is none
    paper.__name__.rpartition(".")[2]: paper.PUBLICATION for paper in PAPERS if hasattr(paper, "PUBLICATION")
}

__all__ = ["CATALOG", "MISTAKES", "PAPERS", "PUBLICATIONS", "STUDIES", "get"]


def get(name: str) -> System:
    """Look up the system of that name, such as "irvin2016/lstm".

    Raises ValueError that names the three most similar ones, if there is none.
    """
    if name not in CATALOG:
        similar = get_close_matches(name, CATALOG, n=3, cutoff=0.0)
        raise ValueError(
            f"no system is called {name!r}; did you mean {', '.join(similar)}? `genrelib systems` lists all"
        )
    return CATALOG[name]
