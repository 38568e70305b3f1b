"""STUB with JOINING's signatures, until its branch is merged: giving and withdrawing consent."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent, Resident
from journal.actions import record

Text = str | Promise


@dataclass(frozen=True)
class ConsentText:
    version: str
    title: Text
    words: Text


TEXTS: Mapping[str, ConsentText] = {
    "account": ConsentText(
        "2026-11",
        _("Your account"),
        _(
            "We keep your name, phone number, RT and house, so that neighbours can help each"
            " other. Without this there is no account."
        ),
    ),
    "whatsapp": ConsentText(
        "2026-11",
        _("WhatsApp messages"),
        _("We may send you urgent messages through WhatsApp."),
    ),
    "blood_type": ConsentText(
        "2026-11",
        _("Blood type"),
        _("We keep your blood type and ask you when a neighbour needs blood."),
    ),
    "story_photo": ConsentText(
        "2026-11",
        _("Photo in a story"),
        _("A photo that shows you may stand in a story of your RW."),
    ),
}


def open_consents(resident: Resident) -> QuerySet[Consent]:
    return Consent.objects.filter(resident=resident, withdrawn_at=None)


@transaction.atomic
def give(resident: Resident, purpose: str) -> Consent:
    """Repeats are harmless."""
    Resident.objects.select_for_update(no_key=True).get(pk=resident.pk)
    consent, is_new = Consent.objects.get_or_create(
        resident=resident,
        purpose=purpose,
        withdrawn_at=None,
        defaults={"text_version": TEXTS[purpose].version},
    )
    if is_new:
        journal("consent.given", consent)
    return consent


@transaction.atomic
def withdraw(resident: Resident, purpose: str) -> None:
    """Repeats are harmless; the row stays, closed."""
    rows = open_consents(resident).filter(purpose=purpose).select_for_update()
    for consent in rows:
        consent.withdrawn_at = timezone.now()
        consent.save(update_fields=["withdrawn_at"])
        journal("consent.withdrawn", consent)


def journal(action: str, consent: Consent) -> None:
    record(
        action,
        object_kind="consent",
        object_id=consent.pk,
        rw_id=None,
        actor_id=consent.resident_id,
        subject_id=consent.resident_id,
    )
