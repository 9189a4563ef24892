"""The reference data: who serves what, and how it is loaded from its files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction

from ..models import Discom, District, ServiceArea
from ..rules.instants import IST
from ..rules.scope import ALL_STATE_DISCOMS, ANY_AREA, AREAS, STATE
from ..rules.wording import Text
from . import reference_files as files
from .reference_files import ReferenceRefused, Row

DATA = Path(__file__).resolve().parent.parent / "data"

__all__ = [
    "DATA",
    "Difference",
    "ReferenceRefused",
    "Report",
    "load",
    "serves",
    "serves_in",
    "state_discoms",
]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the database says otherwise than the file; the database is left as it is."""

    noun: str
    key: str
    field: str
    on_record: str
    in_file: str


@dataclass(slots=True)
class Report:
    """What a loading added, by noun, and what it left as the reference keeper has it."""

    added: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)


def serves() -> dict[str, set[str]]:
    """The districts (slugs) that each discom serves in any area; `*`: any state discom."""
    served: dict[str, set[str]] = {ALL_STATE_DISCOMS: set()}
    rows = ServiceArea.objects.order_by().values_list("discom_id", "discom__kind", "district_id")
    for code, kind, slug in rows:
        served.setdefault(code, set()).add(slug)
        if kind == STATE:
            served[ALL_STATE_DISCOMS].add(slug)
    return served


def state_discoms(at: datetime) -> list[Discom]:
    """The Corporation's discoms that exist on the day (IST) of an instant, in their order."""
    state = Discom.objects.filter(kind=STATE)
    return list(state.exclude(ended_on__lte=at.astimezone(IST).date()))


def serves_in(discom: Discom, area: str) -> set[str]:
    """The districts (slugs) that a discom serves in an area, or in any."""
    areas = AREAS if area == ANY_AREA else (area,)
    rows = ServiceArea.objects.filter(discom=discom, area__in=areas)
    return set(rows.values_list("district_id", flat=True))


@transaction.atomic
def load(directory: Path | None = None) -> Report:
    """Add what is missing and report what differs (contract, section 2, last sentence).

    What is there stays as the reference keeper left it. Raises ReferenceRefused, with
    nothing written, for a changed code or kind and for files that make no sense.
    """
    rows = {name: files.read(directory or DATA, name) for name in files.COLUMNS}
    report = Report()
    _load_discoms(rows["discoms.csv"], report)
    _load_districts(rows["districts.csv"], rows["tiles.csv"], report)
    _load_service_areas(rows["service_areas.csv"], report)
    return report


def _load_discoms(rows: list[Row], report: Report) -> None:
    name = "discoms.csv"
    files.refuse(files.repeated(name, [row["code"] for row in rows]))
    offered = [
        Discom(position=position, parent_id=row["parent"] or None, **_without(row, "parent"))
        for position, row in enumerate(rows)
    ]
    there = Discom.objects.in_bulk()
    files.refuse(files.unsound(name, offered))
    files.refuse(files.renamed(name, offered, there.values()))
    files.refuse(_changed_kinds(name, offered, there))
    codes = {*there, *(each.code for each in offered)}
    files.refuse(
        files.unknown(name, each.code, "parent", each.parent_id)
        for each in offered
        if each.parent_id and each.parent_id not in codes
    )
    compared = [c for c in files.COLUMNS[name] if c not in ("code", "kind", "parent")]
    _add("discom", offered, there, [*compared, "parent_id"], report)


def _changed_kinds(
    name: str, offered: Sequence[Discom], there: Mapping[str, Discom]
) -> Iterator[Text]:
    for each in offered:
        if each.code in there and (old := there[each.code].kind) != each.kind:
            yield Text(
                f"{name}: {each.code}: kind {old} है, {each.kind} नहीं हो सकता।",
                f"{name}: {each.code}: the kind is {old} and cannot become {each.kind}.",
            )


def _load_districts(rows: list[Row], tiles: list[Row], report: Report) -> None:
    name = "districts.csv"
    files.refuse(files.repeated(name, [row["slug"] for row in rows]))
    files.refuse(files.repeated("tiles.csv", [tile["district"] for tile in tiles]))
    offered = {
        row["slug"]: District(
            aliases=[a for a in row["aliases"].split("|") if a], **_without(row, "aliases")
        )
        for row in rows
    }
    there = District.objects.in_bulk()
    files.refuse(files.renamed(name, list(offered.values()), there.values()))
    files.refuse(files.misplaced("tiles.csv", tiles, offered))
    for tile in tiles:
        district = offered[tile["district"]]
        district.tile_column, district.tile_row = int(tile["column"]), int(tile["row"])
    files.refuse(files.unsound(name, offered.values()))
    compared = ["name_en", "name_hi", "aliases", "tile_column", "tile_row"]
    _add("district", list(offered.values()), there, compared, report)


def _load_service_areas(rows: list[Row], report: Report) -> None:
    name = "service_areas.csv"
    files.refuse(files.repeated(name, [_supply_words(row) for row in rows]))
    known: dict[str, set[str]] = {
        "district": set(District.objects.values_list("pk", flat=True)),
        "discom": set(Discom.objects.values_list("pk", flat=True)),
    }
    files.refuse(
        files.unknown(name, _supply_words(row), noun, row[noun])
        for row in rows
        for noun in known
        if row[noun] not in known[noun]
    )
    offered = [
        ServiceArea(
            district_id=row["district"],
            discom_id=row["discom"],
            **_without(row, "district", "discom"),
        )
        for row in rows
    ]
    files.refuse(files.unsound(name, offered))
    there = {str(each): each for each in ServiceArea.objects.all()}
    kept = _rearranged(offered, there)
    for each in offered:
        if str(each) not in there and (each.district_id, each.area) in kept:
            report.differences.append(
                Difference("service area", str(each), "discom", "", each.discom_id)
            )
    wanted = [e for e in offered if str(e) in there or (e.district_id, e.area) not in kept]
    _add("service area", wanted, there, ["places_en", "places_hi", "basis"], report)


def _rearranged(
    offered: Sequence[ServiceArea], there: Mapping[str, ServiceArea]
) -> set[tuple[str, str]]:
    """Places where the record names a supplier that the file does not: the keeper's work.

    A supplier that the keeper replaced there would otherwise come back beside the new one.
    """
    in_file = {str(each) for each in offered}
    return {(e.district_id, e.area) for key, e in there.items() if key not in in_file}


def _add(
    noun: str,
    offered: Sequence[models.Model],
    there: Mapping[str, models.Model],
    compared: Sequence[str],
    report: Report,
) -> None:
    missing = [each for each in offered if str(each) not in there]
    if missing:
        type(missing[0])._default_manager.bulk_create(missing)
    report.added[noun] = len(missing)
    for each in offered:
        if (old := there.get(str(each))) is not None:
            report.differences += _differences(noun, old, each, compared)


def _differences(
    noun: str, old: models.Model, new: models.Model, compared: Sequence[str]
) -> Iterator[Difference]:
    for name in compared:
        on_record, in_file = getattr(old, name), getattr(new, name)
        if on_record != in_file:
            yield Difference(noun, str(new), name, _said(on_record), _said(in_file))


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(value)
    return "" if value is None else str(value)


def _without(row: Row, *columns: str) -> Row:
    return {column: value for column, value in row.items() if column not in columns}


def _supply_words(row: Row) -> str:
    return f"{row['district']} {row['area']} {row['discom']}"
