"""The application loaded before a fork, as gunicorn does with `--preload`: `... used|unused`.

The child prints the edition that it shows, and again for every line that it reads.
"""

import json
import os
import sys


def main(before: str) -> None:
    from portal.wsgi import application
    from tests.faults.crossing import plain_static
    from tests.publishing.house import ask_over_wsgi

    # Without it every page fails, for want of collected files, and is said in the log. A fork in
    # the middle of that leaves the child with a standard error that nobody will ever unlock.
    plain_static()

    def show() -> None:
        answer = ask_over_wsgi(application, "/api/v1/protections", HOST="127.0.0.1")
        print(json.loads(answer.text)["edition"], flush=True)

    if before == "used":
        show()
    child = os.fork()
    if child:
        sys.exit(os.waitpid(child, 0)[1])
    show()
    for _ in sys.stdin:
        show()


if __name__ == "__main__":
    main(*sys.argv[1:])
