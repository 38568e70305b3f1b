"""Phone numbers: written in many ways, stored as E.164, shown as 0812-3456-7890."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_WRITTEN = 32
# The plus and 15 digits; the library thinks Indonesian numbers of 18 possible.
LONGEST_E164 = 16


def normalize_phone(written: str) -> str:
    """E.164 of an Indonesian number written as 08…, 62…, +62…, with spaces or dashes.

    Raises ValidationError for anything that can't be a phone number.
    """
    cleaned = written.strip()[:LONGEST_WRITTEN]
    # The library reads letters as on a keypad: 0812-ABCD would be somebody's number.
    if any(character.isalpha() for character in cleaned):
        raise wrong_number()
    if cleaned.startswith("62"):
        cleaned = f"+{cleaned}"
    try:
        number = phonenumbers.parse(cleaned, "ID")
    except phonenumbers.NumberParseException:
        raise wrong_number() from None
    # 'Possible' rather than 'valid': new prefixes appear before any library knows them.
    if not phonenumbers.is_possible_number(number) or number.extension:
        raise wrong_number()
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if len(e164) > LONGEST_E164:
        raise wrong_number()
    return e164


def wrong_number() -> ValidationError:
    return ValidationError(_("Phone number is not right"), code="phone")


def display_phone(e164: str) -> str:
    """`+6281234567890` as `0812-3456-7890`; a foreign number stays international."""
    if not e164.startswith("+62"):
        return e164
    digits = f"0{e164[3:]}"
    return "-".join(part for part in (digits[:4], digits[4:8], digits[8:]) if part)
