"""Every benchmark, one after the other, each in a process of its own: `make bench`."""

import subprocess
import sys

BENCHES = (
    "bench_archive",
    "bench_lists",
    "bench_books",
    "bench_preview",
    "bench_api",
    "bench_import",
    "bench_mails",
    "bench_letter",
    "bench_ladder",
    "bench_directives",
    "bench_front",
    "bench_crowding",
    "bench_edge",
)


def main() -> int:
    missed = [
        name
        for name in BENCHES
        if subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False).returncode
    ]
    print("All goals are kept." if not missed else f"Missed: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
