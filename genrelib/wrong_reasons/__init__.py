"""Right for the wrong reason: answers that hang on something other than what they name.

`other_music`: a network asked about music of another kind than it learned from, beside one that learned from that kind.
`other_records`: a piece of the jukebox as another artist would have recorded it; every note stays, does the answer?
`results`: the shipped file of both. `pages`: tables for docs/wrong-reasons.md.
"""

from genrelib.wrong_reasons.other_music import beside_native
from genrelib.wrong_reasons.other_records import of_runs, recorded_by
from genrelib.wrong_reasons.pages import Case, cases, markdown
from genrelib.wrong_reasons.results import SHIPPED, read, write

__all__ = ["SHIPPED", "Case", "beside_native", "cases", "markdown", "of_runs", "read", "recorded_by", "write"]
