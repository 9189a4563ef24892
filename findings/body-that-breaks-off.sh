#!/usr/bin/env bash
# granian 2.8.9 with uvloop 0.23.0, interface RSGI, HTTP/1.1, Python 3.11.
#
# One would guess: the two ways to read a body, `await protocol()` and `async for piece in protocol`,
# tell alike that the client closed the connection in the middle of it.
#
# Seen: `await protocol()` raises RSGIProtocolClosed; `async for` ends as it does after a whole body,
# with an empty piece. Of a body with a Content-Length the missing rest can be counted, of a chunked
# one nothing tells that it broke off, nor does `client_disconnect()` within a second afterwards.
#
# Why it matters here: a form that broke off must not be taken for a whole one. Bodies are read piece
# by piece, because only so can they be given a time and a limit. So a body without a Content-Length
# is taken only where asking changes nothing, and refused with 411 elsewhere.
set -euo pipefail
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install granian==2.8.9 uvloop==0.23.0
cat > "$work/bodies.py" <<'PYTHON'
import asyncio

seen = []


async def application(scope, protocol):
    if scope.path == "/seen":
        protocol.response_str(200, [], "\n".join(seen))
        return
    try:
        if scope.path == "/whole":
            got = len(await protocol())
        else:
            got = 0
            async for piece in protocol:
                if not piece:
                    break
                got += len(piece)
        left = asyncio.ensure_future(protocol.client_disconnect())
        done, _ = await asyncio.wait([left], timeout=1)
        seen.append(f"{scope.path} a body of {got} bytes; has the client left? {bool(done)}")
    except Exception as error:
        seen.append(f"{scope.path} {type(error).__name__}")
    protocol.response_empty(200, [])
PYTHON
cat > "$work/ask.py" <<'PYTHON'
import socket
import sys
import time
import urllib.request

port = int(sys.argv[1])
for _ in range(100):
    try:
        socket.create_connection(("127.0.0.1", port)).close()
        break
    except OSError:
        time.sleep(0.1)
for path in ("/whole", "/pieces"):
    with socket.create_connection(("127.0.0.1", port)) as line:
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        line.sendall(head.encode() + b"5\r\nhello\r\n")
        time.sleep(0.5)
    time.sleep(2)
seen = urllib.request.urlopen(f"http://127.0.0.1:{port}/seen").read().decode()
print(seen)
expected = ["/whole RSGIProtocolClosed", "/pieces a body of 5 bytes; has the client left? False"]
sys.exit(seen.splitlines() != expected)
PYTHON
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cd "$work"
"$work/venv/bin/granian" --interface rsgi --loop uvloop --http 1 --host 127.0.0.1 \
    --port "$port" --log-level warning bodies:application &
server=$!
"$work/venv/bin/python" "$work/ask.py" "$port"
