"""The application in a worker as a server begins it: `python -m tests.faults.spawned`.

Prints whether it is awake before any request, and whether what it loaded is out of the garbage
collector's way.
"""

import asyncio
import gc
import multiprocessing


def told() -> tuple[bool, bool]:
    from portal.rsgi import application

    application.__rsgi_init__(asyncio.new_event_loop())
    return application.front.watch.shelves is not None, gc.get_freeze_count() > 100_000


if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(1) as workers:
        print(*workers.apply(told))
