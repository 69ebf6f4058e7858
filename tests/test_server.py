"""What the app's server makes once for all visitors, within bounds, and the script that measures it."""

import asyncio
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
import server_speed
from browser import ROOT, running
from load.shared import kept_for_all


def keeping(limit: int, make=lambda key: b"1234"):
    """A function whose values of so many bytes are kept, and the list of the keys that it made values of."""
    made = []

    @kept_for_all(limit, size=len, key=lambda key: key)
    def kept(key: str) -> bytes:
        made.append(key)
        return make(key)

    return kept, made


def test_a_value_is_made_once_and_kept():
    kept, made = keeping(10)
    assert [kept("a") for _ in range(3)] == [b"1234"] * 3
    assert made == ["a"]


def test_the_least_recently_used_value_goes_first_when_bytes_run_out():
    kept, made = keeping(10)
    for key in "abac":  # a was used again before c came
        kept(key)
    kept("a")
    assert made == ["a", "b", "c"]
    kept("b")
    assert made == ["a", "b", "c", "b"]


def test_a_value_larger_than_the_bound_is_kept_alone_until_another_comes():
    kept, made = keeping(10, lambda key: bytes(99) if key == "large" else b"12")
    for key in ("small", "large", "large", "small", "large"):
        kept(key)
    assert made == ["small", "large", "small", "large"]


def test_thirty_who_ask_at_once_wait_for_one_value():
    kept, made = keeping(10, lambda key: time.sleep(0.05) or b"1234")
    asking = [threading.Thread(target=kept, args=("a",)) for _ in range(30)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert made == ["a"]


def test_what_cannot_be_made_is_tried_again():
    answers = iter([ValueError("no such track"), b"1234"])

    def make(key: str) -> bytes:
        answer = next(answers)
        if isinstance(answer, ValueError):
            raise answer
        return answer

    kept, _ = keeping(10, make)
    with pytest.raises(ValueError, match="no such track"):
        kept("a")
    assert kept("a") == b"1234"


def test_the_script_visits_the_pages_of_a_real_server(tmp_path, capsys, monkeypatch):
    assert {"", "data", "your-runs"} < set(server_speed.OTHERS)  # all pages; two are enough to try the script
    monkeypatch.setattr(server_speed, "OTHERS", ["", "your-runs"])
    monkeypatch.setattr(server_speed, "WARM", 2)
    with (
        running(ROOT / "app" / "main.py", GENRELIB_HOME=str(tmp_path)) as (url, process),
        ThreadPoolExecutor(1) as elsewhere,  # a browser of other tests keeps this thread's event loop
    ):
        run = partial(elsewhere.submit, asyncio.run)
        assert run(server_speed.measure(url, process, visitors=2, visits=1)).result() == 0
        assert run(server_speed.visit(url, page="nowhere")).result() is None
    lines = capsys.readouterr().out
    assert len(re.findall(r"median +\d+\.\d\d s", lines)) == 8
    assert re.search(r"memory \d+ MB at the start, \d+ before and \d+ MB after", lines)
