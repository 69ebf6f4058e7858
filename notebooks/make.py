"""Make the notebooks: the student's and the teacher's version of a master, executed, with pictures.

`python notebooks/make.py [NN ...]` (`make notebooks`) makes all, or those whose names begin so. A
master is text in percent format: `NN_question.py`. Of its cells, those tagged `exercise` are the
student's only, those tagged `solution` the teacher's only, all others are in both. The student's
version lies beside the master, the teacher's in `solutions/`.
"""

import hashlib
import os
import sys
import time
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from pictures import Studio, chromium, illustrate

HERE = Path(__file__).resolve().parent
STUDENT, TEACHER = "exercise", "solution"  # tags of the cells that only one version has
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
PATIENCE = 600  # s for one cell


def masters() -> list[Path]:
    """Every master, in order."""
    return sorted(HERE.glob("[0-9]*.py"))


def versions(master: Path) -> dict[Path, NotebookNode]:
    """The student's and the teacher's notebook of a master, not executed, by the file of each."""
    whole = jupytext.read(master)
    return {
        master.with_suffix(".ipynb"): _without(TEACHER, whole),
        master.parent / "solutions" / f"{master.stem}.ipynb": _without(STUDENT, whole),
    }


def execute(notebook: NotebookNode, folder: Path, **environment: str) -> NotebookClient:
    """Run all cells in a fresh kernel that stands in `folder`, their outputs into the notebook.

    The client given back still knows the widgets' states, which the notebook does not keep: one
    player's alone is larger than everything else. Raises CellExecutionError where a cell raises.
    """
    client = NotebookClient(
        notebook,
        timeout=PATIENCE,
        kernel_name=METADATA["kernelspec"]["name"],
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],  # else it warns of its ports
    )
    client.execute(env={**os.environ, "PYTHONPATH": _path(), **environment})
    notebook.metadata = NotebookNode(METADATA)
    return client


def write(notebook: NotebookNode, file: Path) -> None:
    """Write a notebook whole or not at all."""
    nbformat.validate(notebook)
    fresh = file.with_suffix(".part")
    fresh.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    fresh.replace(file)


def _without(tag: str, whole: NotebookNode) -> NotebookNode:
    """The notebook without the cells of this tag; a cell's id follows from its source alone."""
    kept, seen = [], set()
    for cell in whole.cells:
        tags = cell.metadata.get("tags", [])
        if tag in tags:
            continue
        made = getattr(nbformat.v4, f"new_{cell.cell_type}_cell")(cell.source)
        made.metadata = NotebookNode({"tags": tags} if tags else {})
        made.id = _id(cell.source, seen)
        kept.append(made)
    return nbformat.v4.new_notebook(cells=kept, metadata=NotebookNode(METADATA))


def _id(source: str, seen: set[str]) -> str:
    name = source
    while (found := hashlib.sha256(name.encode()).hexdigest()[:12]) in seen:
        name += "\n"  # the same source a second time
    seen.add(found)
    return found


def _path() -> str:
    return os.pathsep.join(
        part for part in (str(HERE.parent), os.environ.get("PYTHONPATH")) if part
    )


def main(wanted: list[str]) -> None:
    chosen = [master for master in masters() if not wanted or master.name.startswith(tuple(wanted))]
    with chromium() as browser:
        studio = Studio(browser)
        for file, notebook in (pair for master in chosen for pair in versions(master).items()):
            began = time.monotonic()
            file.parent.mkdir(exist_ok=True)
            client = execute(notebook, file.parent)
            illustrate(notebook, client, studio)
            write(notebook, file)
            seconds, size = time.monotonic() - began, file.stat().st_size
            print(f"{file.relative_to(HERE.parent)}: {seconds:.0f} s, {size / 1e3:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
