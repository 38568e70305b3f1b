"""Counts the passwords that are really hashed, in all threads."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.contrib.auth.hashers import MD5PasswordHasher

PASSWORD = "gotong-royong"


class Counted:
    def __init__(self) -> None:
        self.lock, self.calls = Lock(), 0

    def add(self) -> None:
        with self.lock:
            self.calls += 1


@contextmanager
def counting_hashes() -> Iterator[Counted]:
    counted, encode = Counted(), MD5PasswordHasher.encode

    def wrapped(self: MD5PasswordHasher, password: str, salt: str) -> str:
        counted.add()
        return encode(self, password, salt)

    MD5PasswordHasher.encode = wrapped  # type: ignore[method-assign, assignment]
    try:
        yield counted
    finally:
        MD5PasswordHasher.encode = encode  # type: ignore[method-assign]
