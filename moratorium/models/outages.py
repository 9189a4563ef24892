"""Billing outages: when consumers cannot pay."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..rules import lifecycle
from ..rules.wording import Text
from .folding import Folded
from .people import Person
from .reference import Discom, District

LINE_AREA_CHOICES = [
    ("any", _("urban and rural")),
    ("urban", _("urban")),
    ("rural", _("rural")),
]
SERVICE_CHOICES = [
    ("payment", _("payment of bills")),
    ("counters", _("billing counters")),
    ("bill_correction", _("correction of bills")),
    ("new_connection", _("new connections")),
    ("reconnection", _("reconnection")),
    ("prepaid_recharge", _("prepaid recharge")),
]
SERVICES = tuple(code for code, _name in SERVICE_CHOICES)


class Outage(models.Model):
    """A billing outage. Its scope never enters a verdict; its restoration ends protections."""

    ref = models.CharField(_("reference"), max_length=60, unique=True)
    title_hi = models.CharField(_("title in Hindi"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300)
    discom = models.ForeignKey(
        Discom,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outages",
        verbose_name=_("discom"),
        help_text=_("Empty: every discom of the Corporation."),
    )
    districts = models.ManyToManyField(
        District,
        through="OutageDistrict",
        blank=True,
        verbose_name=_("districts"),
        help_text=_("None chosen: all districts of the discom."),
    )
    area = models.CharField(
        pgettext_lazy("urban or rural", "area"),
        max_length=5,
        choices=LINE_AREA_CHOICES,
        default="any",
    )
    services = models.JSONField(_("services that stop"), default=list)
    announced_at = models.DateTimeField(_("announced at"), null=True, blank=True)
    starts_at = models.DateTimeField(_("starts at"))
    expected_end = models.DateTimeField(_("expected end"), null=True, blank=True)
    restored_at = models.DateTimeField(_("billing restored at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(
        _("restoration confirmed at"), null=True, blank=True, db_index=True
    )
    note_hi = models.TextField(_("note in Hindi"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    sources = models.JSONField(_("sources"), default=list, blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False)
    imported = models.BooleanField(_("imported"), default=False)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reported_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("billing outage")
        verbose_name_plural = _("billing outages")
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="outage_by_start"),
            models.Index(Folded("ref"), name="outage_by_ref_start"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(area__in=["any", "urban", "rural"]), name="outage_area_known"
            ),
            models.CheckConstraint(
                condition=Q(expected_end__isnull=True) | Q(expected_end__gt=F("starts_at")),
                name="outage_end_after_start",
            ),
            models.CheckConstraint(
                condition=Q(restored_at__isnull=True) | Q(restored_at__gte=F("starts_at")),
                name="outage_restored_after_start",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | Q(restored_at__isnull=False, confirmed_at__gte=F("restored_at")),
                name="outage_confirmed_after_restored",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True) | Q(confirmed_at__isnull=True),
                name="outage_called_off_or_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("reported_by")),
                name="outage_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | Q(imported=True)
                | Q(confirmed_by__isnull=False, reported_by__isnull=False),
                name="outage_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def title(self) -> Text:
        return Text(self.title_hi, self.title_en)

    @property
    def state(self) -> str:
        """Derived from the acts, never stored."""
        if self.called_off_at is not None:
            return lifecycle.CALLED_OFF
        if self.confirmed_at is not None:
            return lifecycle.CONFIRMED
        return lifecycle.OPEN if self.restored_at is None else lifecycle.REPORTED


class OutageDistrict(models.Model):
    """One district of an outage's scope."""

    outage = models.ForeignKey(Outage, models.CASCADE, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outage", "district"], name="outage_district_once")
        ]
