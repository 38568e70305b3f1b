from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def demo_is_off(**_: Any) -> list[CheckMessage]:
    """The demo signs anybody in with one tap."""
    if not settings.DEMO:
        return []
    return [Error("DEMO must be off in production: it signs anybody in.", id="gotongroyong.E001")]


@register(Tags.security, deploy=True)
def site_url_is_https(**_: Any) -> list[CheckMessage]:
    if settings.SITE_URL.startswith("https://") or not settings.SECURE:
        return []
    return [Error("SITE_URL must be the https address in mails.", id="gotongroyong.E002")]
