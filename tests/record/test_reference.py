"""Loading the reference data: what is missing is added, what is there stays."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from moratorium.models import Discom, District, ServiceArea
from moratorium.operations import reference
from moratorium.operations.reference import ReferenceRefused

Edit = Callable[[str, str, str], Path]

pytestmark = pytest.mark.django_db


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """The shipped files with one text replaced in one of them."""

    def edit(name: str, old: str, new: str) -> Path:
        for file in reference.DATA.glob("*.csv"):
            shutil.copy(file, tmp_path)
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return edit


def counts() -> tuple[int, int, int]:
    return Discom.objects.count(), District.objects.count(), ServiceArea.objects.count()


def test_an_empty_database_gets_everything() -> None:
    report = reference.load()
    assert report.added == {"discom": 7, "district": 75, "service area": 154}
    assert not report.differences
    assert counts() == (7, 75, 154)
    torrent = Discom.objects.get(code="TORRENT")
    assert (torrent.kind, torrent.parent_id, torrent.position) == ("franchisee", "DVVNL", 6)
    ayodhya = District.objects.get(slug="ayodhya")
    assert "Faizabad" in ayodhya.aliases
    assert (ayodhya.tile_column, ayodhya.tile_row) == (8, 6)
    assert not District.objects.filter(tile_row=None).exists()


def test_again_adds_nothing() -> None:
    reference.load()
    report = reference.load()
    assert set(report.added.values()) == {0}
    assert not report.differences


def test_what_is_missing_is_added() -> None:
    reference.load()
    ServiceArea.objects.filter(district="agra").delete()
    District.objects.filter(slug="agra").delete()
    report = reference.load()
    assert report.added == {"discom": 0, "district": 1, "service area": 3}
    assert counts() == (7, 75, 154)


def test_what_the_keeper_edited_stays_and_is_reported() -> None:
    reference.load()
    Discom.objects.filter(code="KESCO").update(note="checked", headquarters_en="")
    District.objects.filter(slug="agra").update(aliases=["Akbarabad"], tile_row=None)
    ServiceArea.objects.filter(district="mau", area="urban").update(basis="order of 2024")
    report = reference.load()
    assert set(report.added.values()) == {0}
    assert [(each.key, each.field, each.on_record, each.in_file) for each in report.differences] == [
        ("KESCO", "headquarters_en", "", "Kanpur"),
        ("KESCO", "note", "checked", "long Hindi name not verified"),
        ("agra", "aliases", "Akbarabad", ""),
        ("agra", "tile_row", "", "6"),
        ("mau urban PUVVNL", "basis", "order of 2024", "by elimination from the discom's count of districts"),
    ]  # fmt: skip
    assert Discom.objects.get(code="KESCO").note == "checked"


def test_a_supplier_that_the_keeper_replaced_does_not_come_back() -> None:
    reference.load()
    ServiceArea.objects.filter(district="mau", area="urban").update(discom="MVVNL")
    report = reference.load()
    assert report.added["service area"] == 0
    assert [(each.key, each.in_file) for each in report.differences] == [
        ("mau urban PUVVNL", "PUVVNL")
    ]
    assert ServiceArea.objects.filter(district="mau", area="urban").get().discom_id == "MVVNL"


def test_what_the_keeper_added_stays() -> None:
    reference.load()
    Discom.objects.create(
        code="NEW", kind="private", short_en="N", short_hi="न", name_en="New", name_hi="नया"
    )
    assert not reference.load().differences
    assert counts()[0] == 8


CHANGED = [
    ("a changed kind", "discoms.csv", "NPCL,private", "NPCL,state", "NPCL"),
    ("a changed code", "discoms.csv", "KESCO,state", "KESCOM,state", "KESCO"),
    ("a changed slug", "districts.csv", "agra,Agra", "agra-city,Agra", "agra"),
]  # fmt: skip
SENSELESS = [
    ("an unknown kind", "discoms.csv", "NPCL,private", "NPCL,municipal", "NPCL"),
    ("an unknown parent", "discoms.csv", ",DVVNL,distribution", ",XVVNL,distribution", "XVVNL"),
    ("a code twice", "discoms.csv", "NPCL,private", "KESCO,private", "KESCO"),
    ("an empty name", "discoms.csv", "Greater Noida,ग्रेटर नोएडा,,private", ",ग्रेटर नोएडा,x,private", "x"),
    ("no name", "districts.csv", "agra,Agra", "agra,", "agra"),
    ("a district twice", "districts.csv", "aligarh,Aligarh", "agra,Aligarh", "agra"),
    ("a name twice", "districts.csv", "aligarh,Aligarh", "aligarh,Agra", "aligarh"),
    ("a tile of no district", "tiles.csv", "agra,1,6", "agro,1,6", "agro"),
    ("a tile nowhere", "tiles.csv", "agra,1,6", "agra,,6", "agra"),
    ("a tile twice", "tiles.csv", "aligarh,2,4", "agra,2,4", "agra"),
    ("an unknown area", "service_areas.csv", "agra,urban", "agra,town", "agra"),
    ("an unknown district", "service_areas.csv", "agra,urban", "agro,urban", "agro"),
    ("an unknown discom", "service_areas.csv", "agra,urban,DVVNL", "agra,urban,X", "agra"),
    ("a service area twice", "service_areas.csv", "agra,rural", "agra,urban", "agra"),
    ("a missing column", "tiles.csv", "district,column,row", "district,column,line", "columns"),
    ("a short row", "tiles.csv", "agra,1,6", "agra,1", "row 2"),
]  # fmt: skip


def check_refused(files: Path, name: str, said: str) -> None:
    before = counts()
    with pytest.raises(ReferenceRefused) as refused:
        reference.load(files)
    assert counts() == before
    assert any(name in fault.en and said in fault.en for fault in refused.value.faults)
    assert all(fault.hi for fault in refused.value.faults)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"), [c[1:] for c in CHANGED], ids=[c[0] for c in CHANGED]
)
def test_a_code_or_a_kind_never_changes(
    edited: Edit, name: str, old: str, new: str, said: str
) -> None:
    reference.load()
    check_refused(edited(name, old, new), name, said)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"), [c[1:] for c in SENSELESS], ids=[c[0] for c in SENSELESS]
)
def test_files_that_make_no_sense(edited: Edit, name: str, old: str, new: str, said: str) -> None:
    check_refused(edited(name, old, new), name, said)
    reference.load()
    check_refused(edited(name, old, new), name, said)


def test_a_directory_without_the_files(tmp_path: Path) -> None:
    with pytest.raises(ReferenceRefused, match=r"discoms\.csv: cannot be read"):
        reference.load(tmp_path)
