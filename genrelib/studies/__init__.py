"""The papers' tables: what was measured beside what was reported.

`by_paper` finds studies, `plan` and `reproduction` train their rows, `archive` moves runs between machines. `seeds`
joins runs that differ in their seed, `difference` compares two systems. `measured` has the rows of all studies,
`verdicts` what runs decide about a study, `findings` the sentences about it, `readme_tables` the README's tables.
`prices` has what the published mistakes cost, `unmeasured` what of that needs a run or none.
"""

from genrelib.studies.by_paper import choose
from genrelib.studies.measured import results, rows
from genrelib.studies.readme_tables import markdown, stand_ins

__all__ = ["choose", "markdown", "results", "rows", "stand_ins"]
