"""The form of a run's run.json: checked before anything of a run is shown, since runs may come from strangers."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from unicodedata import category

from genrelib import papers
from genrelib.runs.run_files import RunError, check_file
from genrelib.task import GENRES, TASKS

LARGEST = 16 << 20  # bytes of a run.json
LABELS = 2000  # of a run: a matrix of their confusions must fit into memory
LONGEST = 300  # characters of a name; a file system allows 255
TEMPERATURES = (1e-3, 1e3)  # a fitted temperature lies within these by far


def read_info(folder: Path) -> dict:
    """Content of a folder's run.json.

    Raises RunError if there is none, or it is not what training writes.
    """
    file = folder / "run.json"
    try:
        check_file(file, LARGEST)
        info = json.loads(file.read_text(encoding="utf-8"), parse_constant=_refuse)
    except OSError as reason:
        raise RunError(
            f"{folder}: expected a run with a readable run.json, got '{reason.strerror}'; name a folder that "
            "`python -m genrelib train` wrote"
        ) from reason
    except (RecursionError, ValueError) as reason:  # ValueError: not UTF-8, not JSON, a number of thousands of digits
        raise RunError(f"{file}: expected JSON, got something else ({_short(reason)}); train the run again") from reason
    check(info, file)
    return info


def write_info(file: Path, info: dict) -> None:
    """Write what is to be a run.json."""
    text = json.dumps(info, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    file.write_text(text, encoding="utf-8")


def check(info: object, file: Path) -> None:
    """Raise RunError, naming the file and the first entry that is not as training writes it."""
    if not isinstance(info, dict):
        raise RunError(f"{file}: expected a JSON object, got {type(info).__name__}; train the run again")
    for name, (test, expected) in ENTRIES.items():
        if name not in info and name in OPTIONAL:
            continue
        if not test(info.get(name)):
            got = "nothing" if name not in info else _short(repr(info[name]))
            raise RunError(f"{file}: expected `{name}` to be {expected}, got {got}; train the run again")
    task = TASKS[info.get("task", GENRES.name)]
    for metric in (*task.headline, task.valid_metric):
        if metric not in info["metrics"]:
            raise RunError(f"{file}: expected the metric {metric}, got none of that name; train the run again")
    if info["system"] not in papers.CATALOG:
        raise RunError(
            f"{file}: expected a system of the catalogue, got {_short(info['system'])}, which it does not have (any "
            "more); `python -m genrelib systems` lists them"
        )


def check_names(data: str, classes: Sequence[str]) -> None:
    """Raise RunError for names that no run may have: asked before a training, which could not be kept at its end."""
    if not _is_part(data):
        raise RunError(
            f"expected a name of one line without slashes for a data set, got {_short(repr(data))}; rename its folder"
        )
    odd = next((label for label in classes if not _is_name(label)), None)
    if odd is not None:
        raise RunError(
            f"{data}: expected names of genres and tags of one line and 1 to {LONGEST} characters, got "
            f"{_short(repr(odd))}; rename it"
        )
    if len(classes) > LABELS:
        raise RunError(f"{data}: expected at most {LABELS:,} genres or tags, got {len(classes):,}; name fewer of them")


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number in JSON")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _is_name(value: object) -> bool:
    """Tell whether this is a word that may stand in a line and in an address."""
    return _is_line(value) and 0 < len(value) <= LONGEST and value not in (".", "..")


def _is_line(value: object) -> bool:
    """Tell whether this is text of one line: no character controls a terminal, ends a line or is none."""
    return isinstance(value, str) and not any(category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in value)


def _is_sentence(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 2000 and _is_line(value)


def _is_part(value: object) -> bool:
    return _is_name(value) and "/" not in value and "\\" not in value


def _are_labels(value: object) -> bool:
    return (
        isinstance(value, list)
        and 0 < len(value) <= LABELS
        and all(map(_is_name, value))
        and len(set(value)) == len(value)
    )


def _are_labels_or_none(value: object) -> bool:
    return value == [] or _are_labels(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 1e12  # NaN is not


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def _is_temperature(value: object) -> bool:
    return _is_number(value) and TEMPERATURES[0] <= value <= TEMPERATURES[1]


def _are_metrics(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_name, value)) and all(map(_is_interval, value.values()))


def _is_interval(value: object) -> bool:
    bounds = ("value", "low", "high")
    return (
        isinstance(value, dict)
        and set(value) == set(bounds)
        and all(value[name] is None or _is_number(value[name]) for name in bounds)
        and (value["low"] is None) == (value["high"] is None)
    )


def _are_categories(value: object) -> bool:
    return isinstance(value, dict) and all(
        _is_name(name) and isinstance(tags, list) and all(map(_is_name, tags)) for name, tags in value.items()
    )


def _is_declaration(value: object) -> bool:
    parts = ("frontend", "clip", "network", "sizes")
    return (
        isinstance(value, dict)
        and all(part in value for part in parts)
        and _is_number(value["clip"])
        and 0 < value["clip"] < 1e4
    )


def _is_adoption(value: object) -> bool:
    parts = ("provenance", "licence", "url", "sha256")
    return isinstance(value, dict) and set(value) == set(parts) and all(map(_is_sentence, value.values()))


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _are_counts(value: object) -> bool:
    return isinstance(value, dict) and "test" in value and all(map(_is_count, value.values()))


ENTRIES: dict[str, tuple[Callable[[object], bool], str]] = {
    "system": (_is_name, "the name of a system"),
    "data": (_is_part, "the name of a data set"),
    "split": (_is_part, "the name of a split"),
    "seed": (_is_count, "a whole number from 0 on"),
    "task": (lambda value: isinstance(value, str) and value in TASKS, f"one of {', '.join(TASKS)}"),
    "classes": (_are_labels, "a list of different labels"),
    "categories": (_are_categories, "lists of tags by category"),
    "declaration": (_is_declaration, "front end, clip, network and sizes"),
    "adopted": (_is_adoption, "provenance, licence, url and sha256 of its authors' weights"),
    "metrics": (_are_metrics, "numbers `value`, `low` and `high` by metric"),
    "partial": (_is_sentence, "a reason or nothing"),
    "tracks": (_are_counts, "numbers of tracks by part"),
    "left_out": (_are_texts, "a list of tracks"),
    "untested": (_are_labels_or_none, "a list of different labels"),
    "keeps_apart": (_is_sentence, "a sentence"),
    "device": (_is_name, "the name of a device"),
    "seconds": (_is_number, "a number"),
    "temperature": (_is_temperature, f"a number from {TEMPERATURES[0]:g} to {TEMPERATURES[1]:g}"),
    "temperature_clip": (_is_temperature, f"a number from {TEMPERATURES[0]:g} to {TEMPERATURES[1]:g}"),
}
OPTIONAL = ("task", "categories", "device", "adopted", "left_out", "untested")  # runs from before there were such
