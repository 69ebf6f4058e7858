"""What is taken away of a clip: the table says what the networks said, the report is text and needs no network."""

import base64
import io
import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from player_payload import packed

from genrelib import inference, player
from genrelib.inference import Prediction

EVIL = "</script><img src=x onerror=alert(1)>"


def prediction(labels: tuple[str, ...], clips: list[list[float]]) -> Prediction:
    starts = np.arange(len(clips), dtype=float)
    values = np.array(clips)
    return Prediction(labels, starts, starts + 2, values, values.mean(axis=0), None, False, len(clips) + 1.0)


def test_the_table_has_a_row_per_system_and_clip():
    first = prediction(("blues", "jazz"), [[0.9, 0.1], [0.4, 0.6]])
    other = prediction(("jazz", "rock"), [[0.3, 0.7]])
    table = pd.read_csv(io.StringIO(inference.over_time({"a": first, "b": other}).to_csv(index=False)))
    assert table.columns.tolist() == ["system", "start", "end", "p_blues", "p_jazz", "p_rock"]
    assert table.system.tolist() == ["a", "a", "b"]
    assert table.p_jazz.tolist() == [0.1, 0.6, 0.3]
    assert table.p_rock.isna().tolist() == [True, True, False]
    assert table.end.tolist() == [2, 3, 2]


def test_the_report_is_text_and_holds_the_payload():
    payload = packed(440.0)
    text = player.standalone(payload, EVIL, [player.Section(EVIL, [EVIL], [("label", EVIL), (EVIL, "1")])])
    assert "<img" not in text and text.count("&lt;img src=x") == 6  # title twice
    assert text.count("</script>") == 2
    inside = re.search(r'id="payload">([^<]+)<', text).group(1)
    assert base64.b64decode(inside) == payload


def test_the_report_asks_for_nothing_from_anywhere():
    text = player.standalone(packed(440.0), "a song", [])
    assert not re.search(r"https?://|//cdn|@import|url\(", text)
    assert "default-src 'none'" in text


def test_a_report_has_each_networks_answer_and_what_to_doubt(monkeypatch):
    from widgets import take_away

    run = SimpleNamespace(adopted={"provenance": "its authors", "licence": "free"})
    opinion = take_away.Opinion(run, prediction(("blues", "jazz"), [[0.8, 0.2]]), ["The answer is a guess."])
    sound = SimpleNamespace(title="my song", note="It stays here.")
    text = take_away.report(sound, {"x/a": opinion}, packed(440.0))
    for words in (
        "my song",
        "It stays here.",
        "x/a: blues 80 %",
        "<td>jazz</td><td>20 %</td>",
        "The answer is a guess.",
    ):
        assert words in text
    assert "p_blues" in take_away.table({"x/a": opinion})


@pytest.mark.parametrize("kind", ["report", "probabilities"])
def test_the_page_offers_both(trained_home, monkeypatch, kind):
    from app_pages import page_opener

    test = page_opener(trained_home, monkeypatch)("clip_lab")
    assert not test.exception
    labels = [element.proto.label.lower() for element in test.get("download_button")]
    assert sum(kind in label for label in labels) == 1


def test_the_report_opens_by_itself_and_its_picture_can_be_saved(browser_page, tmp_path):
    file = tmp_path / "report.html"
    file.write_text(player.standalone(packed(440.0), EVIL, []), encoding="utf-8")
    asked = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.goto(file.as_uri())
    browser_page.get_by_role("button", name="Play").click()
    browser_page.locator(".genre-player .time", has_text=re.compile(r"^0:0[1-9]")).wait_for()  # a second was played
    with browser_page.expect_download() as saved:
        browser_page.get_by_role("button", name="Save picture").click()
    picture = Image.open(saved.value.path())
    width, height = (browser_page.locator(".genre-player .stage").bounding_box()[side] for side in ("width", "height"))
    assert picture.size == (pytest.approx(width, abs=2), pytest.approx(height, abs=2))
    assert len(set(picture.convert("RGB").resize((200, 200)).getdata())) > 50  # of the spectrogram, not of paper alone
    assert {url.split(":")[0] for url in asked} <= {"file", "blob", "data"}
