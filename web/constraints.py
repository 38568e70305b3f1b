from django.db import IntegrityError


def violated(error: IntegrityError) -> str:
    """The name of the constraint that Postgres says was broken, or ''."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
