"""Whose address a request came from, behind a counted number of proxies that we trust."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The address that limits count: IPv4 as it is, of IPv6 the /64 (one household's or phone's).

    What stands further left in X-Forwarded-For than our proxies wrote is the client's own
    invention; with no proxy all of it is.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    address = parsed(forwarded_for(request) or peer) or parsed(peer)
    if address is None:
        # A server behind a socket file has no peer: better one counter for all than none.
        return "unknown"
    return str(IPv6Network((address, 64), strict=False) if address.version == 6 else address)


def forwarded_for(request: HttpRequest) -> str:
    """What the outermost trusted proxy saw; empty if the request did not pass all of them."""
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return passed[-proxies].strip() if 0 < proxies <= len(passed) else ""


def parsed(written: str) -> IPv4Address | IPv6Address | None:
    """Also with a port, as some proxies write it."""
    bare = written.partition("]")[0].lstrip("[").partition("%")[0]
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
