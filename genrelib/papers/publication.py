"""Facts about a publication, and its mistakes: declarations of what isolates each of them here.

A mistake is isolated by running the same twice, once as published and once without the mistake: on two splits, by two
metrics, as two systems, or at two epochs of one training. Two mistakes need no run: numbers that do not add up.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Publication:
    """Title, authors and date of a paper, where it can be read, and its claim in our words."""

    title: str
    authors: str
    date: str  # year and venue, or a word on why there is none
    claim: str  # a sentence or two
    link: str = ""  # DOI, arXiv, else the authors' code; "" where the text names no address
    notebook: str = ""  # file name below `notebooks`


@dataclass(frozen=True)
class TwoSplits:
    """The same systems on a split that leaks and on one that keeps more apart."""

    systems: tuple[str, ...]
    metric: str
    leaking: str
    strict: str


@dataclass(frozen=True)
class TwoMetrics:
    """The same runs by the mistaken metric and by the sound one."""

    systems: tuple[str, ...]
    mistaken: str
    sound: str


@dataclass(frozen=True)
class TwoSystems:
    """A system with the mistake and one without it, or with it and without what it is said to gain."""

    mistaken: str
    sound: str
    metric: str

    @property
    def systems(self) -> tuple[str, str]:
        """Both, the mistaken one first."""
        return self.mistaken, self.sound


@dataclass(frozen=True)
class TwoEpochs:
    """The same trainings at the epoch that is best on the part reported, and at the last one."""

    systems: tuple[str, ...]
    metric: str  # a column of the history, measured on a part that chose nothing


@dataclass(frozen=True)
class StatedSizes:
    """Systems whose number of parameters the paper states, to be counted."""

    systems: tuple[str, ...]


@dataclass(frozen=True)
class StatedParts:
    """Tracks of the parts of a split as stated, of a data set that has fewer."""

    systems: tuple[str, ...]
    data: str
    split: str
    parts: tuple[int, ...]  # train, valid, test
    published: tuple[int, ...]  # of the data set's own split


Isolation = TwoSplits | TwoMetrics | TwoSystems | TwoEpochs | StatedSizes | StatedParts


@dataclass(frozen=True)
class Mistake:
    """A mistake of publications: a few words for it, where it is, what is wrong, and what isolates it here."""

    name: str  # in links: "broken-argmax"
    title: str
    papers: tuple[str, ...]  # by first author and year
    where: str  # section, table or figure, or the authors' code
    wrong: str  # in plain words
    isolated_by: tuple[Isolation, ...]  # the plainest first
