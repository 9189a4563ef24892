"""Whose address a request counts for: the client's, behind proxies too, and never a forged one."""

from ipaddress import ip_address
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from portal.client_address import (
    ClientAddressMiddleware,
    client_address,
    counted_address,
    proxies,
)

pytestmark = pytest.mark.plain
TRUSTED = ("127.0.0.1", "10.0.0.0/8", "2001:db8:ffff::/48")
PROXY, CLIENT, FORGED = "127.0.0.1", "198.51.100.7", "203.0.113.9"
V6 = "2001:db8:1::5"


def address(peer: str, forwarded: str, *trusted: str) -> str:
    return client_address(peer, forwarded, proxies(trusted or TRUSTED))


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        # Nobody who is not trusted is asked.
        (CLIENT, "", CLIENT),
        (CLIENT, FORGED, CLIENT),
        (CLIENT, PROXY, CLIENT),
        (V6, FORGED, V6),
        ("", FORGED, ""),
        ("unix:", FORGED, ""),
        # One proxy, and several.
        (PROXY, CLIENT, CLIENT),
        (PROXY, f"{CLIENT}, 10.1.2.3", CLIENT),
        (PROXY, f"{CLIENT},10.1.2.3,2001:db8:ffff::1,10.9.9.9", CLIENT),
        ("2001:db8:ffff::1", V6, V6),
        # What a client writes itself stands left of what a proxy adds.
        (PROXY, f"{FORGED}, {CLIENT}", CLIENT),
        (PROXY, f"{FORGED}, {PROXY}, {CLIENT}", CLIENT),
        (PROXY, f"{FORGED}, {CLIENT}, 10.1.2.3", CLIENT),
        (PROXY, f"unknown, , {CLIENT}", CLIENT),
        # All are trusted: the leftmost.
        (PROXY, "", PROXY),
        (PROXY, "10.0.0.1, 10.0.0.2", "10.0.0.1"),
        # What is no address: the last that was one.
        (PROXY, "unknown", PROXY),
        (PROXY, "_hidden", PROXY),
        (PROXY, f"{FORGED}, unknown, 10.1.2.3", "10.1.2.3"),
        (PROXY, f"{FORGED}, , 10.1.2.3", "10.1.2.3"),
        (PROXY, f"{FORGED},", PROXY),
        (PROXY, f"{FORGED}, 1.2.3, 10.1.2.3", "10.1.2.3"),
        (PROXY, f"{FORGED}, 010.1.2.3", PROXY),
        (PROXY, f"{FORGED}, 256.1.1.1", PROXY),
        (PROXY, f"{FORGED}, {CLIENT};by=x", PROXY),
        (PROXY, f"{FORGED}, fe80::1%{'x' * 99}", PROXY),
        (PROXY, f"{FORGED}, [{CLIENT}", PROXY),
        (PROXY, f"{FORGED}, {CLIENT}:port", PROXY),
        # Forms of addresses.
        (PROXY, f"{CLIENT}:4711", CLIENT),
        (PROXY, f"[{V6}]", V6),
        (PROXY, f"[{V6}]:4711", V6),
        (PROXY, "2001:0DB8:0001::0005", V6),
        (PROXY, f"::ffff:{CLIENT}", CLIENT),
        (PROXY, f"[::ffff:{CLIENT}]:4711", CLIENT),
        (PROXY, f"\t{CLIENT} ", CLIENT),
        (f"::ffff:{PROXY}", CLIENT, CLIENT),
        (f"::ffff:{CLIENT}", FORGED, CLIENT),
        (PROXY, f"{CLIENT}, ::ffff:10.1.2.3", CLIENT),
        ("fe80::1%eth0", FORGED, "fe80::1"),
    ],
)
def test_the_first_from_the_right_that_is_no_trusted_proxy(
    peer: str, forwarded: str, found: str
) -> None:
    assert address(peer, forwarded) == found


def test_without_trusted_proxies_the_other_end_is_the_client() -> None:
    for peer in (PROXY, CLIENT, V6):
        assert client_address(peer, FORGED, proxies([])) == peer


def test_a_proxy_on_a_unix_socket_is_one_if_it_is_named() -> None:
    for peer in ("", "unix:"):
        assert address(peer, CLIENT, "unix") == CLIENT
        assert address(peer, f"{FORGED}, {CLIENT}", "unix") == CLIENT
        assert address(peer, "unknown", "unix") == ""
    assert address(PROXY, CLIENT, "unix") == PROXY


ADDRESSES = st.ip_addresses().map(str)


@given(client=ADDRESSES, own=st.text(max_size=40), through=st.lists(st.sampled_from(
       ["10.0.0.7", "127.0.0.1:80", "[2001:db8:ffff::2]", "::ffff:10.1.1.1"]), max_size=3))  # fmt: skip
def test_whatever_a_client_writes_changes_nothing(
    client: str, own: str, through: list[str]
) -> None:
    honest = ", ".join([client, *through])
    assert address(PROXY, f"{own}, {honest}") in (address(PROXY, honest), address(PROXY, own))
    if not proxies(TRUSTED).holds(ip_address(client)):
        assert address(PROXY, f"{own}, {honest}") == address(PROXY, honest)


@given(peer=ADDRESSES | st.text(max_size=20), forwarded=st.text(max_size=80))
def test_what_is_found_is_an_address_or_nothing(peer: str, forwarded: str) -> None:
    found = address(peer, forwarded, *TRUSTED, "unix")
    assert not found or ip_address(found)


# The setting


@pytest.mark.parametrize(
    "entry", ["proxy.example", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0-10.0.0.9", "*", "1.2.3"]
)
def test_an_entry_that_is_none_is_refused_in_words(entry: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        proxies(["127.0.0.1", entry])
    assert str(refused.value).startswith(f"TRUSTED_PROXIES holds '{entry}', which is no address")


def test_entries_may_be_empty_or_have_spaces_around_them() -> None:
    assert proxies([" 127.0.0.1 ", "", " 10.0.0.0/8"]) == proxies(["127.0.0.1", "10.0.0.0/8"])
    assert not proxies(["", " "])


def test_an_ipv4_network_is_one_in_its_form_in_ipv6_too() -> None:
    assert proxies(["::ffff:10.0.0.0/104"]) == proxies(["10.0.0.0/8"])


# The middleware


def seen(trusted: tuple[str, ...], settings: Any, **meta: str) -> HttpRequest:
    """A request as it is after the middleware."""
    settings.TRUSTED_PROXIES = proxies(trusted)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = RequestFactory().get("/", **meta)
    ClientAddressMiddleware(lambda _request: HttpResponse())(request)
    return request


def test_whatever_comes_after_sees_the_client(settings: Any) -> None:
    request = seen(TRUSTED, settings, REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=f"{FORGED}, {CLIENT}")
    assert request.META["REMOTE_ADDR"] == counted_address(request) == CLIENT


def test_it_stands_before_all_others(settings: Any) -> None:
    assert settings.MIDDLEWARE[0] == "portal.client_address.ClientAddressMiddleware"


def test_passwords_are_counted_for_the_whole_network_of_a_subscriber(settings: Any) -> None:
    request = seen((), settings, REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    assert counted_address(request) == "2001:db8:1:2::"


def test_who_has_no_address_is_counted_without_one(settings: Any) -> None:
    assert counted_address(seen((), settings, REMOTE_ADDR="")) is None


@pytest.mark.parametrize(
    ("trusted", "peer", "secure"),
    [(TRUSTED, PROXY, True), (TRUSTED, CLIENT, False), ((), CLIENT, True), ((), PROXY, True)],
)
def test_where_proxies_are_named_they_alone_say_that_it_came_by_https(
    settings: Any, trusted: tuple[str, ...], peer: str, secure: bool
) -> None:
    request = seen(trusted, settings, REMOTE_ADDR=peer, HTTP_X_FORWARDED_PROTO="https")
    assert request.is_secure() is secure
