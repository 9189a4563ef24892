"""The reference data as it is on record: discoms, districts, and who supplies what."""

from ..models import Discom, District, ServiceArea
from ..rules.places import Places, Region, Supplier, Supply, district_names
from ..rules.wording import Text


def load() -> Places:
    """The reference data as it is now; three queries."""
    suppliers = {d.code: Supplier(d.code, d.kind, d.name, d.short) for d in Discom.objects.all()}
    regions = {
        d.slug: Region(d.slug, d.name, tuple(d.aliases), d.tile_column, d.tile_row)
        for d in District.objects.all()
    }
    supplies = tuple(
        Supply(s.district_id, s.area, suppliers[s.discom_id], Text(s.places_hi, s.places_en))
        for s in ServiceArea.objects.order_by(
            "district_id", "area", "discom__position", "discom_id"
        )
    )
    return Places(suppliers, regions, supplies)


__all__ = ["Places", "Region", "Supplier", "Supply", "district_names", "load"]
