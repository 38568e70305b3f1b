DIGITS = 18


def whole_number(text: str) -> int | None:
    """A count or id from outside; None for anything that can't be one of Postgres' bigints."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None
