"""Models: a trained system, ready to be asked."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from genrelib import papers, runs
from genrelib.inference.acquaintance import Acquaintance, of_run
from genrelib.system import System


@dataclass(frozen=True, eq=False)
class Model:
    """A trained system, ready to hear: `network` is the run's network or scikit-learn pipeline.

    It is None where only the run's answers are left, and nothing more can be asked.
    """

    run: runs.Run
    system: System
    network: object

    @cached_property
    def acquaintance(self) -> Acquaintance | None:
        """The tracks that it learned from, None where they are not here. Raises RunError if their file is damaged."""
        return of_run(self.run)


def load(run: runs.Run | Path) -> Model:
    """A run's trained system. Raises ValueError as `runs.load` and `runs.network` do."""
    run = runs.load(run) if isinstance(run, Path) else run
    return Model(run, papers.get(run.system), runs.network(run))
