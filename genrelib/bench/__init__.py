"""This machine's speed: its own limits, the front ends against librosa, and every network's training and inference."""

import sys
from collections.abc import Iterable
from contextlib import suppress

import torch
from tqdm.auto import tqdm

from genrelib import papers
from genrelib.bench import frontends, limits, networks
from genrelib.system import System, describe
from genrelib.train.determinism import fix_cublas


def measure_machine(device: torch.device) -> list[dict]:
    """Rows as `timing.row` makes them: floors, front ends, networks; a progress bar on standard error.

    Front ends and systems are named by the first system that has them; systems that differ in their recipe alone are
    one network. All computing takes as many threads as PyTorch is told to, librosa's as many as NumPy's libraries take:
    by default each all cores.
    """
    with suppress(ValueError):  # the user's own choice stands; what trains deterministically is then not measured
        fix_cublas()
    rows = limits.measured_limits(device)
    limit = max(row["measured"] for row in rows if row["unit"] == "GFLOP/s") * 1e9
    heard: dict = {}
    for system in papers.CATALOG.values():
        heard.setdefault(system.frontend, system.name)
    learned = distinct(papers.CATALOG.values())
    with tqdm(total=len(heard) + len(learned), desc="bench", file=sys.stderr, unit="part") as bar:
        for frontend, name in heard.items():
            bar.set_postfix_str(name)
            rows += frontends.measured(frontend, name, device)
            bar.update()
        for system in learned:
            bar.set_postfix_str(system.name)
            rows += networks.measured(system, device, limit)
            bar.update()
    return rows


def distinct(systems: Iterable[System]) -> list[System]:
    """The first system of each network: front end, clip, network, sizes and number of labels; none without a recipe."""
    found = {}
    for system in systems:
        if system.recipe is not None:
            parts = (system.frontend, system.clip, system.network, system.sizes, system.labels)
            found.setdefault(repr(describe(parts)), system)
    return list(found.values())
