from collections.abc import Callable

from django.db import IntegrityError, transaction

CODE_TRIES = 5


def violated(error: IntegrityError) -> str:
    """The name of the constraint that Postgres says was broken, or ''."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""


def with_free_codes[Made](make: Callable[[], Made]) -> Made:
    """What `make` gives; made anew, with other random codes, where one was taken already.

    Among a million rows, one in 250 codes is.
    """
    for _ in range(CODE_TRIES):
        try:
            with transaction.atomic():
                return make()
        except IntegrityError as error:
            if "code" not in violated(error):
                raise
            taken = error
    raise taken
