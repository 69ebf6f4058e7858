"""Tables of results in Markdown, for docs/robustness.md."""

from genrelib.edits import Chain
from genrelib.numerals import minus

HEADER = "| edit | {} |"
UNITS = {"accuracy": "accuracy", "roc_auc_macro": "mean ROC-AUC"}


def markdown(rows: list[dict]) -> str:
    """A table for each data set, split and metric: a line per edit, a column per system.

    A cell has the change in points with its 95 % interval, bold where that excludes 0, and the share of tracks whose
    most probable label stays.
    """
    groups: dict[tuple[str, str, str], list[dict]] = {}
    for row in rows:
        groups.setdefault((row["data"], row["split"], row["metric"]), []).append(row)
    return "\n\n".join(_table(*key, members) for key, members in groups.items())


def _table(data: str, split: str, metric: str, rows: list[dict]) -> str:
    cells = {(row["edit"], row["run"]): row for row in rows}
    edits = list(dict.fromkeys(row["edit"] for row in rows))
    columns = list({row["run"]: row for row in rows}.values())
    heads = [f"{row['system']}<br>{_percent(row['unedited'])} of {row['tracks']}" for row in columns]
    lines = [
        f"### {data}, split {split}: {UNITS[metric]}",
        "",
        HEADER.format(" | ".join(heads)),
        "|---|" + "---|" * len(columns),
    ]
    for edit in edits:
        own = [cells.get((edit, row["run"])) for row in columns]
        lines.append(f"| {Chain.parse(edit).words} | {' | '.join('' if row is None else _cell(row) for row in own)} |")
    return "\n".join(lines)


def _cell(row: dict) -> str:
    change = _points(row["change"])
    kept = f"{_percent(row['kept'])} stay"
    if row["change_low"] is None:
        return f"{change}; {kept}"
    clear = row["change_low"] > 0 or row["change_high"] < 0
    change = f"**{change}**" if clear else change
    return f"{change} ({_points(row['change_low'])} to {_points(row['change_high'])}); {kept}"


def _points(value: float | None) -> str:
    return "unknown" if value is None else minus(f"{100 * value:+.0f}").replace("+0", "0").replace("−0", "0")


def _percent(value: float | None) -> str:
    return "unknown" if value is None else f"{100 * value:.0f} %"
