"""The addresses of all public pages that the small record has, without the language."""

PAGES = [
    "/",
    "/ask/",
    "/districts/",
    "/districts/varanasi/",
    "/districts/agra/",
    "/districts/gautam-buddha-nagar/",
    "/orders/",
    "/orders/?q=MO&discom=PUVVNL&district=varanasi&area=urban&year=2022&page=1",
    "/orders/mo-2022-23-0001/",
    "/orders/mo-2022-23-0002/",
    "/notices/",
    "/notices/?year=2022",
    "/notices/1/",
    "/notices/3/",
    "/directives/d-2022-23-0001/",
    "/verify/",
    "/as-of/",
    "/as-of/?at=2022-12-29T18:30",
    "/as-of/?at=2022-12-29T18:30&known_at=2022-12-29T18:30",
    "/about/",
    "/about/contact/",
    "/about/accessibility/",
    "/about/site-map/",
]
WRITTEN_TO = ["/verify/"]  # a form is sent there; nothing is saved
BOTH = [prefix + page for prefix in ("", "/en") for page in PAGES]
