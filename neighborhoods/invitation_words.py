"""An invitation in words: where it leads, until when, and what goes to the WhatsApp group."""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from neighborhoods.invitations import code_of
from neighborhoods.models import Invitation, Office
from neighborhoods.standing import place_name
from web.dates import local, long_day, short_day
from web.share import Share, absolute, share_words


def place_of(invitation: Invitation) -> str:
    """`RT 003/RW 005`."""
    return place_name(invitation.rt, invitation.rw)


def village_of(invitation: Invitation) -> str:
    """Numbers of RT and RW repeat in every village, so it is named where one joins."""
    rw = invitation.rw
    return ", ".join((rw.village, rw.district, rw.city))


def inviter_of(invitation: Invitation) -> str:
    """By their office and never by name: the page is open to whoever has the code."""
    operator = _("The operator of this board")
    if invitation.made_by_id is None:
        return operator
    offices = Office.objects.in_force().filter(holder=invitation.made_by_id, rw=invitation.rw_id)
    own = offices.filter(Q(rt=invitation.rt_id) | Q(rt=None)).select_related("rt", "rw")
    if office := own.order_by("rt").first():
        return f"{office.get_post_display()} {office.rt or office.rw}"
    if invitation.made_by and invitation.made_by.is_staff:
        return operator
    return _("The coordinators of %(place)s") % {"place": place_of(invitation)}


def last_day(invitation: Invitation) -> str:
    """The last whole day that it is good for: it ends at midnight."""
    return long_day(last_date(invitation))


def short_last_day(invitation: Invitation) -> str:
    return short_day(last_date(invitation))


def last_date(invitation: Invitation) -> date:
    return local(invitation.expires_at - timedelta(seconds=1), invitation.rw.zone).date()


def share_of(invitation: Invitation) -> Share | None:
    """None where the code can't be told any more."""
    code = code_of(invitation)
    if not code:
        return None
    return share_words(
        reverse("join", args=[code]), lambda url: message(invitation, code=code, url=url)
    )


def message(invitation: Invitation, *, code: str, url: str) -> str:
    words = {
        "place": place_of(invitation),
        "post": invitation.get_post_display(),
        "url": url,
        "code": code,
        "door": absolute(reverse("join_code")),
        "day": last_day(invitation),
    }
    parts = to_one(words) if invitation.post else to_many(words)
    return "\n\n".join(parts)


def to_many(words: dict[str, str]) -> tuple[str, ...]:
    """For the RT's group."""
    return (
        _("Invitation for the residents of %(place)s") % words,
        _("Our RT's board for helping each other. Open: %(url)s") % words,
        _("Or open %(door)s and type the code %(code)s") % words,
        _("Good until %(day)s. Please don't pass it on outside our RT.") % words,
    )


def to_one(words: dict[str, str]) -> tuple[str, ...]:
    """For whoever is to hold the office, and nobody else: with it they hold it."""
    return (
        _("Invitation to become %(post)s of %(place)s") % words,
        _("Open this link to take up the office: %(url)s") % words,
        _("Or open %(door)s and type the code %(code)s") % words,
        _("It is for you alone, works once and is good until %(day)s. Please don't pass it on.")
        % words,
    )
