"""What the crowd gets from nginx: `python -m tests.bench.bench_edge [small]`.

By one nginx, with the file of `docs/deploy`, in turns: the board out of its cache, and a static file
of the same size with the same headers, gzip before as the board is. Then the same constant answer
by the portal's own server, for what the cache is worth. Ratios of one run.
"""

import json
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bench import load
from tests.bench.bench_front import BOARD, hello_like, record, served
from tests.faults import edge

FILE = load.request("/file.html")
GOAL = 0.85
TURNS, SPAN = 20, 0.5  # seconds a turn
# What nginx says of a file by itself.
OF_A_FILE = {"content-type", "content-length", "content-encoding", "etag"}


def static_file(place: Path, like: Path) -> str:
    """A file of the board's size, and a location that serves it with the board's headers."""
    told = json.loads(like.read_text())
    folder = place / "files"
    folder.mkdir()
    (folder / "file.html").touch()
    (folder / "file.html.gz").write_bytes(b"." * told["size"])
    own = {"x-accel-expires", *OF_A_FILE}
    headers = [f"add_header {n} {json.dumps(v)};" for n, v in told["headers"] if n not in own]
    lines = (f"root {folder};", "gzip_static on;", *headers)
    return "location = /file.html {\n" + "\n".join(lines) + "\n}"


def measure(turns: int, span: float) -> bool:
    """Print the figures; whether the goal is kept."""
    with tempfile.TemporaryDirectory(prefix="moratorium-bench-") as name, ExitStack() as stack:
        place = Path(name)
        place.chmod(0o755)
        url = stack.enter_context(record(place / "record", "sqlite", 0))
        front = served(stack, place, url, "front")
        like = hello_like(front, place)
        hello = served(stack, place, url, "hello", HELLO=str(like))
        more = static_file(place, like)
        nginx = stack.enter_context(edge.nginx(place / "nginx", front.port, more=more))
        asked = ((nginx, BOARD), (nginx, FILE), (hello, BOARD))
        rates = [[load.rate(each.port, what, span) for each, what in asked] for _ in range(turns)]
    board, file, constant = (statistics.median(each) for each in zip(*rates, strict=True))
    ratio = statistics.median(of_board / of_file for of_board, of_file, _ in rates)
    workers = "with as many processes as there are cores"
    print(f"  the board by nginx, {workers}   {board:,.0f} a second on this machine")
    print(f"  board / static file of its size, both by nginx   {ratio:.2f}  (goal {GOAL})")
    print(
        f"  board by nginx / hello-world by the portal's server, one worker   {board / constant:.1f}"
    )
    print(f"  (medians of {turns} turns; the file {file:,.0f} a second)")
    return ratio >= GOAL


if __name__ == "__main__":
    if not Path(edge.NGINX).exists():
        sys.exit("nginx is missing: install Debian's nginx-light.")
    print("behind nginx")
    sys.exit(not measure(*((3, 0.3) if "small" in sys.argv else (TURNS, SPAN))))
