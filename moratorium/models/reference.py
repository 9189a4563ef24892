"""Reference data: discoms, districts, and who supplies what."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..rules.wording import Text

AREA_CHOICES = [("urban", _("urban")), ("rural", _("rural"))]


class Discom(models.Model):
    """A supplier. Its code and kind never change; one that is privatised ends."""

    class Kind(models.TextChoices):
        STATE = "state", _("state discom")
        PRIVATE = "private", _("private licensee")
        FRANCHISEE = "franchisee", _("franchisee")

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    short_en = models.CharField(_("short name in English"), max_length=60)
    short_hi = models.CharField(_("short name in Hindi"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=120, unique=True)
    name_hi = models.CharField(_("name in Hindi"), max_length=120, unique=True)
    headquarters_en = models.CharField(_("headquarters in English"), max_length=60, blank=True)
    headquarters_hi = models.CharField(_("headquarters in Hindi"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("parent discom")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("discom")
        verbose_name_plural = _("discoms")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["state", "private", "franchisee"]),
                name="discom_kind_known",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> Text:
        return Text(self.name_hi, self.name_en)

    @property
    def short(self) -> Text:
        return Text(self.short_hi, self.short_en)


class District(models.Model):
    """One of the districts, with the names it had before and its place on the tile map."""

    slug = models.SlugField(_("slug"), max_length=60, primary_key=True)
    name_en = models.CharField(_("name in English"), max_length=60, unique=True)
    name_hi = models.CharField(_("name in Hindi"), max_length=60, unique=True)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    tile_column = models.PositiveSmallIntegerField(_("column on the map"), null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(_("row on the map"), null=True, blank=True)

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def name(self) -> Text:
        return Text(self.name_hi, self.name_en)


class ServiceArea(models.Model):
    """That a discom supplies the urban or the rural area of a district, or part of it."""

    district = models.ForeignKey(
        District, models.PROTECT, related_name="service_areas", verbose_name=_("district")
    )
    area = models.CharField(
        pgettext_lazy("urban or rural", "area"), max_length=5, choices=AREA_CHOICES
    )
    discom = models.ForeignKey(
        Discom, models.PROTECT, related_name="service_areas", verbose_name=_("discom")
    )
    places_en = models.CharField(_("places in English"), max_length=200, blank=True)
    places_hi = models.CharField(_("places in Hindi"), max_length=200, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("service area")
        verbose_name_plural = _("service areas")
        ordering = ["district", "area", "discom"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "area", "discom"], name="service_area_once"
            ),
            models.CheckConstraint(
                condition=models.Q(area__in=["urban", "rural"]), name="service_area_area_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district_id} {self.area} {self.discom_id}"
