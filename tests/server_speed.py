"""A class before the app's server, without a browser: `python tests/server_speed.py --visitors 30`.

Starts a server of its own on a free port and visits it by Streamlit's own protocol, on this machine. Prints the seconds
from opening a connection to the end of the page's script, median and 95 %, and what the server's process holds:
the first visit of all; a warm page; all visitors at once, each with a track of its own that nobody heard before,
then the same again, then one track for all; every page at once; and memory over `--visits` visits one after another.
"""

import argparse
import asyncio
import re
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import websockets
from browser import ROOT, running
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

GENRES = ("blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock")
CLIP_LAB = "clip-lab"  # address of the page where each visitor has a track
ADDRESS = re.compile(r'^    Page\(.*"([^"]*)"\),$', re.MULTILINE)  # of a row of the table of pages
OTHERS = sorted(set(ADDRESS.findall((ROOT / "app" / "pages.py").read_text(encoding="utf-8"))) - {CLIP_LAB})
PATIENCE = 180.0  # s for one page
WARM = 20  # visits one after another whose median is a warm page


def main(argv: Sequence[str] | None = None) -> int:
    """Start a server, measure it, stop it; 1 if a visit failed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--visitors", type=int, default=30, help="at once")
    parser.add_argument("--visits", type=int, default=200, help="one after another, for the memory")
    chosen = parser.parse_args(argv)
    with running(ROOT / "app" / "main.py") as (url, process):
        return asyncio.run(measure(url, process, chosen.visitors, chosen.visits))


async def measure(url: str, process: int, visitors: int, visits: int) -> int:
    """Print what the visits took; 1 if one of them failed."""
    own = [f"track={GENRES[number % 10]}.{20 + number // 10:05d}" for number in range(visitors)]
    begun = memory(process)
    failed = tell("first visit of all", [await visit(url)])
    failed += tell("a warm page", [await visit(url) for _ in range(WARM)])
    failed += tell(f"{visitors} at once, a new track each", await at_once(url, own))
    failed += tell(f"{visitors} at once, the same again", await at_once(url, own))
    failed += tell(f"{visitors} at once, one track for all", await at_once(url, ["track=jazz.00050"] * visitors))
    for page in OTHERS:
        await visit(url, page=page)
        failed += tell(f"{visitors} at once, {page or 'first page'}", await at_once(url, [""] * visitors, page))
    before = memory(process)
    lasting = [await visit(url, own[number % visitors]) for number in range(visits)]
    failed += tell(f"{visits} one after another", lasting)
    print(f"memory {begun:.0f} MB at the start, {before:.0f} before and {memory(process):.0f} MB after these")
    return int(failed > 0)


async def at_once(url: str, queries: Sequence[str], page: str = CLIP_LAB) -> list[float | None]:
    """Visits that all begin now."""
    return await asyncio.gather(*(visit(url, query, page) for query in queries))


async def visit(url: str, query: str = "", page: str = CLIP_LAB) -> float | None:
    """Seconds until a page is drawn; None if it cannot be, or shows an error of the program."""
    began = time.perf_counter()
    wish = BackMsg()
    wish.rerun_script.query_string = query
    wish.rerun_script.page_name = page
    address = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    try:
        async with websockets.connect(
            address, subprotocols=["streamlit"], max_size=None, open_timeout=PATIENCE
        ) as line:
            await line.send(wish.SerializeToString())
            while True:
                message = ForwardMsg()
                message.ParseFromString(await asyncio.wait_for(line.recv(), PATIENCE))
                if message.delta.new_element.WhichOneof("type") == "exception" or message.HasField("page_not_found"):
                    return None
                if message.WhichOneof("type") == "script_finished":
                    return time.perf_counter() - began
    except (OSError, TimeoutError, websockets.WebSocketException):
        return None


def tell(what: str, seconds: Sequence[float | None]) -> int:
    """Print median and 95 % of the visits that went well; the number of others."""
    well = sorted(value for value in seconds if value is not None)
    failed = len(seconds) - len(well)
    if well:
        late = well[min(len(well) - 1, int(0.95 * len(well)))]
        print(f"{what:36} median {statistics.median(well):6.2f} s, 95 % {late:6.2f} s", end="")
    print(f"{f'  {failed} of {len(seconds)} FAILED' if failed else ''}", flush=True)
    return failed


def memory(process: int) -> float:
    """What a process holds in memory, MB; not a number where the system does not say."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return float("nan")
    return pages * 4096 / 1e6


if __name__ == "__main__":
    sys.exit(main())
