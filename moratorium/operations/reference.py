"""What operations need of the reference data."""

from ..models import ServiceArea
from ..rules.scope import ALL_STATE_DISCOMS, STATE


def serves() -> dict[str, set[str]]:
    """The districts (slugs) that each discom serves in any area; `*`: any state discom."""
    served: dict[str, set[str]] = {ALL_STATE_DISCOMS: set()}
    rows = ServiceArea.objects.order_by().values_list("discom_id", "discom__kind", "district_id")
    for code, kind, slug in rows:
        served.setdefault(code, set()).add(slug)
        if kind == STATE:
            served[ALL_STATE_DISCOMS].add(slug)
    return served
