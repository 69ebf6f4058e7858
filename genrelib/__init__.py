"""Genre Explorer's library: every system of five papers on music genre classification and tagging.

Values flow one way: `audio` reads a waveform, `frontends` turn it into what a network reads, `networks` give logits,
`predict` makes probabilities over time of them, `runs` keeps what `train` found, `evaluate` measures it, and `plots`
and `player` show it. `papers.CATALOG` names every system.
"""

import os
from pathlib import Path

# Threads of PyTorch, if it is imported after this, spin a thousand times for one another and then sleep. By default
# they spin for milliseconds, and where other programs hold a core, fifty times as long as they work; asleep from the
# beginning, as with OMP_WAIT_POLICY=PASSIVE, they take twice as long on idle cores.
if "OMP_WAIT_POLICY" not in os.environ:
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")


def home() -> Path:
    """Folder of everything the user's own: runs, prepared data. $GENRELIB_HOME, or ~/.cache/genrelib.

    Raises ValueError if it begins with the home of a user that this machine does not know.
    """
    place = os.environ.get("GENRELIB_HOME") or "~/.cache/genrelib"
    try:
        return Path(place).expanduser()
    except RuntimeError as reason:
        raise ValueError(f"GENRELIB_HOME: expected a folder, got {place}, of an unknown user; name another") from reason
