"""Genre Explorer's library: every system of five papers on music genre classification and tagging.

Values flow one way: `audio` reads a waveform, `frontends` compute features, `networks` give logits, `inference` makes
probabilities over time of them, `runs` keeps the results of `train`, `evaluate` measures them, and `plots` and `player`
show them. `papers.CATALOG` names every system.
"""

import atexit
import os
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

__version__ = "0.1.0"

# PyTorch's threads, if it is imported after this, wait for one another by spinning a thousand times and then sleep. By
# default they spin for milliseconds, and where other programs use a core, fifty times as long as they work. Sleeping
# at once, as with OMP_WAIT_POLICY=PASSIVE, takes twice as long on idle cores.
if "OMP_WAIT_POLICY" not in os.environ:
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")


def _let_librosa_be_imported() -> None:
    """Give librosa a folder for what it compiles and keeps, where the user has no home or may write nowhere."""
    own = os.path.expanduser("~")
    if os.access(own, os.W_OK) or "NUMBA_CACHE_DIR" in os.environ:
        return
    librosa = find_spec("librosa")
    beside = os.path.dirname(librosa.origin) if librosa and librosa.origin else own
    place = TemporaryDirectory(prefix="librosa-")  # new for each process, because numba believes what lies there
    atexit.register(place.cleanup)
    if not os.access(beside, os.W_OK):
        os.environ["NUMBA_CACHE_DIR"] = place.name
    if own == "~":  # no home at all: platformdirs, which librosa asks, gives up
        os.environ.setdefault("XDG_CACHE_HOME", place.name)


_let_librosa_be_imported()


def home() -> Path:
    """Folder of the user's runs and prepared data: $GENRELIB_HOME, by default ~/.cache/genrelib.

    Raises ValueError if it begins with the home of a user that this machine does not know.
    """
    place = os.environ.get("GENRELIB_HOME") or "~/.cache/genrelib"
    try:
        return Path(place).expanduser()
    except RuntimeError as reason:
        raise ValueError(
            f"expected a folder for runs and prepared data, got {place} of a user without a home; set GENRELIB_HOME"
        ) from reason
