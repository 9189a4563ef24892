#!/usr/bin/env bash
# nginx 1.22.1 (Debian 12, nginx-light), as a cache before a server that says `max-age=1`.
#
# One would guess: an answer with `Cache-Control: max-age=1` is given from the cache for at most a
# second, counted from when it was asked for (RFC 9111, 4.2.3), and whoever reads it there can tell
# how old it is (4: a cache MUST send Age with what it kept).
#
# Seen: asked for just after a second of the clock has begun, it is given for nearly two seconds: the
# end is reckoned as the second in which the answer came plus one, and that whole second still counts.
# If the answer took a second to come, for nearly three. No Age is sent, and Date is nginx's own, so
# that a browser takes what is two seconds old for new.
#
# Why it matters here: pages are right up to a boundary and say so in whole seconds cut down. nginx
# shows them for up to a second after it, and browsers behind it for up to 30.
set -euo pipefail
work=$(mktemp -d)
trap 'kill $(cat "$work/pids") 2>/dev/null || true; rm -rf "$work"' EXIT
: > "$work/pids"
cd "$work"
if [ "$(nginx -v 2>&1 || true)" != "nginx version: nginx/1.22.1" ]; then
    apt-get install -q -y --no-install-recommends 'nginx-light=1.22.1-*'
fi
cat > origin.py <<'PYTHON'
import http.server
import time


class Origin(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        made = repr(time.time()).encode()
        if self.path == "/slow":
            time.sleep(1)
        self.send_response(200)
        self.send_header("Cache-Control", "max-age=1")
        self.send_header("Content-Length", str(len(made)))
        self.end_headers()
        self.wfile.write(made)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", 18621), Origin).serve_forever()
PYTHON
cat > nginx.conf <<'NGINX'
pid nginx.pid;
error_log error.log;
events {}
http {
    access_log off;
    client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
    proxy_cache_path cache keys_zone=zone:1m;
    server {
        listen 127.0.0.1:18620;
        location / {
            proxy_pass http://127.0.0.1:18621;
            proxy_cache zone;
        }
    }
}
NGINX
cat > asking.py <<'PYTHON'
import sys
import time
import urllib.request


def ask(path):
    answer = urllib.request.urlopen(f"http://127.0.0.1:18620{path}")
    return answer.headers, float(answer.read())


def oldest(path):
    """The greatest age at which the first answer was still given."""
    time.sleep(1 - time.time() % 1 + 0.01)
    first, age = ask(path)[1], 0.0
    while True:
        asked = time.time()
        headers, made = ask(path)
        if made != first:
            return age, "Age" in seen
        age, seen = asked - first, headers
        time.sleep(0.01)


unlike = 0
for path, least in (("/", 1.5), ("/slow", 2.5)):
    age, told = oldest(path)
    print(f"{path:6} max-age=1, given up to {age:.2f} s after it was made; Age: {'yes' if told else 'no'}")
    unlike |= age < least or told
sys.exit(unlike)
PYTHON
python3 origin.py & echo $! >> pids
chmod 755 "$work"
nginx -p "$work" -e error.log -c "$work/nginx.conf" -g "daemon off; user $(id -un);" & echo $! >> pids
for _ in $(seq 100); do python3 -c 'import socket; [socket.create_connection(("127.0.0.1", p)) for p in (18620, 18621)]' 2> /dev/null && break; sleep 0.1; done
python3 asking.py
