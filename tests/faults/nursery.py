"""A process that has the portal loaded and forks workers, so that many can be killed quickly.

`python -m tests.faults.nursery [careless]` reads lines: at `go` it forks a worker and prints
its process id, at `wait` it prints how that worker ended. A careless worker marks mails as sent
before it sends them.
"""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from moratorium.management import worker
    from moratorium.operations.mail import chase

    chase.BATCH = 7  # so that many kills fall between two transactions
    if sys.argv[1:] == ["careless"]:
        worker.send_queued = send_carelessly
    print("ready", flush=True)
    child = 0
    for line in sys.stdin:
        if line == "go\n":
            child = os.fork()
            if not child:
                worker.work(0.1, worker.Told())
            print(child, flush=True)
        else:
            print(os.waitpid(child, 0)[1], flush=True)


def send_carelessly() -> None:
    from post_office.mail import get_queued
    from post_office.models import STATUS, Email

    batch = list(get_queued())
    Email.objects.filter(pk__in=[each.pk for each in batch]).update(status=STATUS.sent)
    for each in batch:
        each.dispatch(commit=False)


if __name__ == "__main__":
    main()
