"""What an application is told of a client's address and of TLS, for granian to serve."""

import json
from collections.abc import Callable, Iterable
from typing import Any

TOLD = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps([environ.get(name) for name in TOLD]).encode()]
