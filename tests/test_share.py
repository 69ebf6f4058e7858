"""Share: the address of a view and its QR code, on every page, those too that end early."""

import io
from urllib.parse import urlencode

import pytest
from app_pages import APP, PATIENCE
from PIL import Image
from streamlit.testing.v1 import AppTest
from widgets import share

from genrelib.runs import places


@pytest.fixture
def explorer(trained_home, monkeypatch):
    """Function: open Clip lab, to which old links to the first page lead, with these choices."""
    monkeypatch.setenv("GENRELIB_HOME", str(trained_home))
    monkeypatch.setattr(places, "SHIPPED", trained_home / "nothing shipped")

    def show(**link: str) -> AppTest:
        test = AppTest.from_file(str(APP / "main.py"), default_timeout=PATIENCE)
        test.query_params.update(link)
        return test.run()

    return show


@pytest.mark.parametrize("link", [{"sound": "upload"}, {"sound": "jukebox", "track": "jazz.00003"}])
def test_a_page_shows_its_address_even_while_it_waits_for_a_file(explorer, link):
    test = explorer(**link)
    assert not test.code
    test.button(key="share").click().run()
    assert not test.exception
    (shared,) = test.code
    assert shared.value == f"?{urlencode(link)}"
    assert test.title[0].value == "What do the networks hear?"  # the page is drawn, too


def test_the_code_of_a_long_address_can_be_drawn():
    image = Image.open(io.BytesIO(share._code("http://a-long-name.example:8501/clip-lab?" + "run=x%2Fy&" * 100)))
    assert image.width == image.height > 400
    assert set(image.convert("L").getdata()) == {0, 255}
