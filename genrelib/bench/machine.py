"""All that `bench` measures, the most telling first."""

import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial

import torch
from tqdm import tqdm

from genrelib import papers
from genrelib.bench import frontends, limits, networks
from genrelib.recipe import Recipe
from genrelib.system import System, describe
from genrelib.terminal import is_watched
from genrelib.train.determinism import fix_cublas

# These say most in few minutes: recurrent, fed back, small, large, over all bands; and the front ends of these.
TELLING = (
    "irvin2016/lstm-attention",
    "kim2019/tf-crnn",
    "house/crnn-attention",
    "pandey2023/shallow",
    "choi2017/crnn-3M",
    "choi2017/k2c1-1M",
    "kim2019/crnn",
    "choi2017/k2c2-1M",
    "yenney2022/cnn-30s",
    "choi2017/crnn-0.5M",
    "kim2019/samplecnn",
    "choi2017/k1c2-1M",
)


def measure_machine(
    device: torch.device, end: float = float("inf"), tell: Callable[[dict], None] = lambda row: None
) -> list[dict]:
    """Rows as `timing.row` makes them: limits, then networks and front ends, the TELLING ones first.

    `tell` is called with each row as it comes; after `end` (of time.monotonic()) no further network or front end is
    begun. A progress bar is on standard error. Front ends and systems are named by the first system that has them;
    systems that differ in their recipe alone are one network. All computing takes as many threads as PyTorch is told
    to, librosa's as many as NumPy's libraries take: by default each all cores.
    """
    with suppress(ValueError):  # the user's own choice stands; what trains deterministically is then not measured
        fix_cublas()
    rows = limits.measured_limits(device)
    for row in rows:
        tell(row)
    parts = _parts(device, *_floors(rows))
    with tqdm(total=len(parts), desc="bench", file=sys.stderr, unit="part", disable=not is_watched()) as bar:
        for name, measure in parts:
            if time.monotonic() > end:
                break
            bar.set_postfix_str(name)
            for row in measure():
                rows.append(row)
                tell(row)
            bar.update()
    return rows


def _floors(rows: list[dict]) -> tuple[float, float | None]:
    """Operations per second at best, in float32 and in bfloat16; None where that is not measured."""
    rates = {row["what"]: row["measured"] * 1e9 for row in rows if row["unit"] == "GFLOP/s"}
    half = [rate for name, rate in rates.items() if name.startswith(limits.HALF)]
    return max(rate for rate in rates.values() if rate not in half), half[0] if half else None


def _parts(device: torch.device, limit: float, half: float | None) -> list[tuple[str, Callable[[], Iterable[dict]]]]:
    """Systems' names with what measures their network or front end, the TELLING ones first."""
    names: dict = {}
    for system in papers.CATALOG.values():
        names.setdefault(system.frontend, system.name)
    parts: list[tuple[str, Callable[[], Iterable[dict]]]] = [
        (system.name, partial(networks.measured, system, device, limit, half))
        for system in distinct(papers.CATALOG.values())
    ]
    parts += [(name, partial(frontends.measured, frontend, name, device)) for frontend, name in names.items()]
    places = {name: place for place, name in enumerate(TELLING)}
    return sorted(parts, key=lambda part: places.get(part[0], len(TELLING)))


def distinct(systems: Iterable[System]) -> list[System]:
    """The first system of each network that is trained: front end, clip, network, sizes and number of labels."""
    systems_by_network: dict[str, System] = {}
    for system in systems:
        if isinstance(system.recipe, Recipe):
            parts = (system.frontend, system.clip, system.network, system.sizes, system.labels)
            systems_by_network.setdefault(repr(describe(parts)), system)
    return list(systems_by_network.values())
