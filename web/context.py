from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "site": {"demo": settings.DEMO, "source_url": settings.SOURCE_URL},
        # By itself, since allauth's sign-in page has a `site` of its own.
        "has_gateway": bool(settings.SMS_GATEWAY_URL),
    }
