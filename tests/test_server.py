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
from load.shared import SharedCache


def cache(limit: int) -> SharedCache[bytes]:
    return SharedCache(limit, len)


def test_a_value_is_made_once_and_kept():
    kept, made = cache(10), []
    values = [kept.get("a", lambda: made.append("a") or b"1234") for _ in range(3)]
    assert values == [b"1234"] * 3
    assert made == ["a"]


def test_the_least_recently_used_value_goes_first_when_bytes_run_out():
    kept = cache(10)
    for key in "abac":  # a was used again before c came
        kept.get(key, lambda: b"1234")
    assert kept.bytes == 8
    assert kept.get("a", lambda: b"again") == b"1234"
    assert kept.get("b", lambda: b"again") == b"again"


def test_a_value_larger_than_the_bound_is_kept_alone_until_another_comes():
    kept = cache(10)
    kept.get("small", lambda: b"12")
    kept.get("large", lambda: bytes(99))
    assert kept.bytes == 99
    kept.get("small", lambda: b"12")
    assert kept.bytes == 2


def test_thirty_who_ask_at_once_wait_for_one_value():
    kept, made = cache(10), []

    def slow() -> bytes:
        made.append(threading.get_ident())
        time.sleep(0.05)
        return b"1234"

    asking = [threading.Thread(target=kept.get, args=("a", slow)) for _ in range(30)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert len(made) == 1


def test_what_cannot_be_made_is_tried_again():
    kept = cache(10)
    with pytest.raises(ValueError, match="no such track"):
        kept.get("a", lambda: (_ for _ in ()).throw(ValueError("no such track")))
    assert kept.get("a", lambda: b"1234") == b"1234"
    kept.clear()
    assert kept.bytes == 0


def test_the_script_visits_every_page_of_a_real_server(tmp_path, capsys):
    with (
        running(ROOT / "app" / "main.py", GENRELIB_HOME=str(tmp_path)) as (url, process),
        ThreadPoolExecutor(1) as elsewhere,  # a browser of other tests keeps this thread's event loop
    ):
        run = partial(elsewhere.submit, asyncio.run)
        assert run(server_speed.measure(url, process, visitors=2, visits=2)).result() == 0
        assert run(server_speed.visit(url, page="nowhere")).result() is None
    lines = capsys.readouterr().out
    assert len(re.findall(r"median +\d+\.\d\d s", lines)) == 6 + len(server_speed.OTHERS)
    assert re.search(r"memory \d+ MB at the start, \d+ before and \d+ MB after", lines)
