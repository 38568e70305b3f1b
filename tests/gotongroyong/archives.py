"""What the backups of these tests hold."""

from pathlib import Path

PICTURE = b"\x89PNG not really, but bytes all the same \x00\xff" * 50
EMPTY: dict[str, object] = {"version": "0", "taken_at": "now", "pg_dump": 15, "migrations": []}


def bytes_in(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink()
    }
