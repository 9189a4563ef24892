#!/usr/bin/env bash
# granian 2.8.9 with uvloop 0.23.0, HTTP/1.1, Python 3.11: one server, two interfaces.
#
# One would guess: a request's header whose value holds Hindi in UTF-8 (allowed as obs-text,
# RFC 9110, 5.5) reaches the application on either interface, or is refused on either.
#
# Seen: over WSGI it is there and empty. Over RSGI it is not there at all, neither by `get` nor among
# `items`. Either way the request goes on without the value and nothing is said.
#
# Why it matters here: whatever reads a header must hold when that header is missing. A cookie with
# one Hindi letter signs its owner out; what a proxy appends to a client's own X-Forwarded-For goes
# with it, so the proxy is told to write that header anew and not to append.
set -euo pipefail
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install granian==2.8.9 uvloop==0.23.0
cat > "$work/headers.py" <<'PYTHON'
async def over_rsgi(scope, protocol):
    protocol.response_str(200, [], ascii(scope.headers.get("x-place")))


def over_wsgi(environ, start):
    start("200 OK", [])
    return [ascii(environ.get("HTTP_X_PLACE")).encode()]
PYTHON
cat > "$work/ask.py" <<'PYTHON'
import socket
import sys
import time

found = []
for _ in range(100):
    try:
        line = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        break
    except OSError:
        time.sleep(0.1)
with line:
    place = "वाराणसी".encode()
    line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Place: " + place + b"\r\n\r\n")
    answer = b""
    while piece := line.recv(4096):
        answer += piece
print(answer.rpartition(b"\r\n\r\n")[2].decode())
PYTHON
cd "$work"
declare -A told
for interface in rsgi wsgi; do
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    "$work/venv/bin/granian" --interface $interface --loop uvloop --http 1 --host 127.0.0.1 \
        --port "$port" --log-level warning "headers:over_$interface" &
    server=$!
    told[$interface]=$("$work/venv/bin/python" "$work/ask.py" "$port")
    kill "$server"
    wait "$server" || true
    server=
    echo "$interface: X-Place is ${told[$interface]}"
done
[ "${told[rsgi]}" = None ] && [ "${told[wsgi]}" = "''" ]
