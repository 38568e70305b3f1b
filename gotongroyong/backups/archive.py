"""The file itself: a tar of the dump, the media and, last, a manifest that vouches for them.

Without its manifest a file was broken off. It holds phones, addresses and password hashes,
so nobody but its owner may read it from the first byte on.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from gotongroyong.services.trouble import NO_SPACE, DiskFull, Trouble

FORMAT = 1
PRODUCT = "gotong-royong"
MANIFEST, DUMP, MEDIA = "manifest.json", "database.dump", "media/"


class Hashed:
    """A file that is summed up while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.sum = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.sum.update(data)
        self.size += len(data)
        return data

    def facts(self) -> dict[str, Any]:
        return {"sha256": self.sum.hexdigest(), "size": self.size}


class Writer:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.parts: dict[str, dict[str, Any]] = {}

    def add(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            entry = self.entry(name, os.fstat(file.fileno()).st_size)
            hashed = Hashed(file)
            self.tar.addfile(entry, hashed)
        self.parts[name] = hashed.facts()

    def seal(self, facts: dict[str, Any]) -> None:
        told = {"format": FORMAT, "product": PRODUCT, **facts, "parts": self.parts}
        body = (json.dumps(told, indent=1) + "\n").encode()
        self.tar.addfile(self.entry(MANIFEST, len(body)), io.BytesIO(body))

    def entry(self, name: str, size: int) -> tarfile.TarInfo:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        return entry


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """Under another name until it is whole and on the disk."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    except OSError as error:
        raise in_words(error, target) from error
    finally:
        draft.unlink(missing_ok=True)


def in_words(error: OSError, path: Path) -> Trouble:
    if error.strerror == NO_SPACE:
        return DiskFull(path.parent)
    return Trouble(f"{error.filename or path} can't be used: {error.strerror}.")


class Reader:
    """An archive that was looked through: what it says is what it holds."""

    def __init__(self, tar: tarfile.TarFile, name: str) -> None:
        self.tar = tar
        self.name = name
        self.entries = {entry.name: entry for entry in tar.getmembers()}
        self.manifest = self.read_manifest()
        self.parts: dict[str, dict[str, Any]] = self.manifest["parts"]
        self.check_parts()

    def read_manifest(self) -> dict[str, Any]:
        if MANIFEST not in self.entries:
            raise Trouble(f"{self.name} is no backup, or one that was broken off.")
        try:
            with self.open(MANIFEST) as file:
                found = json.loads(file.read())
            known = found["product"] == PRODUCT and DUMP in found["parts"]
            number = int(found["format"])
        except (ValueError, KeyError, TypeError):
            raise Trouble(f"{self.name} has a manifest that can't be read.") from None
        if not known:
            raise Trouble(f"{self.name} is a backup of something else.")
        if number > FORMAT:
            raise Trouble(f"{self.name} was made by a newer release: restore it with that one.")
        return dict(found)

    def check_parts(self) -> None:
        if self.entries.keys() - {MANIFEST} != self.parts.keys():
            raise Trouble(f"{self.name} doesn't hold what its manifest says.")
        for part, facts in self.parts.items():
            self.check_name(part)
            with self.open(part) as file:
                hashed = Hashed(file)
                while hashed.read(1 << 20):
                    pass
            if hashed.facts() != facts:
                raise Trouble(f"{self.name} is damaged: {part} is not what was written.")

    def check_name(self, part: str) -> None:
        path = PurePosixPath(part)
        inside = part == DUMP or (part.startswith(MEDIA) and ".." not in path.parts)
        if not inside or not self.entries[part].isreg():
            raise Trouble(f"{self.name} holds {part!r}, which no backup of ours does.")

    def open(self, part: str) -> IO[bytes]:
        file = self.tar.extractfile(self.entries[part])
        if file is None:
            raise Trouble(f"{self.name} is damaged: {part} is no file.")
        return file

    def media(self) -> list[str]:
        return [part for part in self.parts if part.startswith(MEDIA)]

    def save(self, part: str, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.open(part) as file, path.open("wb") as copy:
            shutil.copyfileobj(file, copy, 1 << 20)


@contextmanager
def reading(source: Path) -> Iterator[Reader]:
    try:
        with tarfile.open(source, "r:") as tar:
            yield Reader(tar, source.name)
    except tarfile.TarError as error:
        raise Trouble(f"{source.name} is no backup, or a damaged one ({error}).") from error
    except OSError as error:
        raise in_words(error, source) from error
