"""Networks that others trained: the file that they released becomes a run of the user's."""

import hashlib
from pathlib import Path

from genrelib import runs
from genrelib.recipe import Adopted
from genrelib.runs.run_files import check_file
from genrelib.system import System, describe
from genrelib.task import TAGS

LARGEST = 64 << 20  # bytes of a file that is read
SPLIT = "official"
UNMEASURED = {"value": None, "low": None, "high": None}


def adopt(system: System, file: Path, root: Path) -> runs.Run:
    """Keep the network of a file that its authors released as a finished run below `root`.

    The run has weights and where they are from, but no predictions, and no metric has a value: nothing is measured
    here. The file is known byte for byte, so nothing else is ever decoded.

    Raises ValueError if the system is trained instead, or the file is not the one that its authors released.
    """
    if not isinstance(system.recipe, Adopted):
        raise ValueError(f"{system.name}: expected a system whose authors released its weights; {system.remedy}")
    released = system.recipe
    network = system.build(len(released.tags))
    network.load_state_dict(released.read(_content(file, released)))
    info = {
        "system": system.name,
        "declaration": runs.declaration(system),
        "adopted": {
            "provenance": released.provenance,
            "licence": released.licence,
            "url": released.url,
            "sha256": released.sha256,
        },
        "data": released.data,
        "task": TAGS.name,
        "summary": describe(system.summary),
        "classes": list(released.tags),
        "categories": {name: list(tags) for name, tags in released.categories.items()},
        "split": SPLIT,
        "keeps_apart": "What its authors kept apart: nothing was divided here.",
        "seed": 0,
        "tracks": {"test": 0},
        "metrics": dict.fromkeys((*TAGS.headline, TAGS.valid_metric), UNMEASURED),
        "temperature": 1.0,
        "temperature_clip": 1.0,
        "seconds": 0.0,
        "parameters": system.count(len(released.tags)),
        "partial": "",
    }
    nothing = dict.fromkeys(("history", "predictions", "tracks", "valid", "embeddings"))
    folder = runs.address(root, released.data, SPLIT, system.name, info["seed"])
    return runs.save(folder, runs.Result(info, weights=network.state_dict(), **nothing))


def _content(file: Path, released: Adopted) -> bytes:
    """Content of the file if it is the released one."""
    expected = f"{file}: expected the file that its authors released, {released.url}"
    try:
        check_file(file, LARGEST)
        content = file.read_bytes()
    except OSError as reason:
        raise ValueError(f"{expected}, got: {reason.strerror}; name it where it lies") from reason
    except ValueError as reason:
        raise ValueError(f"{expected}, got {reason}; get it again") from reason
    if hashlib.sha256(content).hexdigest() != released.sha256:
        raise ValueError(f"{expected}, got another or a damaged one of {len(content):,} bytes; get it again")
    return content
