"""Explanations scored: against music planted at a known place, by what happens without the parts they name, by sanity.

`planted_window` and `faithfulness` score one map; `measuring` goes over runs, tracks and methods, `kept` holds the rows
in files that a later call goes on with; `verdicts`, `summaries` and `tables` say what
the rows say.
"""

from genrelib.interpret.scores.faithfulness import Faithfulness, score_faithfulness
from genrelib.interpret.scores.kept import SHIPPED, Kept
from genrelib.interpret.scores.measuring import measure
from genrelib.interpret.scores.planted_window import PlantedScore, score_against
from genrelib.interpret.scores.summaries import faithfulness_and_truth, over_methods
from genrelib.interpret.scores.tables import markdown
from genrelib.interpret.scores.verdicts import Verdict, judge, verdict_rows

__all__ = [
    "SHIPPED",
    "Faithfulness",
    "Kept",
    "PlantedScore",
    "Verdict",
    "faithfulness_and_truth",
    "judge",
    "markdown",
    "measure",
    "over_methods",
    "score_against",
    "score_faithfulness",
    "verdict_rows",
]
