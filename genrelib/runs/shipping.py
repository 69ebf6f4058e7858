"""Choice of what the explorer is handed out with: runs that are worth shipping, and what of each.

`python -m genrelib.runs.shipping RUNS` copies the runs below RUNS into assets/runs, over what lies there.
"""

import shutil
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from genrelib import runs
from genrelib.runs.atomic_replace import replace_folder
from genrelib.runs.finding import STRICTNESS
from genrelib.runs.run import Run

LARGEST = 4.2e6  # bytes of one file
ALTOGETHER = 45e6  # bytes of all runs
EVERY_SEED = ("house/crnn-attention",)  # whose answers are shipped of all seeds, and the weights of the best
ALWAYS = ("run.json", "history.csv")
ANSWERS = ("predictions.parquet", "tracks.parquet", "valid.parquet")
WEIGHTS = "weights.safetensors"


def ship(source: Path, target: Path) -> list[Path]:
    """Copy every run below `source` that was trained to its address below `target`, in place of a run that lies there.

    Metrics and history of all; answers, embeddings and weights of the first seed, so that systems can be compared
    answer by answer, but of those in EVERY_SEED what that says. Matrices are shipped in half precision, and weights
    whose file would still be above LARGEST not at all; neither are those of a split that leaks, which would meet
    uploads with a confidence that it has not earned.

    Raises ValueError if `source` holds no run, or if `target` grows above ALTOGETHER.
    """
    groups = defaultdict(list)
    for run in runs.find(source):
        if run.adopted:  # others' weights are theirs to hand out
            continue
        groups[run.data, run.split, run.system].append(run)
    if not groups:
        raise ValueError(f"{source}: expected runs, found none; name the folder that was given as --runs")
    shipped = []
    for group in groups.values():
        chosen = max(group, key=_worth)
        for run in group:
            shipped.append(_copy(run, run is chosen, target))
    size = sum(file.stat().st_size for file in target.glob("**/*") if file.is_file())
    if size > ALTOGETHER:
        raise ValueError(f"{target}: expected at most {ALTOGETHER / 1e6:.0f} MB, got {size / 1e6:.1f}; ship fewer runs")
    return shipped


def halved(weights: Mapping) -> dict:
    """Matrices and kernels in half precision, where they fit; vectors, which are few and may be large, as they are."""
    return {
        name: value.half() if value.is_floating_point() and value.ndim > 1 and value.abs().max() < 1e4 else value
        for name, value in weights.items()
    }


def half(file: Path) -> bytes:
    """A file of weights, halved."""
    from safetensors.torch import load_file, save

    return save(halved(load_file(file)))


def _worth(run: Run) -> tuple[float, int]:
    """Value that is largest for the run of a system that is shipped whole; its validation counts, never its test."""
    best = run.metrics[run.task.valid_metric]["value"] if run.system in EVERY_SEED else 0.0
    return best, -run.seed


def _copy(run: Run, chosen: bool, target: Path) -> Path:
    folder = runs.address(target, run.data, run.split, run.system, run.seed)
    fresh = folder.with_suffix(".part")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    names = ALWAYS + (ANSWERS if chosen or run.system in EVERY_SEED else ())
    if chosen and run.split in STRICTNESS:
        names += ("embeddings.npz", "model.npz")
        _copy_weights(run.folder / WEIGHTS, fresh)
    for name in names:
        file = run.folder / name
        if file.exists() and file.stat().st_size <= LARGEST:
            shutil.copyfile(file, fresh / name)
    replace_folder(fresh, folder)
    return folder


def _copy_weights(file: Path, folder: Path) -> None:
    content = half(file) if file.exists() else b""
    if 0 < len(content) <= LARGEST:
        (folder / WEIGHTS).write_bytes(content)


if __name__ == "__main__":
    for folder in ship(Path(sys.argv[1]), runs.shipped()):
        print(folder)
