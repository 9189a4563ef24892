"""Whom an internet address counts for, wherever askers are counted."""

import ipaddress

SITE_PREFIX = 64  # bits of an IPv6 address that one subscriber has; the rest is theirs to choose
UNKNOWN = "unknown"
LONGEST = 64  # characters


def network(address: str) -> str:
    """The network that an address counts for: itself, or the subscriber's part of an IPv6 one.

    What is no address counts for itself, cut to 64 characters; where there is none, for all
    others of whom none is known.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:LONGEST] or UNKNOWN
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ipaddress.ip_network((parsed, SITE_PREFIX), strict=False))
        parsed = parsed.ipv4_mapped
    return str(parsed)
