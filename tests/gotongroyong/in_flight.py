"""Two who act in the same instant: one acts and has not committed yet when the other sets off."""

import time
from collections.abc import Callable
from threading import Event

from django.db import transaction

from tests.volunteers.crowd import all_at_once
from web.errors import DomainError

# Long enough for the other one to get where it must wait.
A_WHILE = 0.6


def said(do: Callable[[], object]) -> str:
    """The refusal's name, or '' where it went through."""
    try:
        do()
    except DomainError as error:
        return type(error).__name__
    return ""


def one_before_the_other(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """What each was told. `first` has done all it does, and commits only a while later."""
    acted = Event()

    def one() -> None:
        with transaction.atomic():
            first()
            acted.set()
            time.sleep(A_WHILE)

    def run(which: str) -> str:
        if which == "first":
            try:
                return said(one)
            finally:
                acted.set()
        acted.wait(10)
        return said(second)

    return all_at_once(["first", "second"], run)
