from .directives import Addressee, Directive, DirectiveHand, Letter, Target
from .journal import Entry, canonical
from .mails import Mail, ResetRequest
from .offices import Office, Placement
from .orders import CoverageDistrict, CoverageLine, Order, OrderHand
from .outages import Outage, OutageDistrict
from .people import Person, RoleGrant
from .postings import Posting
from .receipts import Receipt
from .reference import Discom, District, ServiceArea
from .verification import WrongCode

__all__ = [
    "Addressee",
    "CoverageDistrict",
    "CoverageLine",
    "Directive",
    "DirectiveHand",
    "Discom",
    "District",
    "Entry",
    "Letter",
    "Mail",
    "Office",
    "Order",
    "OrderHand",
    "Outage",
    "OutageDistrict",
    "Person",
    "Placement",
    "Posting",
    "Receipt",
    "ResetRequest",
    "RoleGrant",
    "ServiceArea",
    "Target",
    "WrongCode",
    "canonical",
]
