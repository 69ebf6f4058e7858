"""Pages on a network that its authors trained: it is asked, its figures are theirs, and it is judged nowhere."""

import numpy as np
import pytest
from app_pages import page_opener, small_print
from released_files import TAGS, small_system, torch_file

from genrelib import papers, playback, plots
from genrelib.adoption import adopt
from genrelib.plots.style import FAINT

NAME = "won2020/crnn-jamendo"


@pytest.fixture
def show(tmp_path, monkeypatch, played):
    """Function: open a page in a home whose only run is adopted."""
    content = torch_file()
    (tmp_path / "best_model.pth").write_bytes(content)
    monkeypatch.setitem(papers.CATALOG, NAME, small_system(NAME, content))
    adopt(papers.get(NAME), tmp_path / "best_model.pth", tmp_path / "runs")
    return page_opener(tmp_path, monkeypatch)


def test_clip_lab_says_whose_the_network_is_and_that_nothing_is_calibrated(show):
    test = show("clip_lab")
    assert not test.exception
    assert test.metric[0].value.split()[0] in TAGS
    assert test.selectbox(key="run").options == [f"{NAME} · 6 tags · adopted, trained by its authors on mtg-jamendo"]
    text = small_print(test)
    assert "Adopted, neither trained nor measured here: Won et al.'s weights, MTG-Jamendo, AUC 0.7978" in text
    assert "Licence: MIT, Music Technology Group" in text
    assert "as the network gives them, not calibrated" in text
    assert "unknown" not in text and "calibrated on validation tracks" not in text


def test_clip_lab_names_the_tags_of_each_category_and_colours_them_as_over_time(show, played, monkeypatch):
    figures = []
    draw = plots.top_labels
    monkeypatch.setattr(
        plots, "top_labels", lambda *data, **choices: figures.append(draw(*data, **choices)) or figures[-1]
    )
    show("clip_lab")
    bars, panel = figures[0].data[0], played[0].panels[2]
    assert {text.partition(" <i>")[2] for text in bars.y} == {"genre</i>", "instrument</i>", "mood</i>"}
    over_time = dict(zip(panel["labels"], panel["colours"], strict=True))
    assert len(panel["labels"]) == playback.LABELS < len(bars.y) == len(TAGS)
    for text, color in zip(bars.y, bars.marker.color, strict=True):
        label = text.partition(" <i>")[0]
        own = plots.GENRE_COLORS.get(label, FAINT)
        # a genre's own colour, unless a curve has it, which is of another label
        assert color == over_time.get(label, FAINT if own in over_time.values() else own)


@pytest.mark.parametrize("view", ["confusions", "tags"])
def test_pages_that_judge_do_not_offer_it(show, view):
    test = show(view)
    assert not test.exception and not test.selectbox and "python -m genrelib train" in test.info[0].value


def test_curves_of_five_tags_have_five_colours():
    tags = ("jazz", "electronic", "instrumental", "Hip-Hop", "rock")
    assert len(set(plots.colors(tags))) == len(tags)
    assert len(np.unique(plots.colors([*plots.GENRE_COLORS, "tango"]))) == 10
