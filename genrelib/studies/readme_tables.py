"""Tables in Markdown for the README."""

from genrelib import papers

MEASURED_ON = {"track_accuracy": "tracks", "clip_accuracy": "clips", "roc_auc_macro": "tags, ROC-AUC"}
HEADER = "| {} | data, split | measured on | paper | ours (95 %) | seeds |\n|---|---|---|---|---|---|"
LINE = "| {system} | {place} | {level} | {reported} | {measured} | {seeds} |"


def markdown(rows: list[dict]) -> str:
    """A table per paper of the rows of `results`.

    A measurement that several studies ask for stands once, with the first value that one of them reports.
    """
    papers_lines: dict[str, dict[tuple, str]] = {}
    for row in rows:
        lines = papers_lines.setdefault(row["paper"], {})
        measurement = tuple(_cells(row).items())
        lines[measurement] = lines.get(measurement) or _reported(row)
    return "\n\n".join(
        "\n".join([HEADER.format(paper), *(LINE.format(**dict(key), reported=text) for key, text in lines.items())])
        for paper, lines in papers_lines.items()
    )


def stand_ins() -> str:
    """A table of each paper's data sets and of those that may stand in for them."""
    lines = ["| paper | its data, split | may stand in |", "|---|---|---|"]
    for study in papers.STUDIES.values():
        paper = study.name.split("/")[0]
        lines.append(f"| {paper} | {study.data}, {study.split} | {', '.join(study.stand_ins)} |")
    return "\n".join(dict.fromkeys(lines))


def _cells(row: dict) -> dict[str, str]:
    """Cells of a line, without the paper's value."""
    partial = f", partial: {row['partial']}" if row["partial"] else ""
    bounds = "" if row["low"] is None else f" ({row['low']:.3f} to {row['high']:.3f})"
    return {
        "system": row["system"].split("/")[1] + partial,
        "place": f"{row['data']}, {row['split']}",
        "level": MEASURED_ON.get(row["metric"], row["metric"]),
        "measured": f"{row['measured']:.3f}{bounds}",
        "seeds": str(row["seeds"]),
    }


def _reported(row: dict) -> str:
    return "" if row["reported"] is None else f"{row['reported']:.3f}"
