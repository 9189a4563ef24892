"""Who asks: the address of the client, also where proxies stand between.

A proxy adds the address that it was asked from at the right end of `X-Forwarded-For`. Whatever
stands left of what trusted proxies added, the client may have written itself.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from moratorium.rules.networks import network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
UNIX = "unix"
_MAPPED = IPv6Network("::ffff:0:0/96")
_IN_BRACKETS = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::[0-9]{1,5})?")
_WITH_PORT = re.compile(r"([0-9.]+):[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies that are trusted: their networks, and whether who comes by a Unix socket is one."""

    networks: tuple[Network, ...] = ()
    unix: bool = False

    def __bool__(self) -> bool:
        return self.unix or bool(self.networks)

    def holds(self, address: Address) -> bool:
        """Whether an address is one of theirs."""
        return any(address in each for each in self.networks)

    def holds_peer(self, peer: str) -> bool:
        """Whether the other end of a connection, as servers name it, is one of them."""
        if not peer or peer.startswith("unix:"):
            return self.unix
        address = _read(peer.partition("%")[0])
        return address is not None and self.holds(address)


def proxies(entries: Iterable[str]) -> Proxies:
    """The proxies that a setting names: addresses, networks, or `unix`.

    Raises ImproperlyConfigured for anything else.
    """
    words = [stripped for entry in entries if (stripped := entry.strip())]
    return Proxies(tuple(_network(word) for word in words if word != UNIX), UNIX in words)


def client_address(peer: str, forwarded: str, trusted: Proxies) -> str:
    """The address of the client, by the other end of the connection and `X-Forwarded-For`.

    From the right, the first address that is no trusted proxy's; if all are, the leftmost. At an
    entry that is no address it stops, with the last one that was. An IPv4 address stands for its
    form in IPv6 (RFC 4291, 2.5.5.2). A peer that is no trusted proxy is the client, whatever it
    says. Empty where there is no address, as over a Unix socket.
    """
    own = _read(peer.partition("%")[0])
    found = "" if own is None else str(own)
    if not trusted.holds_peer(peer):
        return found
    for entry in reversed(forwarded.split(",")):
        address = _entry(entry.strip())
        if address is None:
            break
        found = str(address)
        if not trusted.holds(address):
            break
    return found


class ClientAddressMiddleware:
    """Puts the client's address where everything after it looks: into REMOTE_ADDR.

    Where trusted proxies are named, nobody else is believed that a request came by https. Without
    any, everybody is, as installations before this setting count on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta, trusted = request.META, settings.TRUSTED_PROXIES
        peer = meta.get("REMOTE_ADDR") or ""
        meta["REMOTE_ADDR"] = client_address(peer, meta.get("HTTP_X_FORWARDED_FOR", ""), trusted)
        if trusted and not trusted.holds_peer(peer) and settings.SECURE_PROXY_SSL_HEADER:
            meta.pop(settings.SECURE_PROXY_SSL_HEADER[0], None)
        return self.get_response(request)


def counted_address(request: HttpRequest) -> str | None:
    """The address that wrong passwords of a request are counted for, as an address.

    For IPv6 it is the first one of the subscriber, who has 2**64 to choose from.
    """
    address = request.META.get("REMOTE_ADDR")
    return network(address).partition("/")[0] if address else None


def _network(word: str) -> Network:
    try:
        read = ip_network(word)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES holds {word!r}, which is no address, no network and not unix: {error}."
        ) from None
    if isinstance(read, IPv6Network) and read.subnet_of(_MAPPED):
        mapped = read.network_address.ipv4_mapped
        return ip_network(f"{mapped}/{read.prefixlen - _MAPPED.prefixlen}")
    return read


def _entry(text: str) -> Address | None:
    """One entry of the header, with or without brackets and port; None if it is no address."""
    for form in (_IN_BRACKETS, _WITH_PORT):
        if match := form.fullmatch(text):
            return _read(match[1])
    return _read(text)


def _read(text: str) -> Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if not isinstance(address, IPv6Address):
        return address
    # A zone is of one machine alone, and may be any text.
    return None if address.scope_id else address.ipv4_mapped or address
