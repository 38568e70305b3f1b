"""Six-character codes for URLs and paper."""

import re
import secrets

# Without 0/O, 1/I/L, 2/Z, 5/S, 8/B: read aloud or copied by hand, none is mistaken.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
LENGTH = 6


def is_code(text: str) -> bool:
    """Whether it has a code's form, and so may be asked of the database."""
    return re.fullmatch(CodeConverter.regex, text) is not None


class CodeConverter:
    """`<code:code>` in an address: nothing else gets as far as the database.

    In either case, as a code is typed off paper.
    """

    regex = f"[0-9A-Za-z]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


def new_code() -> str:
    """A random code (25**6, about 244 million); the caller's unique column has the last word."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
