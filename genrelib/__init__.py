"""Genre Explorer's library: every system of five papers on music genre classification and tagging.

Values flow one way: `audio` reads a waveform, `frontends` turn it into what a network reads, `networks` give logits,
`predict` makes probabilities over time of them, `runs` keeps what `train` found, `evaluate` measures it, and `plots`
and `player` show it. `papers.CATALOG` names every system.
"""

import os
from pathlib import Path

# Threads of PyTorch, if it is imported after this, wait for one another asleep. By default they wait at full speed, and
# where other programs hold a core, most of the time goes there; with all cores idle it is up to a third faster.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def home() -> Path:
    """Folder of everything the user's own: runs, prepared data. $GENRELIB_HOME, or ~/.cache/genrelib."""
    return Path(os.environ.get("GENRELIB_HOME") or "~/.cache/genrelib").expanduser()
