"""Sends a short text by whoever `SMS_GATEWAY_URL` names: SMS or WhatsApp, one JSON POST.

Without that setting there is no gateway, and nothing that needs one is shown.
"""

import json
from http.client import HTTPException
from threading import Thread
from urllib.request import Request, urlopen

import structlog
from django.conf import settings

SECONDS = 10
log = structlog.get_logger(__name__)


def is_there() -> bool:
    return bool(settings.SMS_GATEWAY_URL)


def send(phone: str, text: str) -> None:
    """Beside the request, which so takes no longer for a number that is known."""
    Thread(target=post, args=(settings.SMS_GATEWAY_URL, phone, text), daemon=True).start()


def post(url: str, phone: str, text: str) -> None:
    body = json.dumps({"to": phone, "text": text}).encode()
    headers = {"Content-Type": "application/json"}
    try:
        # The operator's own address, from the environment.
        with urlopen(Request(url, body, headers), timeout=SECONDS):  # noqa: S310
            pass
    except (OSError, HTTPException) as error:
        # Its words may hold the number.
        log.warning("gateway_failed", error=type(error).__name__)
