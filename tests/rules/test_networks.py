"""Whom an address counts for."""

import pytest

from moratorium.rules.networks import network

pytestmark = pytest.mark.plain


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
        ("", "unknown"),
        ("x" * 500, "x" * 64),
    ],
)
def test_who_has_a_whole_network_of_addresses_is_one(address: str, counted: str) -> None:
    assert network(address) == counted
