"""The app among strangers: text stays text, memory has a bound, the server listens to this machine alone."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from factories import result
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest

from genrelib import papers, plots, runs
from genrelib.runs import places

APP = Path(__file__).resolve().parent.parent / "app"
PICTURE = "![i](http://host/b.png)"
LINK = '<a href="http://host">%{x} $a$</a>'  # as Plotly would draw it


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home whose one run has classes that are Markdown, and one that is no run at all."""
    monkeypatch.setenv("GENRELIB_HOME", str(tmp_path))
    monkeypatch.setattr(places, "SHIPPED", tmp_path / "shipped")
    system = papers.get("irvin2016/rnn")
    kept = result(system=system)
    labels = [PICTURE, "[link](http://host)"]
    columns = {f"p_{name}": f"p_{label}" for name, label in zip(("noise", "tones"), labels, strict=True)}
    names = dict(zip(("noise", "tones"), labels, strict=True))
    tables = [
        table.rename(columns=columns).assign(truth=table.truth.map(names))
        for table in (kept.predictions, kept.tracks, kept.valid)
    ]
    kept.info.update(classes=labels, data="folder-**bold**", keeps_apart=PICTURE)
    kept = runs.Result(kept.info, kept.history, *tables, kept.embeddings, kept.weights)
    runs.save(runs.address(tmp_path / "runs", "folder-**bold**", "track", system.name, 0), kept)
    bad = tmp_path / "runs" / "a" / "b" / "c" / "d" / "seed-0"
    bad.mkdir(parents=True)
    (bad / "run.json").write_text("{}")
    return tmp_path


def opened(view: str) -> AppTest:
    page = AppTest.from_file(APP / "main.py", default_timeout=60)
    page.run()
    return page.switch_page(f"views/{view}.py").run()


def markdown(page: AppTest) -> list[str]:
    """All text of a page that Streamlit reads as Markdown."""
    kinds = (page.markdown, page.caption, page.info, page.warning, page.error, page.title, page.header, page.button)
    texts = [element.label if hasattr(element, "label") else element.value for kind in kinds for element in kind]
    for metric in page.metric:
        texts += [metric.label, metric.value]
    for choice in (*page.radio, *page.button_group):
        texts += [str(option) for option in choice.options]
    return texts


@pytest.mark.parametrize("view", ["clip_lab", "confusions"])
def test_labels_and_names_of_a_run_are_text(home, view):
    page = opened(view)
    assert not page.exception
    texts = markdown(page)
    assert any("\\!\\[i\\]" in text for text in texts), texts
    assert not any(PICTURE in text or "](http://host)" in text or "**bold**" in text for text in texts)


def test_a_run_that_is_left_out_is_named_on_the_page_about(home):
    page = opened("about")
    assert not page.exception
    assert any("a/b/c/d/seed\\-0" in caption.value for caption in page.caption)


def test_a_name_that_no_browser_can_show_is_shown_as_replaced():
    from state.address import plain

    assert plain("a\n=\x1b\udcff ünï 夜\u200c.") == "a\ufffd\\=\ufffd\ufffd ünï 夜\u200c\\."


def texts(figure) -> str:
    """All that Plotly draws of a figure: customdata is drawn where a template asks for a place of it."""
    drawn = figure.to_dict()
    for trace in drawn["data"]:
        if "customdata" in trace:
            shown = [place for place in (0, 1) if f"customdata[{place}]" in trace.get("hovertemplate", "")]
            trace["customdata"] = [[row[place] for place in shown] for row in trace["customdata"]] if shown else []
    return repr(drawn)


def test_labels_in_figures_are_text():
    areas = pd.DataFrame({"positives": [5, 9]}, index=pd.Index([LINK, "rock"], name="tag"))
    for column in ("roc_auc", "pr_auc"):
        areas[[column, f"{column}_low", f"{column}_high"]] = 0.5, 0.4, 0.6
    gains = pd.concat([areas.drop(columns="positives"), areas.drop(columns="positives").head(1).set_axis(["all"])])
    ranking = plots.TagRanking(areas, {LINK: [LINK]}, 20, [LINK, f"{LINK} 2"], gains)
    curve = pd.DataFrame(
        {"false_positive_rate": [0.0, 1], "recall": [0.0, 1], "precision": [1.0, 0.5], "threshold": [1.0, 0]}
    )
    figures = [
        plots.top_labels({LINK: {LINK: 0.7, "rock": 0.3}}),
        plots.confusion(np.eye(2, dtype=int), [LINK, "rock"]),
        plots.tag_areas(ranking, "roc_auc", LINK),
        plots.popularity(areas, "roc_auc", LINK),
        plots.roc({LINK: curve}),
        plots.precision_recall({LINK: curve}, 0.5),
    ]
    for figure in figures:
        assert "&lt;a href" in texts(figure) and not re.search(r"<a href|%{x} \$", texts(figure))


def upload(size: int, name: str) -> UploadedFileRec:
    return UploadedFileRec(file_id=name, name=name, type="audio/wav", data=bytes(size))


def test_uploads_of_one_visitor_and_of_all_have_a_bound(monkeypatch):
    from state import uploads

    monkeypatch.setattr(uploads, "SESSION", 100)
    monkeypatch.setattr(uploads, "ALL", 250)
    manager = MemoryUploadedFileManager("/upload")
    uploads.hold(manager)
    for number in range(30):
        manager.add_file("one", upload(40, f"file {number}"))
    assert list(manager.file_storage["one"]) == ["file 28", "file 29"]
    for number in range(30):
        manager.add_file(f"visitor {number}", upload(60, "song"))
    held = sum(len(file.data) for files in manager.file_storage.values() for file in files.values())
    assert held <= 250


def test_one_visitor_has_room_for_a_few_files_however_small():
    from state import uploads

    manager = MemoryUploadedFileManager("/upload")
    uploads.hold(manager)
    for number in range(2 * uploads.FILES):
        manager.add_file("one", upload(0, f"file {number}"))
    assert len(manager.file_storage["one"]) == uploads.FILES


def test_the_server_is_for_this_machine_and_shows_no_traceback():
    settings = tomllib.loads((APP / ".streamlit" / "config.toml").read_text())
    assert settings["server"]["address"] == "localhost"
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["browser"]["gatherUsageStats"] is False
