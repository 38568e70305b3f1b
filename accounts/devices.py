"""Where somebody is signed in: one row a session, with neither an address nor a user agent."""

from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Device, Resident

SEEN_ON = "seen_on"
# The first that is found; Edge and Samsung call themselves Chrome too, and Chrome Safari.
BROWSERS = (
    ("EdgA", "Edge"), ("Edg", "Edge"), ("SamsungBrowser", "Samsung Internet"), ("OPR", "Opera"),
    ("UCBrowser", "UC Browser"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"),
    ("Windows", "Windows"), ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def label_of(user_agent: str) -> str:
    """'Chrome, Android': enough to know one's own phone by."""
    return ", ".join(filter(None, (first_in(user_agent, BROWSERS), first_in(user_agent, SYSTEMS))))


def first_in(text: str, marks: Iterable[tuple[str, str]]) -> str:
    return next((name for mark, name in marks if mark in text), "")


def note_sign_in(request: HttpRequest, resident: Resident) -> None:
    if not request.session.session_key:
        request.session.create()
    keep(request, resident)


@transaction.atomic
def keep(request: HttpRequest, resident: Resident) -> None:
    """Seen today, which is said once a day; nothing of an account that was switched off."""
    request.session[SEEN_ON] = seen_mark(request)
    live = Resident.objects.select_for_update(no_key=True).filter(pk=resident.pk, is_active=True)
    if not live.exists():
        return
    Device.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={"resident": resident, "seen_at": timezone.now()},
        create_defaults={
            "resident": resident,
            "label": label_of(request.META.get("HTTP_USER_AGENT", "")),
        },
    )


def seen_mark(request: HttpRequest) -> str:
    """With the session's key: Django's admin draws a new one with one's own new password."""
    return f"{timezone.localdate()} {request.session.session_key}"


def move(old_key: str | None, new_key: str | None) -> None:
    """A new password gives the session a new key; the device stays the same."""
    Device.objects.filter(session_key=old_key or "").update(session_key=new_key)


def devices_of(resident: Resident) -> list[Device]:
    """Those whose session still runs, the last seen first."""
    running = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    devices = Device.objects.filter(resident=resident, session_key__in=running)
    return list(devices.order_by("-seen_at", "-pk"))


def end(device: Device) -> None:
    Session.objects.filter(session_key=device.session_key).delete()
    device.delete()


def end_all(resident: Resident, *, but: str | None = None) -> int:
    """Sign somebody out everywhere, save in the session of that key; how many those were."""
    devices = Device.objects.filter(resident=resident).exclude(session_key=but or "")
    keys = list(devices.values_list("session_key", flat=True))
    ended = Session.objects.filter(session_key__in=keys).delete()[0]
    devices.filter(session_key__in=keys).delete()
    return ended


def clear_ended() -> int:
    """Rows of sessions that are gone; those are cleared by Django's own tick."""
    running = Session.objects.values("session_key")
    return Device.objects.exclude(session_key__in=running).delete()[0]
