"""Pages of the explorer, opened as if by a link and read, without a browser."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile
from streamlit.testing.v1 import AppTest

from genrelib.runs import places

APP = Path(__file__).resolve().parents[1] / "app"
PATIENCE = 60  # s: the first run imports torch and builds librosa's filters


def page_opener(home: Path, monkeypatch) -> Callable[..., AppTest]:
    """Function: open a page in a home without shipped runs with these query parameters, as if by a link."""
    monkeypatch.setenv("GENRELIB_HOME", str(home))
    monkeypatch.setattr(places, "SHIPPED", home / "nothing shipped")

    def open_page(view: str, **link: str | list[str]) -> AppTest:
        script = f"import pages, streamlit\nstreamlit.navigation(pages.menu({view!r}), position='hidden').run()"
        test = AppTest.from_string(script, default_timeout=PATIENCE)
        test.query_params.update(link)
        return test.run()

    return open_page


def view_opener(view: str, home: Path, monkeypatch, **usual: str) -> Callable[..., AppTest]:
    """Function: open this page of a home with a link, whose choices come before the `usual` ones; it shows no error.

    Music lies in the home alone, wherever else there may be some.
    """
    monkeypatch.delenv("GENRELIB_DATA", raising=False)
    open_page = page_opener(home, monkeypatch)

    def without_exception(**link: str | list[str]) -> AppTest:
        test = open_page(view, **usual | link)
        assert not test.exception
        return test

    return without_exception


def small_print(test: AppTest) -> str:
    """All small print of a page as it reads, without the backslashes that keep Markdown away."""
    elements = [*test.caption, *test.markdown, *test.info, *test.warning]
    return "\n".join(element.value for element in elements).replace("\\", "")


def parameter(test: AppTest, key: str) -> str:
    """A query parameter; AppTest gives those of the link as lists and those that the page wrote as text."""
    value = test.query_params[key]
    return value if isinstance(value, str) else value[0]


def wav(waveform: np.ndarray, sample_rate: int = 22_050, subtype: str = "PCM_16") -> bytes:
    """A WAV file."""
    file = io.BytesIO()
    soundfile.write(file, waveform, sample_rate, subtype=subtype, format="WAV")
    return file.getvalue()


def percent(share: float) -> str:
    """A share as pages write it."""
    return f"{share:.0%}".replace("%", " %")
