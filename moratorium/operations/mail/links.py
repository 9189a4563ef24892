"""The link by which a person chooses a password: three days, once, and never stored."""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import override

from ...models import Person
from ...rules.wording import Text


class _Tokens(PasswordResetTokenGenerator):
    """A token dies with the password, the address, a sign-in, and the account's closing."""

    key_salt = "moratorium.operations.mail.links"

    def _make_hash_value(self, user: Person, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}"


tokens = _Tokens()


def set_password(person: Person) -> Text:
    """A new link for a person, to the Hindi and to the English page."""
    key = urlsafe_base64_encode(force_bytes(person.pk))
    token = tokens.make_token(person)
    return Text(_address("hi", key, token), _address("en", key, token))


def person_of(key: str) -> Person | None:
    """Whose link it is; None for a key that is none and for a closed account."""
    try:
        found = Person.objects.filter(pk=force_str(urlsafe_base64_decode(key)), is_active=True)
        return found.first()
    except (ValueError, OverflowError):
        return None


def _address(language: str, key: str, token: str) -> str:
    with override(language):
        return settings.SITE_URL + reverse("set_password", args=[key, token])
