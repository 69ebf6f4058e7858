"""The course's notebooks: both versions run offline in a fresh kernel, and the committed files are what they should be.

Here they run in the reduced mode; `make notebooks` runs them in full and writes the committed files.
"""

import ast
import base64
import copy
import re
from pathlib import Path
from urllib.parse import parse_qsl

import make
import nbformat
import pictures
import pytest
from nbclient.exceptions import CellExecutionError
from small_notebooks import DRAWN, written

from genrelib import datasets, papers, runs

ROOT = Path(__file__).resolve().parent.parent
MASTERS = make.masters()
COMMITTED = [file for master in MASTERS for file in make.versions(master)]
LARGEST = 1e6  # bytes
LONGEST = 12  # lines of a cell
OFFLINE = """
import sys

def refuse(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple) and not arguments[1][0].startswith("127."):
        raise ConnectionRefusedError(f"a notebook must run offline, and asked for {arguments[1]}")

sys.addaudithook(refuse)
"""


def named(path: Path) -> str:
    return str(path.relative_to(ROOT / "notebooks"))


def shown(output) -> tuple:
    """What a reader sees of an output, without what differs from kernel to kernel."""
    kept = {kind: value for kind, value in output.get("data", {}).items() if kind != pictures.WIDGET}
    if pictures.WIDGET in output.get("data", {}):
        kept.pop("text/plain", None)  # it holds the widget's number
    return output.output_type, output.get("name"), output.get("text"), nbformat.from_dict(kept)


@pytest.fixture(scope="module")
def offline(tmp_path_factory) -> str:
    """A folder for PYTHONPATH with which a kernel cannot leave this machine."""
    folder = tmp_path_factory.mktemp("offline")
    (folder / "sitecustomize.py").write_text(OFFLINE)
    return str(folder)


@pytest.fixture(scope="module")
def executed(offline):
    """Function: master -> its versions by file, executed in the reduced mode."""
    done = {}

    def run(master: Path) -> dict:
        if master not in done:
            done[master] = {}
            for file, notebook in make.versions(master).items():
                with pytest.MonkeyPatch.context() as patch:
                    patch.setenv("PYTHONPATH", offline)
                    make.execute(notebook, file.parent, GENRELIB_FAST="1")
                done[master][file] = notebook
        return done[master]

    return run


SMALL = """
    # %% [markdown]
    # What is six times seven?

    # %%
    import plotly.graph_objects as go

    # %% tags=["exercise"]
    answer = None

    # %% tags=["solution"]
    answer = 42

    # %%
    print(answer)
    """


def test_each_version_has_its_own_cells_and_all_that_are_shared(tmp_path):
    student, teacher = make.versions(written(tmp_path, SMALL)).items()
    assert student[0] == tmp_path / "99_small.ipynb"
    assert teacher[0] == tmp_path / "solutions" / "99_small.ipynb"
    assert [cell.source for cell in student[1].cells][2:] == ["answer = None", "print(answer)"]
    assert [cell.source for cell in teacher[1].cells][2:] == ["answer = 42", "print(answer)"]


def test_a_cell_keeps_its_id_when_another_one_changes(tmp_path):
    before = next(iter(make.versions(written(tmp_path, SMALL)).values()))
    after = next(iter(make.versions(written(tmp_path, SMALL.replace("six", "6"))).values()))
    assert [cell.id for cell in before.cells][1:] == [cell.id for cell in after.cells][1:]
    assert len({cell.id for cell in before.cells}) == len(before.cells)


def test_a_cell_that_raises_stops_the_making(tmp_path):
    notebook = next(iter(make.versions(written(tmp_path, "# %%\n1 / 0\n")).values()))
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        make.execute(notebook, tmp_path)


def test_a_kernel_of_these_tests_cannot_leave_the_machine(tmp_path, offline, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", offline)
    cell = '# %%\nimport urllib.request\nurllib.request.urlopen("http://192.0.2.1", timeout=1)\n'
    notebook = next(iter(make.versions(written(tmp_path, cell)).values()))
    with pytest.raises(CellExecutionError, match="must run offline"):
        make.execute(notebook, tmp_path)


@pytest.fixture(scope="module")
def studio(chrome):
    return pictures.Studio(chrome)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A small notebook with a figure, a knob and a player, executed, and the client that knows its widgets."""
    folder = tmp_path_factory.mktemp("drawn")
    notebook = next(iter(make.versions(written(folder, DRAWN)).values()))
    return notebook, make.execute(notebook, folder)


def test_figures_knobs_and_players_leave_pictures_and_no_widgets(drawn, studio):
    notebook = copy.deepcopy(drawn[0])
    pictures.illustrate(notebook, drawn[1], studio)
    outputs = [cell.outputs[0] for cell in notebook.cells if cell.cell_type == "code"][1:]
    assert [set(output.data) for output in outputs] == [
        {pictures.PLOTLY, pictures.PNG},
        {pictures.PLOTLY, pictures.PNG},
        {pictures.PNG},
    ]
    assert outputs[0].metadata[pictures.PNG]["alt"] == "The second bar is higher."
    for output, height in zip(outputs[:2], (300, 200), strict=True):
        size = pictures.Image.open(pictures.io.BytesIO(base64.b64decode(output.data[pictures.PNG]))).size
        assert size == (pictures.WIDTH * pictures.SHARPNESS, height * pictures.SHARPNESS)
    assert "widgets" not in notebook.metadata


def test_a_drawn_player_is_not_blank(drawn, studio):
    notebook, client = drawn
    view = notebook.cells[-1].outputs[0].data[pictures.WIDGET]["model_id"]
    picture = pictures.Image.open(pictures.io.BytesIO(studio.player(pictures.payload(view, client)).png))
    assert picture.height > 250 * pictures.SHARPNESS
    assert len(picture.convert("RGBA").getcolors(1 << 20)) > 16


def test_there_is_a_notebook():
    assert MASTERS


@pytest.mark.parametrize("file", COMMITTED, ids=named)
class TestCommitted:
    def test_has_the_cells_of_its_master(self, file):
        master = next(master for master in MASTERS if master.stem == file.stem)
        ours, theirs = make.versions(master)[file], nbformat.read(file, as_version=4)
        committed, expected = (
            [(cell.cell_type, cell.id, cell.metadata.get("tags", []), cell.source) for cell in notebook.cells]
            for notebook in (theirs, ours)
        )
        assert committed == expected, f"{file.name} is not what its master says: run `make notebooks`"

    def test_ran_in_order_without_a_word_of_complaint(self, file):
        cells = [cell for cell in nbformat.read(file, as_version=4).cells if cell.cell_type == "code"]
        assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
        outputs = [output for cell in cells for output in cell.outputs]
        assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]

    def test_is_small_and_holds_no_widget(self, file):
        assert file.stat().st_size < LARGEST
        notebook = nbformat.read(file, as_version=4)
        assert notebook.metadata == make.METADATA
        assert pictures.WIDGET not in file.read_text()

    def test_shows_every_figure_as_a_picture_and_says_what_to_see(self, file):
        cells = nbformat.read(file, as_version=4).cells
        drawn = 0
        for cell, following in zip(cells, [*cells[1:], None], strict=True):
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                assert pictures.PLOTLY not in data or pictures.PNG in data
                if pictures.PNG in data:
                    drawn += 1
                    assert output.metadata[pictures.PNG]["alt"]
                    assert following is not None and following.cell_type == "markdown", cell.source
        assert drawn > 5

    def test_links_into_the_explorer_name_what_is_there(self, file):
        links = re.findall(r"localhost:8501/(\w*)\?([^)\s]+)\)", file.read_text())
        assert len(links) >= 2
        trained = {run.linked: run for run in runs.find(runs.shipped())}
        tracks = datasets.get("jukebox").tracks.index
        for page, choices in links:
            asked = dict(parse_qsl(choices))
            assert page == "" or (ROOT / "app" / "views" / f"{page}.py").exists()
            if page == "papers":
                assert asked["study"] in papers.STUDIES and asked["study"].startswith(f"{asked['paper']}/")
                continue
            assert trained[asked["run"]].has_answers and (page or trained[asked["run"]].has_weights)
            assert asked.get("track", tracks[0]) in tracks

    def test_was_executed_in_full(self, file):
        assert "Reduced mode" not in file.read_text()


@pytest.mark.parametrize("master", MASTERS, ids=named)
class TestExecuted:
    def test_runs_without_error_and_without_a_network(self, master, executed):
        assert len(executed(master)) == 2  # for students and with solutions
        for notebook in executed(master).values():
            outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
            assert outputs and not [output for output in outputs if output.get("name") == "stderr"]

    def test_shows_the_same_again(self, master, executed):
        """The two versions are two kernels, which differ in the student's answers and what asks for them only."""
        student, teacher = (
            {
                cell.id: [shown(output) for output in cell.outputs]
                for cell in notebook.cells
                if cell.cell_type == "code" and "check" not in cell.metadata.get("tags", [])
            }
            for notebook in executed(master).values()
        )
        shared = [name for name in student if name in teacher]
        assert len(shared) > 10
        for name in shared:
            assert student[name] == teacher[name]

    def test_solutions_are_right_and_no_answer_is_no_error(self, master, executed):
        unsolved, solved = (
            [output.data["text/markdown"] for output in _verdicts(notebook)] for notebook in executed(master).values()
        )
        assert len(unsolved) == len(solved) >= 3
        assert all(text.startswith("**Nothing to check yet.**") for text in unsolved), unsolved
        assert all(text.startswith("**Right.**") for text in solved), solved

    def test_cells_are_short_and_define_nothing(self, master):
        for cell in next(iter(make.versions(master).values())).cells:
            if cell.cell_type == "code":
                assert len(cell.source.splitlines()) <= LONGEST, cell.source
                assert not cell.source.lstrip().startswith(("!", "%"))
                defined = (ast.FunctionDef, ast.ClassDef, ast.Lambda)
                definitions = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, defined)]
                assert not definitions or "exercise" in cell.metadata.get("tags", []), cell.source


def _verdicts(notebook) -> list:
    """Outputs of the self-checks, which are the cells tagged so."""
    return [
        output
        for cell in notebook.cells
        if "check" in cell.metadata.get("tags", [])
        for output in cell.outputs
        if "text/markdown" in output.get("data", {})
    ]
