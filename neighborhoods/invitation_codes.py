"""The ten characters of an invitation: derived from its nonce, typed in any manner, kept as a hash.

25**10 codes are 46 bits. The code itself is stored nowhere, and since the server's key and the
nonce give it back, a sheet can be printed again.
"""

import re
import secrets
from hashlib import sha256

from django.utils.crypto import salted_hmac

from web.codes import ALPHABET

LENGTH = 10
SALT = "neighborhoods.invitation_codes"
# Phones turn a dash into other dashes; whoever copies by hand leaves gaps.
GAPS = re.compile(r"[\s_.\-\u2010-\u2015\u2212]+")
FORM = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_nonce() -> str:
    return secrets.token_hex(16)


def code_from(nonce: str) -> str:
    number = int.from_bytes(salted_hmac(SALT, nonce, algorithm="sha256").digest())
    letters = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters += ALPHABET[place]
    return letters


def parse(written: str) -> str:
    """The bare code of what somebody typed or followed; '' for what can't be one."""
    bare = GAPS.sub("", written[:60]).upper()
    return bare if FORM.fullmatch(bare) else ""


def hashed(code: str) -> str:
    return sha256(code.encode()).hexdigest()


def shown(code: str) -> str:
    """`XXXXX-XXXXX`."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
