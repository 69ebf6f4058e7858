"""Runs on disk: one system trained on one data set, split and seed, under `<root>/<data>/<split>/<system>/seed-<n>/`.

The only room that knows a run's files.
"""

from genrelib.runs.finding import best, find, scan, table, trust
from genrelib.runs.loading import declaration, existing, finished, keep_finished, load, network
from genrelib.runs.places import address, roots, shipped
from genrelib.runs.run import Result, Run
from genrelib.runs.run_files import RunError
from genrelib.runs.saving import save
from genrelib.runs.schema import check_names
from genrelib.runs.tensors import load_state, save_state
from genrelib.runs.unfinished import Training, underway

__all__ = [
    "Result",
    "Run",
    "RunError",
    "Training",
    "address",
    "best",
    "check_names",
    "declaration",
    "existing",
    "find",
    "finished",
    "keep_finished",
    "load",
    "load_state",
    "network",
    "roots",
    "save",
    "save_state",
    "scan",
    "shipped",
    "table",
    "trust",
    "underway",
]
