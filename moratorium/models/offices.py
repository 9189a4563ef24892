"""Offices in the field and their place in the tree, from one day to another."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ..rules import wording
from ..rules.wording import Text
from .reference import Discom


class Office(models.Model):
    """A discom's office, from the head office down to a sub-station. Never deleted."""

    class Level(models.TextChoices):
        HEAD = "head", _("head office")
        ZONE = "zone", pgettext_lazy("office", "zone")
        CIRCLE = "circle", _("circle")
        DIVISION = "division", _("division")
        SUBDIVISION = "subdivision", _("sub-division")
        SUBSTATION = "substation", _("sub-station")

    code = models.CharField(_("code"), max_length=40, unique=True)
    discom = models.ForeignKey(
        Discom, models.PROTECT, related_name="offices", verbose_name=_("discom")
    )
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    name_hi = models.CharField(_("name in Hindi"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["discom", "code"]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> Text:
        return Text(self.name_hi, self.name_en)


def said_day(day: date) -> str:
    """A day in the words of the page."""
    return wording.day(day, wording.EN if get_language() == wording.EN else wording.HI)


class DatedQuerySet(models.QuerySet):
    def held_on(self, day: date) -> Self:
        """What holds on a day (IST): from the first day, up to but not on the end."""
        return self.filter(starts_on__lte=day).exclude(ends_on__lte=day)


class Placement(models.Model):
    """An office's place in the tree: under which parent, from which day until which.

    One that ends on its first day never held: that is how a mistake is taken back.
    """

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="placements", verbose_name=_("office")
    )
    parent = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="child_placements",
        verbose_name=_("parent office"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("The first day no longer there.")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("place of an office")
        verbose_name_plural = _("places of offices")
        ordering = ["office", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="placement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("office")),
                name="placement_not_under_itself",
            ),
            models.UniqueConstraint(fields=["office", "starts_on"], name="placement_once"),
            models.UniqueConstraint(
                fields=["office"],
                condition=models.Q(ends_on__isnull=True),
                name="placement_one_open_per_office",
            ),
        ]

    def __str__(self) -> str:
        return said_day(self.starts_on)
