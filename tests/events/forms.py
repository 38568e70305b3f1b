"""The form of an event as a browser sends it."""

from datetime import timedelta

from django.utils import timezone

from web.dates import local

FORM = {
    "title": "Bersih selokan sebelum hujan",
    "details": "Bawa sarung tangan sendiri.",
    "for_whom": "rw",
    "place_text": "Depan balai warga",
    "starts": "06:00",
    "ends": "09:00",
    "repeat": "",
    "until": "",
}
ROWS = (("people", "10", "Regu selokan"), ("tools", "3", "Cangkul"), ("food", "2", "Teh dan kue"))


def tomorrow(days: int = 1) -> str:
    return (local(timezone.now(), "Asia/Jakarta") + timedelta(days=days)).date().isoformat()


def rows(*lines: tuple[str, ...], count: int | None = None) -> dict[str, str]:
    """The formset as a browser sends it: kind, how many, for what, and the shift it is."""
    sent = {"tempat-TOTAL_FORMS": str(count or len(lines)), "tempat-INITIAL_FORMS": "0"}
    for number, line in enumerate(lines):
        for name, value in zip(("kind", "capacity", "label", "shift_id"), line, strict=False):
            sent[f"tempat-{number}-{name}"] = value
    return sent


def form(**changes: str) -> dict[str, str]:
    return FORM | rows(*ROWS) | {"date": tomorrow(), "step": "send"} | changes
