"""Full addresses of public pages, for machines that read without a page's language."""

from urllib.parse import quote

from django.conf import settings

from ..rules.wording import EN, LANGUAGES

PREFIX = {language: "/en/" if language == EN else "/" for language in LANGUAGES}


def order(slug: str, language: str) -> str:
    """Where an order is read."""
    return _page(language, f"orders/{quote(slug)}/")


def directive(slug: str, language: str) -> str:
    """Where a public directive is read."""
    return _page(language, f"directives/{quote(slug)}/")


def letter(slug: str) -> str:
    """Where a public directive's letter is; it is in both languages."""
    return f"{settings.SITE_URL}/directives/{quote(slug)}.pdf"


def district(slug: str, language: str) -> str:
    """Where a district's answer is read."""
    return _page(language, f"districts/{quote(slug)}/")


def notice(seq: int, language: str) -> str:
    """Where a notice is read."""
    return _page(language, f"notices/{seq}/")


def board(language: str) -> str:
    """Where the board is read."""
    return _page(language, "")


def notices_feed(language: str) -> str:
    """Where the feed of notices is."""
    return _page(language, "feeds/notices.atom")


def district_feed(slug: str, language: str) -> str:
    """Where a district's feed is."""
    return _page(language, f"feeds/districts/{quote(slug)}.atom")


def _page(language: str, path: str) -> str:
    return f"{settings.SITE_URL}{PREFIX[language]}{path}"
