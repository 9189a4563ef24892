#!/usr/bin/env bash
# granian 2.8.9 with uvloop 0.23.0, interface RSGI, HTTP/1.1, Python 3.11.
#
# One would guess: `await transport.send_bytes(piece)` on the transport of `response_stream` waits
# while the client does not read, as `drain` of asyncio and ASGI's `send` do, so that an answer made
# piece by piece is made about as quickly as it is taken.
#
# Seen: it waits for nobody. A client that reads nothing at all is "sent" the whole answer within
# moments; it lies in the worker's memory until it is read. `response_file` does read its file as the
# client takes it, also one that is a named pipe, so there the writer waits.
#
# Why it matters here: lists of a million rows and exports of the whole archive are answered piece by
# piece so that they never stand in memory whole. Over RSGI they are written into a named pipe.
set -euo pipefail
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install granian==2.8.9 uvloop==0.23.0
cat > "$work/answers.py" <<'PYTHON'
import asyncio
import os
import tempfile
import threading
from contextlib import suppress

PIECES, PIECE = 400, b"." * 65_536
given = {"/stream": 0, "/pipe": 0}


def write_into(path):
    with suppress(BrokenPipeError), open(path, "wb", buffering=0) as pipe:
        for _ in range(PIECES):
            pipe.write(PIECE)
            given["/pipe"] += 1


async def application(scope, protocol):
    if scope.path == "/stream":
        transport = protocol.response_stream(200, [])
        for _ in range(PIECES):
            await transport.send_bytes(PIECE)
            given["/stream"] += 1
    elif scope.path == "/pipe":
        path = os.path.join(tempfile.mkdtemp(dir=os.environ["WORK"]), "pipe")
        os.mkfifo(path)
        threading.Thread(target=write_into, args=(path,), daemon=True).start()
        protocol.response_file(200, [], path)
    else:
        protocol.response_str(200, [], f"{given['/stream']} {given['/pipe']}")
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
unread = []
for path in ("/stream", "/pipe"):
    line = socket.create_connection(("127.0.0.1", port))
    line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    unread.append(line)
time.sleep(5)
stream, pipe = map(int, urllib.request.urlopen(f"http://127.0.0.1:{port}/given").read().split())
print(f"given to a client that reads nothing, of 400 pieces: stream {stream}, named pipe {pipe}")
sys.exit(not (stream == 400 and pipe < 400))
PYTHON
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cd "$work"
WORK="$work" "$work/venv/bin/granian" --interface rsgi --loop uvloop --http 1 --host 127.0.0.1 \
    --port "$port" --log-level warning answers:application &
server=$!
"$work/venv/bin/python" "$work/ask.py" "$port"
