"""Ports of this machine."""

import socket

from gotongroyong.services.trouble import Trouble


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def require_free(host: str, port: int) -> None:
    """Told before anything long is done, rather than by a traceback after it."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Trouble(
            f"Port {port} on {host} can't be used ({(error.strerror or str(error)).lower()}): "
            "choose another one, as in PORT=8001 script/server."
        ) from error
