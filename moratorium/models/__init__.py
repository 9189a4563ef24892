from .journal import Entry, canonical
from .offices import Office, Placement
from .orders import CoverageDistrict, CoverageLine, Order, OrderHand
from .outages import Outage, OutageDistrict
from .people import Person, RoleGrant
from .postings import Posting
from .reference import Discom, District, ServiceArea

__all__ = [
    "CoverageDistrict",
    "CoverageLine",
    "Discom",
    "District",
    "Entry",
    "Office",
    "Order",
    "OrderHand",
    "Outage",
    "OutageDistrict",
    "Person",
    "Placement",
    "Posting",
    "RoleGrant",
    "ServiceArea",
    "canonical",
]
