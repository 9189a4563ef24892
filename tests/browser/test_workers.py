"""How the server starts its workers."""

from pathlib import Path

from .conftest import Site


def test_no_worker_is_forked_from_a_process_that_may_have_set_a_letter(site: Site) -> None:
    commands = _commands_with(f"SITE_URL={site.url}")
    assert any("multiprocessing.spawn import spawn_main" in each for each in commands)


def _commands_with(setting: str) -> list[str]:
    """The command lines of every process that runs with that setting in its environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if setting.encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue  # it has ended, or is somebody else's
    return found
