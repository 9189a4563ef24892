from .journal import Entry, canonical
from .mails import Mail, ResetRequest
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
    "Mail",
    "Office",
    "Order",
    "OrderHand",
    "Outage",
    "OutageDistrict",
    "Person",
    "Placement",
    "Posting",
    "ResetRequest",
    "RoleGrant",
    "ServiceArea",
    "canonical",
]
