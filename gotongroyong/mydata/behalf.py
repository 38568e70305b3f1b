"""The rights to their data of somebody without a phone, used by whoever speaks for them.

Each is journaled with both names. Of a deletion the others who may speak for them are told,
so that nobody deletes a neighbour in silence.
"""

from django.utils.translation import gettext_lazy as _

from accounts import consents, erasure
from accounts.models import Resident
from gotongroyong.mydata import behalf_notices as notices
from journal.actions import record
from neighborhoods.assisted import home_spoken_for
from neighborhoods.standing import Standing
from web.errors import DomainError


class AskThemFirst(DomainError):
    message = _("Please ask them first, and tick it.")


class NeverAgreed(DomainError):
    message = _("They never agreed to that themselves, so it can't be given again for them.")


def note_look(person: Resident, *, by: Standing) -> None:
    """All that is kept about them, read or as a file. Raises NotYours."""
    with home_spoken_for(person, by=by) as home:
        record(
            "data.exported_for",
            object_kind="resident",
            object_id=person.pk,
            rw_id=home.rt.rw_id,
            actor_id=by.resident.pk,
            subject_id=person.pk,
        )


def give_consent_of(person: Resident, purpose: str, *, by: Standing) -> None:
    """Aloud, once more: in their name nobody says yes to what they never agreed to themselves.

    Raises AccountClosed, NeverAgreed, NotYours.
    """
    with home_spoken_for(person, by=by) as home:
        if purpose not in consents.ever_given(person):
            raise NeverAgreed
        # What is in force stays in the words that they agreed to: the account's were spoken.
        if consents.open_consents(person).filter(purpose=purpose).exists():
            return
        consents.give(person, purpose, by=by.resident, rw_id=home.rt.rw_id)


def withdraw_consent_of(person: Resident, purpose: str, *, by: Standing) -> None:
    """Raises NotYours."""
    with home_spoken_for(person, by=by) as home:
        consents.withdraw(person, purpose, by=by.resident, rw_id=home.rt.rw_id)


def ask_erasure_of(person: Resident, *, by: Standing, has_asked: bool) -> Resident:
    """They asked for it, or live here no longer. Raises AskThemFirst, NotYours, OperatorStays."""
    if not has_asked:
        raise AskThemFirst
    with home_spoken_for(person, by=by) as home:
        asked = erasure.ask(person, by=by.resident, rw_id=home.rt.rw_id)
        # Asking again leaves the first day standing, and is no news.
        if home.resident.erase_after is None:
            notices.tell_asked(home, asked, but=by.resident)
    return asked


def keep_account_of(person: Resident, *, by: Standing) -> None:
    """By anybody who may speak for them; a repeat tells nobody. Raises NotYours."""
    with home_spoken_for(person, by=by) as home:
        entry = erasure.take_back(person, by=by.resident, rw_id=home.rt.rw_id)
        if entry:
            notices.tell_kept(home, entry, but=by.resident)
