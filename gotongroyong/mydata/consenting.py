"""The page of consents: each purpose with its text, since when, and one tap to change it."""

from dataclasses import dataclass

from accounts import consents
from accounts.models import Consent, Resident
from neighborhoods.assisted import SPOKEN_TEXT
from neighborhoods.assisted_forms import CONSENT as SPOKEN_WORDS
from web.dates import moment


@dataclass(frozen=True)
class Choice:
    purpose: str
    title: str
    words: str
    # The version and moment of what was agreed to; '' while it is not given.
    version: str
    since: str


def choices_of(resident: Resident, zone: str) -> list[Choice]:
    given = {consent.purpose: consent for consent in consents.open_consents(resident)}
    return [choice(purpose, given.get(purpose), zone) for purpose in consents.TEXTS]


def choices_once_given(resident: Resident, zone: str) -> list[Choice]:
    """What somebody else may change for them: no question that they were never asked."""
    agreed = consents.ever_given(resident)
    return [choice for choice in choices_of(resident, zone) if choice.purpose in agreed]


def choice(purpose: str, consent: Consent | None, zone: str) -> Choice:
    text = consents.TEXTS[purpose]
    # Whoever had no phone was asked aloud, in other words than these here.
    version = consent.text_version if consent else text.version
    return Choice(
        purpose=purpose,
        title=str(text.title),
        words=str(SPOKEN_WORDS if version == SPOKEN_TEXT else text.words),
        version=consents.version_in_words(version),
        since=moment(consent.given_at, zone) if consent else "",
    )


def change_consent(resident: Resident, purpose: str, step: str) -> None:
    if step == "give":
        consents.give(resident, purpose)
    else:
        consents.withdraw(resident, purpose)
