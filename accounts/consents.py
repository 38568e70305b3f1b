"""What people agree to, purpose by purpose, in which words and until when (UU PDP 27/2022).

Whoever changes what a text promises gives it a new version: those who agreed to the old one
agreed to the old one.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent, Resident
from accounts.rows import lock_live
from journal.actions import record

Text = str | Promise
Purpose = Consent.Purpose


@dataclass(frozen=True)
class ConsentText:
    version: str
    title: Text
    words: Text


TEXTS: dict[str, ConsentText] = {
    Purpose.ACCOUNT: ConsentText(
        "2026-11",
        _("I agree that my account is kept"),
        _(
            "Your name, phone number and house are kept so that neighbours can help each"
            " other. Only those who help you and your coordinators see phone and house, and you"
            " can read who looked. You can take everything with you or delete it at any"
            " time."
        ),
    ),
    Purpose.WHATSAPP: ConsentText(
        "2026-11",
        _("I agree to urgent messages by WhatsApp"),
        _(
            "Only for urgent things, a few a month. Without it everything still comes in the"
            " app. You can switch it off at any time."
        ),
    ),
    Purpose.BLOOD_TYPE: ConsentText(
        "2026-11",
        _("I agree that my blood type is kept"),
        _("So that you are asked when a neighbour needs your blood type. Nobody sees it."),
    ),
    Purpose.STORY_PHOTO: ConsentText(
        "2026-11",
        _("I agree that my photo appears in a story"),
        _("In the story you said yes to, until you take it back. Never photos of children."),
    ),
}


def version_in_words(version: str) -> str:
    """Agreed to aloud, by whoever had no phone, or in writing: that is called by its month."""
    kind, _dash, number = version.partition("-")
    return gettext("spoken-%(number)s") % {"number": number} if kind == "spoken" else version


@transaction.atomic
def give(
    resident: Resident, purpose: str, *, by: Resident | None = None, rw_id: int | None = None
) -> Consent:
    """A repeat changes nothing; under a new text it is given anew. `by` is who speaks for them.

    Raises AccountClosed.
    """
    lock_live(resident)
    version = TEXTS[purpose].version
    consent = open_consents(resident).filter(purpose=purpose).first()
    if consent and consent.text_version == version:
        return consent
    if consent:
        close(consent)
    given, is_new = Consent.objects.get_or_create(
        resident=resident,
        purpose=purpose,
        withdrawn_at=None,
        defaults={"text_version": version},
    )
    if is_new:
        journal("given_for" if by else "given", given, by=by, rw_id=rw_id)
    return given


@transaction.atomic
def withdraw(
    resident: Resident, purpose: str, *, by: Resident | None = None, rw_id: int | None = None
) -> None:
    """As easy as giving; a repeat is harmless. `by` is who speaks for them."""
    consent = open_consents(resident).select_for_update().filter(purpose=purpose).first()
    if consent:
        close(consent)
        journal("withdrawn_for" if by else "withdrawn", consent, by=by, rw_id=rw_id)


def close(consent: Consent) -> None:
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])


def ever_given(resident: Resident) -> set[str]:
    """The purposes that they once said yes to, whether it holds still or not."""
    return set(Consent.objects.filter(resident=resident).values_list("purpose", flat=True))


def open_consents(resident: Resident) -> QuerySet[Consent]:
    return Consent.objects.filter(resident=resident, withdrawn_at=None)


def journal(
    event: str, consent: Consent, *, by: Resident | None = None, rw_id: int | None = None
) -> None:
    record(
        f"consent.{event}",
        object_kind="consent",
        object_id=consent.pk,
        rw_id=rw_id,
        actor_id=by.pk if by else consent.resident_id,
        subject_id=consent.resident_id if by else None,
    )
