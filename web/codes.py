"""Six-character codes for URLs and paper."""

import secrets

# Without 0/O, 1/I/L, 2/Z, 5/S, 8/B: read aloud or copied by hand, none is mistaken.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
LENGTH = 6


def new_code() -> str:
    """A random code (25**6, about 244 million); the caller's unique column has the last word."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
