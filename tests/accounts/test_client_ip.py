import pytest
from django.test import RequestFactory
from pytest_django import Settings

from accounts.client_ip import client_ip

PEER = "203.0.113.7"


def seen(settings: Settings, proxies: int, forwarded: str | None, peer: str = PEER) -> str:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return client_ip(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        (0, None, PEER),
        (0, "198.51.100.1", PEER),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (2, "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        # It did not pass both proxies, so that nobody vouches for what it says.
        (2, "198.51.100.1", PEER),
        (1, None, PEER),
        (1, "", PEER),
        (1, "nonsense", PEER),
        (1, "198.51.100.1:5123", "198.51.100.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "[2001:db8:1:2:ffff::1]:443", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_an_address_is_believed_as_far_as_our_proxies_wrote_it(
    settings: Settings, proxies: int, forwarded: str | None, client: str
) -> None:
    assert seen(settings, proxies, forwarded) == client


def test_a_peer_without_an_address_shares_one_counter(settings: Settings) -> None:
    assert seen(settings, 0, None, peer="") == "unknown"
