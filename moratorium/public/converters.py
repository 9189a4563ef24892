"""Slugs in addresses. They are made from numbers in any script, so more than a-z."""


class SlugConverter:
    """Anything that a slug may hold; whether there is such a record is the register's answer."""

    regex = r"[^/?#\\%\s\x00-\x1f\x7f]{1,200}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
