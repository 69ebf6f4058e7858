"""Tools that every notebook of the course shares; they keep functions out of its cells.

`start` sets mode, seed and threads; `amount` reduces work in the reduced mode; `few_tracks` takes a few tracks of a
data set. `Knobs` puts controls beside a figure, `hear` a menu over a player; each leaves a still picture where there
is no kernel; `Guessing` lets a student guess sounds and counts. `PaperResults` has a paper's figures and its shipped
results; `gains` and `means` measure experiments, `dealt` shows a split, `attention_player`, `clip_player` and
`mistake_players` make sounds. `source` shows a network's source, `say` and `folded` computed text, `explorer` an
address in the app. `Verdict` is the result of a self-check. A notebook has a package of its own, such as `nb01_memory`.
"""

from genrelib.lesson.dealing import dealt
from genrelib.lesson.experiments import gains, means, one_of_each
from genrelib.lesson.guessing import Guessing
from genrelib.lesson.knobs import Knobs
from genrelib.lesson.mode import REDUCED, SEED, amount, start
from genrelib.lesson.player_menu import hear
from genrelib.lesson.results import PaperResults, value_at
from genrelib.lesson.self_check import NOTHING, Verdict
from genrelib.lesson.sounds import attention_player, clip_player, mistake_players
from genrelib.lesson.source_code import source
from genrelib.lesson.subset import few_tracks
from genrelib.lesson.text import explorer, folded, say

__all__ = [
    "NOTHING",
    "REDUCED",
    "SEED",
    "Guessing",
    "Knobs",
    "PaperResults",
    "Verdict",
    "amount",
    "attention_player",
    "clip_player",
    "dealt",
    "explorer",
    "few_tracks",
    "folded",
    "gains",
    "hear",
    "means",
    "mistake_players",
    "one_of_each",
    "say",
    "source",
    "start",
    "value_at",
]
