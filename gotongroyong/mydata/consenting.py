"""The page of consents: each purpose with its text, since when, and one tap to change it."""

from dataclasses import dataclass

from accounts import consents
from accounts.models import Consent, Resident
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


def choice(purpose: str, consent: Consent | None, zone: str) -> Choice:
    text = consents.TEXTS[purpose]
    return Choice(
        purpose=purpose,
        title=str(text.title),
        words=str(text.words),
        version=consent.text_version if consent else text.version,
        since=moment(consent.given_at, zone) if consent else "",
    )


def change_consent(resident: Resident, purpose: str, step: str) -> None:
    if step == "give":
        consents.give(resident, purpose)
    else:
        consents.withdraw(resident, purpose)
