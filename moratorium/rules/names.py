"""How names of districts and discoms are matched, whatever the spelling."""

import re
import unicodedata

_NUKTA, _VIRAMA = "़", "्"
_NASALS = "ङञणनम"
_NASAL_CLUSTER = re.compile(f"[{_NASALS}]{_VIRAMA}(?=[क-ह])")


def key(name: str) -> str:
    """The form under which two spellings of one name are equal.

    NFC, without nukta, chandrabindu as anusvara, a nasal with halant as anusvara, and
    case, spaces and hyphens ignored.
    """
    text = unicodedata.normalize("NFD", name).replace(_NUKTA, "")
    text = unicodedata.normalize("NFC", text).replace("ँ", "ं")
    text = _NASAL_CLUSTER.sub("ं", text)
    return re.sub(r"[\s\-‐-―]+", "", text).casefold()
