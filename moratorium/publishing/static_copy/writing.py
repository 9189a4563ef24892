"""The folder of a copy: files with their digests, complete or not there at all.

SHA256SUMS has a line for every file but itself, as `sha256sum --check` reads it;
manifest.json says which edition it is, until when it is valid, and how large each file is.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

FORMAT = "moratorium-copy/1"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


class NotACopy(Exception):
    """A folder that is no copy of the site, or holds what is not of it: left as it is."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a copy says of itself: the edition it was made from, and when it holds.

    The texts are ISO 8601 at +05:30; it holds from `valid_from` until just before `valid_until`,
    unless an act is recorded before.
    """

    edition: str
    digest: str
    valid_from: str
    valid_until: str
    made_at: str
    site: str


class Writer:
    """Writes files into a folder, each once, and their sums and the manifest beside them."""

    def __init__(self, folder: Path, head: Head, sums: IO[str], manifest: IO[str]) -> None:
        self.folder, self.files, self.bytes = folder, 0, 0
        self._sums, self._manifest = sums, manifest
        lines = json.dumps({"format": FORMAT, **asdict(head)}, indent=1, ensure_ascii=False)
        self._manifest.write(lines.removesuffix("\n}") + ',\n "files": [')

    def add(self, name: str, content: bytes) -> None:
        """Write a file of the copy. Raises FileExistsError if there is one of this name."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
        digest = hashlib.sha256(content).hexdigest()
        self._sums.write(f"{digest}  {name}\n")
        entry = json.dumps(
            {"path": name, "bytes": len(content), "sha256": digest}, ensure_ascii=False
        )
        self._manifest.write(f"{',' if self.files else ''}\n  {entry}")
        self.files, self.bytes = self.files + 1, self.bytes + len(content)

    def finish(self) -> None:
        """The end of the manifest, and its own digest."""
        self._manifest.write("\n ]\n}\n")
        self._manifest.flush()
        with (self.folder / MANIFEST).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self._sums.write(f"{digest}  {MANIFEST}\n")


@contextmanager
def written(target: Path, head: Head) -> Iterator[Writer]:
    """A writer whose files stand at the target once the block has ended without an error.

    They are written into a folder beside it, which then takes its name; an older copy goes.
    """
    refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        with (
            (made / SUMS).open("w", encoding="utf-8") as sums,
            (made / MANIFEST).open("w", encoding="utf-8") as manifest,
        ):
            writer = Writer(made, head, sums, manifest)
            yield writer
            writer.finish()
        made.chmod(0o755)
        os.sync()
        _take_place(made, target)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _take_place(made: Path, target: Path) -> None:
    refuse_foreign(target)
    if not target.exists():
        made.rename(target)
        return
    older = made.with_name(f"{made.name}.older")
    target.rename(older)
    try:
        made.rename(target)
    except OSError:
        older.rename(target)
        raise
    shutil.rmtree(older)


def refuse_foreign(target: Path) -> None:
    """Raises NotACopy if there is something at the target that a new copy would destroy."""
    if not target.exists() and not target.is_symlink():
        return
    if target.is_symlink() or not target.is_dir():
        raise NotACopy(f"{target} is not a folder.")
    head(target)
    surplus = names_in(target) - {SUMS, *(name for _, name in sums(target))}
    if surplus:
        raise NotACopy(f"{target} also holds what is not of the copy: {min(surplus)}")


def head(folder: Path) -> dict[str, Any]:
    """The manifest of a copy without its list of files. Raises NotACopy."""
    try:
        read = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        read = None
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise NotACopy(f"{folder} is not a copy of the site: it has no manifest of one.")
    return {name: value for name, value in read.items() if name != "files"}


def sums(folder: Path) -> Iterator[tuple[str, str]]:
    """Digest and name of each file that a copy must have. Raises NotACopy."""
    try:
        with (folder / SUMS).open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                digest, _, name = line.removesuffix("\n").partition("  ")
                if len(digest) != 64 or not name or name.startswith("/") or ".." in name.split("/"):
                    raise NotACopy(f"{folder / SUMS} is damaged.")
                yield digest, name
    except (OSError, UnicodeDecodeError) as error:
        raise NotACopy(f"{folder / SUMS} cannot be read.") from error


def names_in(folder: Path) -> set[str]:
    """Every file below a folder, links and whatever else is not a folder included."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
