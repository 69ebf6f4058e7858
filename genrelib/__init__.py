"""Genre Explorer's library: every system of five papers on music genre classification and tagging.

Values flow one way: `audio` reads a waveform, `frontends` compute features, `networks` give logits, `inference` makes
probabilities over time of them, `runs` keeps the results of `train`, `evaluate` measures them, and `plots` and `player`
show them. `papers.CATALOG` names every system.
"""

import os
from pathlib import Path

__version__ = "0.1.0"

# PyTorch's threads, if it is imported after this, wait for one another by spinning a thousand times and then sleep. By
# default they spin for milliseconds, and where other programs use a core, fifty times as long as they work. Sleeping
# at once, as with OMP_WAIT_POLICY=PASSIVE, takes twice as long on idle cores.
if "OMP_WAIT_POLICY" not in os.environ:
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")


def home() -> Path:
    """Folder of the user's runs and prepared data: $GENRELIB_HOME, by default ~/.cache/genrelib.

    Raises ValueError if it begins with the home of a user that this machine does not know.
    """
    place = os.environ.get("GENRELIB_HOME") or "~/.cache/genrelib"
    try:
        return Path(place).expanduser()
    except RuntimeError as reason:
        raise ValueError(f"GENRELIB_HOME: expected a folder, got {place}, of an unknown user; name another") from reason
