"""What this app keeps about a person: what they were told, how, and through which channels."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from accounts.personal_data import (
    KEY,
    MACHINERY,
    PLACE,
    THE_PERSON,
    Holding,
    delete_rows,
    impersonal,
    register,
)
from notifications import kinds
from notifications.models import Delivery, Heartbeat, Notification, Preference

KEPT = _("until you delete your account")


def notices_of(resident: Resident) -> QuerySet[Notification]:
    return Notification.objects.filter(recipient=resident).order_by("id")


def deliveries_of(resident: Resident) -> QuerySet[Delivery]:
    return Delivery.objects.filter(notification__recipient=resident).order_by("id")


def preferences_of(resident: Resident) -> QuerySet[Preference]:
    return Preference.objects.filter(resident=resident)


def told(notification: Notification) -> str:
    """Its title: the kinds render it from what is true now."""
    try:
        return kinds.get(notification.kind).words(notification).title
    except (KeyError, AttributeError):
        # Of a kind or about a thing that is no more.
        return notification.kind


def channel_of(row: Delivery | Preference) -> str:
    return {"inapp": str(_("In the app")), "email": str(_("Email"))}.get(row.channel, row.channel)


def register_holdings() -> None:
    register(
        Holding(
            model=Notification,
            title=_("What you were told"),
            of=notices_of,
            exported={
                "kind": _("Notification"),
                "code": _("About"),
                "created_at": _("Made"),
                "delivered_at": _("Delivered"),
                "read_at": _("Read"),
            },
            left_out={
                "id": KEY,
                "recipient": THE_PERSON,
                "object_id": KEY,
                "rw_id": PLACE,
                "zone": PLACE,
                "version": MACHINERY,
            },
            shown={"kind": told},
            prepare=kinds.attach_subjects,
            erase=delete_rows(notices_of),
            kept=KEPT,
        ),
        Holding(
            model=Delivery,
            title=_("How you were told"),
            of=deliveries_of,
            exported={
                "channel": _("Channel"),
                "status": _("State"),
                "due_at": _("Due"),
                "sent_at": _("Sent"),
            },
            left_out={
                "id": KEY,
                "notification": KEY,
                "dedup_key": KEY,
                "expires_at": MACHINERY,
                "reason": MACHINERY,
                "lease_until": MACHINERY,
                "fence": MACHINERY,
                "attempts": MACHINERY,
                "created_at": MACHINERY,
            },
            shown={"channel": channel_of},
            erase=delete_rows(deliveries_of),
            kept=KEPT,
        ),
        Holding(
            model=Preference,
            title=_("How you want to be told"),
            of=preferences_of,
            exported={"channel": _("Channel"), "enabled": _("Switched on")},
            left_out={"id": KEY, "resident": THE_PERSON},
            shown={"channel": channel_of},
            erase=delete_rows(preferences_of),
            kept=KEPT,
        ),
        impersonal(Heartbeat, "name at", why=MACHINERY),
    )
