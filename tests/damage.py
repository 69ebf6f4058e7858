"""Damage to a run: what may stand in run.json, and what its other files may be, each by name."""

import copy
import io
import json
import os
import zipfile
from functools import cache, partial

import numpy as np
import pandas as pd
import torch
from factories import result
from safetensors.torch import save_file

from genrelib import runs


@cache
def _made() -> runs.Result:
    return result()


def made() -> runs.Result:
    """A good result; its network is built once, which takes a second."""
    return copy.deepcopy(_made())


METRICS = made().info["metrics"]
DECLARATION = made().info["declaration"]


def all_metrics(**estimate) -> dict:
    """The metrics of a good run, each with this in place of its numbers."""
    return {name: METRICS[name] | estimate for name in METRICS}


def but(**changes) -> str:
    """A good run.json, of another seed than the good run's, with these entries; None takes one out."""
    info = made().info | {"seed": 9} | changes
    return json.dumps({name: value for name, value in info.items() if value is not None})


CORRUPT = {  # what run.json may hold instead
    "empty object": "{}",
    "list": "[]",
    "null": "null",
    "nothing": "",
    "not UTF-8": b"\xff\xfe\x00{",
    "brackets": "[" * 200_000,
    "long number": '{"seed": ' + "9" * 5000 + "}",
    "not a number": but().replace("0.5", "NaN"),
    **{f"no {name}": but(**{name: None}) for name in ("system", "data", "split", "classes", "metrics", "declaration")},
    **{
        f"{name} a list": but(**{name: [1]})
        for name in ("system", "data", "split", "seed", "task", "partial", "metrics")
    },
    "an unknown system": but(system="nobody2030/none"),
    "an unknown task": but(task="moods"),
    "a path for data": but(data="../../etc"),
    "classes twice": but(classes=["noise", "noise"]),
    "classes of numbers": but(classes=[1, 2]),
    "no classes": but(classes=[]),
    "temperature zero": but(temperature=0),
    "temperature tiny": but(temperature=1e-300),
    "temperature true": but(temperature=True),
    "seed negative": but(seed=-1),
    "metrics of words": but(metrics={"track_accuracy": "good"}),
    "no headline": but(metrics={"other": {"value": 1.0, "low": None, "high": None}}),
    "tracks of words": but(tracks={"test": "many"}),
    "a number of 400 digits": but(seconds=10**400),
    "metrics of 400 digits": but(metrics=all_metrics(value=10**400)),
    "metrics without bounds": but(metrics={name: {"value": 0.5} for name in METRICS}),
    "metrics with one bound": but(metrics=all_metrics(low=None)),
    "metrics in a list": but(metrics=[METRICS]),
    "a headline too few": but(metrics={name: METRICS[name] for name in METRICS if name != "clip_accuracy"}),
    "no validation": but(metrics={name: METRICS[name] for name in METRICS if name != "valid_accuracy"}),
    "untested a number": but(untested=5),
    "untested of two lines": but(untested=["a\nb"]),
    "left out a word": but(left_out="all"),
    "left out numbers": but(left_out=[1, 2]),
    "a metric of two lines": but(metrics=METRICS | {"a\nb": METRICS["track_accuracy"]}),
    "a clip of no length": but(declaration=DECLARATION | {"clip": 0}),
    "a clip before zero": but(declaration=DECLARATION | {"clip": -3.0}),
    "a clip of words": but(declaration=DECLARATION | {"clip": "three"}),
    "declared without sizes": but(declaration={part: DECLARATION[part] for part in DECLARATION if part != "sizes"}),
    "classes without end": but(classes=[f"class {number}" for number in range(100_000)]),
    "a class of nothing": but(classes=["noise", ""]),
    "a class of two lines": but(classes=["noise", "to\nnes"]),
    "a class that writes to the terminal": but(classes=["noise", "\x1b[31m"]),
    "a class that is no text": but(classes=["noise", "\udcff"]),
    "classes by name": but(classes={"noise": 1, "tones": 2}),
    "partial without end": but(partial="x" * 100_000),
    "partial of lines": but(partial="a\nb"),
    "kept apart of numbers": but(keeps_apart=7),
    "seconds of words": but(seconds="long"),
    "seed of a float": but(seed=0.5),
    "seed of words": but(seed="0"),
    "system a path": but(system="../../irvin2016/lstm-attention"),
    "categories a list": but(categories=["mood"]),
    "categories of words": but(categories={"mood": "happy"}),
    "no tracks": but(tracks={}),
    "device a list": but(device=["cpu"]),
    "a word": '"run"',
    "a number": "7",
    "half of it": but()[: len(but()) // 2],
    "twice": but() + but(),
}


NO_FILES = {
    "a folder": lambda file: file.mkdir(),
    "a pipe": os.mkfifo,
    "a device without end": lambda file: file.symlink_to("/dev/zero"),
    "a link to itself": lambda file: file.symlink_to(file.name),
    "a link to nowhere": lambda file: file.symlink_to("nowhere"),
}


PLACES = {name: make for name, make in NO_FILES.items() if "link" not in name}  # where a file seems to be


def weights(**changes) -> dict:
    return {name: value.clone() for name, value in (made().weights | changes).items()}


NAME = "classify.bias"
WEIGHTS = {
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-100]),
    "empty": lambda file: file.write_bytes(b""),
    "garbage": lambda file: file.write_bytes(b"\xff" * 500),
    "a pickle": lambda file: torch.save(weights(), file),
    "another shape": lambda file: save_file(weights(**{NAME: torch.zeros(7)}), file),
    "an extra key": lambda file: save_file(weights(more=torch.zeros(1)), file),
    "one missing": lambda file: save_file({k: v for k, v in weights().items() if k != NAME}, file),
    "NaN": lambda file: save_file(weights(**{NAME: torch.full((2,), float("nan"))}), file),
    "integers": lambda file: save_file(weights(**{NAME: torch.zeros(2, dtype=torch.int64)}), file),
    "halves of one": lambda file: save_file(weights(**{NAME: torch.full((2,), float("inf")).half()}), file),
    "a list": lambda file: save_file({}, file),
    **{name: partial(lambda make, file: (file.unlink(), make(file)), make) for name, make in PLACES.items()},
}


TABLES = {
    "cut": lambda file, table: file.write_bytes(file.read_bytes()[:-50]),
    "empty": lambda file, table: file.write_bytes(b""),
    "no rows": lambda file, table: table.head(0).to_parquet(file),
    "no column": lambda file, table: table.drop(columns="p_noise").to_parquet(file),
    "NaN": lambda file, table: table.assign(p_noise=np.nan).to_parquet(file),
    "too likely": lambda file, table: table.assign(p_noise=2.0).to_parquet(file),
    "words": lambda file, table: table.assign(p_noise="high").to_parquet(file),
    "another genre": lambda file, table: table.assign(truth="polka").to_parquet(file),
    "numbered tracks": lambda file, table: table.assign(track=[1, 2]).to_parquet(file),
    "a track twice": lambda file, table: pd.concat([table, table]).to_parquet(file),
    "lists": lambda file, table: table.assign(truth=[["noise"], ["tones"]]).to_parquet(file),
    "a picture": lambda file, table: file.write_bytes(b"\x89PNG\r\n\x1a\n" * 40),
    "an index for a column": lambda file, table: table.drop(columns="track").rename_axis("track").to_parquet(file),
}


def bomb(file, shape: tuple) -> None:
    """An array that says that it has this shape, in a file of a kilobyte."""
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("track", "part", "vectors"):
            header = io.BytesIO()
            np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": shape})
            archive.writestr(f"{name}.npy", header.getvalue())


EMBEDDINGS = {
    "garbage": lambda file: file.write_bytes(b"PK\x03\x04 and so on"),
    "a pickle": lambda file: np.savez(file, track=np.array([{}], object), part=["a"], vectors=np.zeros((1, 3))),
    "no vectors": lambda file: np.savez(file, track=["a"], part=["train"]),
    "NaN": lambda file: np.savez(file, track=["a"], part=["train"], vectors=np.full((1, 3), np.nan)),
    "other lengths": lambda file: np.savez(file, track=["a"], part=["train"] * 2, vectors=np.zeros((1, 3))),
    "a single array": lambda file: np.save(file.open("wb"), np.zeros(3)),
    "numbered tracks": lambda file: np.savez(file, track=[1], part=["train"], vectors=np.zeros((1, 3))),
    "integers": lambda file: np.savez(file, track=["a"], part=["train"], vectors=np.zeros((1, 3), int)),
    "no such class": lambda file: np.savez(file, track=["a"], part=["train"], vectors=np.ones((1, 3)), truth=[7]),
    "a class before the first": lambda file: np.savez(
        file, track=["a"], part=["train"], vectors=np.ones((1, 3)), truth=[-1]
    ),
    "a petabyte": lambda file: bomb(file, (10**15,)),
    "more than can be counted": lambda file: bomb(file, (10**15, 10**15)),
    "a number": lambda file: np.savez(file, track="a", part="train", vectors=1.0),
}


HISTORIES = (b"\xff\xfe", b"a,b\n1\n2,3,4\n", b"<html>", b"epoch,train_loss\n1,low\n", b"epoch,loss\n1,2\n")
