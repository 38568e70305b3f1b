"""The folder of uploaded files, exchanged as a whole."""

import shutil
from pathlib import Path

from gotongroyong.backups.archive import MEDIA, Reader

# Inside the folder, since that may be a volume, which can't be renamed.
DRAFT = ".restoring"


def is_empty(root: Path) -> bool:
    return not root.exists() or not any(path.name != DRAFT for path in root.iterdir())


def lay_out(archive: Reader, root: Path) -> None:
    """Written beside what is there; nothing is taken away yet."""
    shutil.rmtree(root / DRAFT, ignore_errors=True)
    for part in archive.media():
        archive.save(part, root / DRAFT / part.removeprefix(MEDIA))


def exchange(root: Path) -> None:
    if not root.exists():
        return
    for path in root.iterdir():
        if path.name != DRAFT:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    for path in (root / DRAFT).iterdir() if (root / DRAFT).exists() else ():
        path.rename(root / path.name)
    discard(root)


def discard(root: Path) -> None:
    shutil.rmtree(root / DRAFT, ignore_errors=True)
