"""Write the tables of docs/data.md from the registries of data sets and studies: `python docs/data_tables.py`."""

import re
from pathlib import Path

from genrelib import datasets, papers

PAGE = Path(__file__).resolve().with_name("data.md")
TABLES = re.compile(r"<!-- (sets|papers) -->\n.*?<!-- end of \1 -->", re.DOTALL)


def sets() -> str:
    """What every data set holds, and whose it is."""
    rows = [(f"`{row['name']}`", row["holds"], row["licence"]) for row in datasets.table()]
    return markdown(("set", "holds", "licence"), rows)


def papers_and_sets() -> str:
    """The set that each paper's studies are about, and those that may stand in, the first of each that can be read."""
    rows = []
    for name in dict.fromkeys(study.name.split("/")[0] for study in papers.STUDIES.values()):
        studies = [study for study in papers.STUDIES.values() if study.name.split("/")[0] == name]
        about = " or ".join(dict.fromkeys(f"`{study.data}`, split `{study.split}`" for study in studies))
        instead = dict.fromkeys(f"`{data}`" for study in studies for data in study.stand_ins)
        command = f"`reproduce {name} --data {studies[0].data}`"
        rows.append((name, about, ", ".join(instead) or "none", command))
    return markdown(("paper", "is about", "may stand in", "first result"), rows)


def markdown(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [columns, tuple("---" for _ in columns), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def page(text: str) -> str:
    """docs/data.md with the tables of today."""
    made = {"sets": sets(), "papers": papers_and_sets()}
    return TABLES.sub(lambda match: f"<!-- {match[1]} -->\n{made[match[1]]}\n<!-- end of {match[1]} -->", text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
