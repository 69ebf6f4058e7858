"""Write the measured tables into docs/quintessence.md: `python docs/quintessence_tables.py [FILE ...]`.

They are made of assets/quintessence.json; FILEs, printed by `python -m genrelib quintessence --json` and `python -m
genrelib filters --json`, replace what is there.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import soundfile

from genrelib.interpret import music_traits

DOCS = Path(__file__).resolve().parent
PAGE = DOCS / "quintessence.md"
RESULTS = DOCS.parent / "assets" / "quintessence.json"
WAYS = ("clip", "clip inverted", "start", "unit", "label", "sound")


def collected(files: Iterable[Path]) -> dict[str, list[dict]]:
    """Rows about sounds and about filters of printed files, rounded."""
    rows = [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))]
    sounds = [row for row in rows if "way" in row]
    for row in sounds:
        waveform, sample_rate = soundfile.read(row.pop("file"))
        row |= vars(music_traits.traits(waveform, sample_rate))
        row["others"] = {other["run"]: [other["top"], round(other["probability"], 3)] for other in row["others"]}
    return {"sounds": _rounded(sounds), "filters": _rounded([row for row in rows if "layer" in row])}


def sounds_table(rows: list[dict]) -> str:
    """A table for each run: genre by way, the network's own probability, and how many others name the genre."""
    tables = []
    for run in dict.fromkeys(row["run"] for row in rows):
        mine = [row for row in rows if row["run"] == run]
        ways = [way for way in WAYS if any(row["way"] == way for row in mine)]
        lines = [f"**{_short(run)}**", "", f"| genre | {' | '.join(ways)} |", "|---|" + "---|" * len(ways)]
        for genre in dict.fromkeys(row["genre"] for row in mine):
            cells = {row["way"]: _cell(row) for row in mine if row["genre"] == genre}
            lines.append(f"| {genre} | {' | '.join(cells.get(way, '') for way in ways)} |")
        tables.append("\n".join(lines))
    return "\n\n".join(tables)


def listeners_table(rows: list[dict]) -> str:
    """How often listeners that learned from the same music, and those of other music, name the genre that was meant."""
    lines = ["| run | way | own probability, mean | same music | other music |", "|---|---|---|---|---|"]
    for run in dict.fromkeys(row["run"] for row in rows):
        for way in WAYS:
            mine = [row for row in rows if row["run"] == run and row["way"] == way]
            if mine:
                mean = sum(row["after"] for row in mine) / len(mine)
                lines.append(
                    f"| {_short(run)} | {way} | {mean:.2f} | {_agreeing(mine, True)} | {_agreeing(mine, False)} |"
                )
    return "\n".join(lines)


def traits_table(rows: list[dict]) -> str:
    """Pulse, noisiness and register of each run's sounds, by way: medians over genres."""
    lines = ["| run | way | pulse | noisiness | register, Hz |", "|---|---|---|---|---|"]
    for run in dict.fromkeys(row["run"] for row in rows):
        for way in WAYS:
            mine = [row for row in rows if row["run"] == run and row["way"] == way]
            if mine:
                pulse, noisiness, register = (
                    float(np.median([row[trait] for row in mine])) for trait in ("pulse", "noisiness", "register")
                )
                lines.append(f"| {_short(run)} | {way} | {pulse:.2f} | {noisiness:.3f} | {register:.0f} |")
    return "\n".join(lines)


def filters_table(rows: list[dict]) -> str:
    """Filters of each layer, trained above untrained."""
    lines = [
        "| run | layer | weights | filters | centre, Hz (10 to 90 %) | bandwidth, Hz | off mel steps | off equal steps "
        "| widening |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for run, layer in dict.fromkeys((row["run"], row["layer"]) for row in rows):
        for row in (row for row in rows if (row["run"], row["layer"]) == (run, layer)):
            low, middle, high = (f"{hz:.0f}" for hz in row["centre"])
            lines.append(
                f"| {_short(run)} | {layer} | {row['weights']} | {row['filters']} | {middle} ({low} to {high}) "
                f"| {row['bandwidth'][1]:.0f} | {row['mel']:.3f} | {row['linear']:.3f} | {row['widening']:.2f} |"
            )
    return "\n".join(lines)


def page(text: str, results: dict[str, list[dict]]) -> str:
    """The page with the tables of these results between its marks."""
    tables = {
        "sounds": sounds_table(results["sounds"]),
        "listeners": listeners_table(results["sounds"]),
        "traits": traits_table(results["sounds"]),
        "filters": filters_table(results["filters"]),
    }
    for name, table in tables.items():
        before, rest = text.split(f"<!-- {name} -->\n", 1)
        text = f"{before}<!-- {name} -->\n{table}\n<!-- end of {name} -->{rest.split(f'<!-- end of {name} -->', 1)[1]}"
    return text


def _cell(row: dict) -> str:
    agreeing = sum(top == row["genre"] for top, _ in row["others"].values())
    before = "" if row["before"] is None else f"{row['before']:.2f} → "
    return f"{before}{row['after']:.2f}, {agreeing} of {len(row['others'])}"


def _agreeing(rows: list[dict], same: bool) -> str:
    """Agreeing answers of all answers by listeners whose music is, or is not, of the run's family."""
    answers = [
        top == row["genre"]
        for row in rows
        for listener, (top, _) in row["others"].items()
        if (_family(listener) == _family(row["run"])) is same
    ]
    return f"{sum(answers)} of {len(answers)}" if answers else ""


def _family(run: str) -> str:
    return run.split("/")[0].split("-")[0]


def _short(run: str) -> str:
    data, split, paper, system, _ = run.split("/")
    return f"{paper}/{system}, {data}, {split}"


def _rounded(rows: list[dict]) -> list[dict]:
    return [{key: round(value, 3) if isinstance(value, float) else value for key, value in row.items()} for row in rows]


def written(results: dict[str, list[dict]]) -> str:
    """Results as JSON, a row on each line."""
    parts = []
    for name, rows in results.items():
        lines = ",\n".join(json.dumps(row) for row in rows)
        parts.append(f'"{name}": [\n{lines}\n]')
    return "{" + ",\n".join(parts) + "}\n"


if __name__ == "__main__":
    if sys.argv[1:]:
        RESULTS.write_text(written(collected(map(Path, sys.argv[1:]))), encoding="utf-8")
    kept = json.loads(RESULTS.read_text(encoding="utf-8"))
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), kept), encoding="utf-8")
