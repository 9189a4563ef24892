"""Moratorium orders: versions in a chain, each with the lines that say what it covers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..rules import lifecycle
from ..rules.wording import Text
from .folding import Folded
from .outages import LINE_AREA_CHOICES, Outage
from .people import Person
from .reference import Discom, District

STATE_CHOICES = [
    (lifecycle.DRAFT, _("draft")),
    (lifecycle.SUBMITTED, _("submitted for approval")),
    (lifecycle.ISSUED, _("issued")),
    (lifecycle.DISCARDED, _("discarded")),
]


class Order(models.Model):
    """A moratorium order. Once issued it is never changed; a change is a new order."""

    class Basis(models.TextChoices):
        ORDER = "order", _("signed order")
        ASSURANCE = "assurance", _("assurance")

    state = models.CharField(
        _("state"), max_length=10, choices=STATE_CHOICES, default=lifecycle.DRAFT, editable=False
    )
    number = models.CharField(_("number"), max_length=60, unique=True, null=True, editable=False)
    slug = models.CharField(max_length=60, unique=True, null=True, editable=False)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis.choices, default=Basis.ORDER)
    title_hi = models.CharField(_("title in Hindi"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    text_hi = models.TextField(_("preamble in Hindi"), blank=True)
    text_en = models.TextField(_("preamble in English"), blank=True)
    issued_at = models.DateTimeField(_("issued at"), null=True, editable=False)
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="amendments",
        verbose_name=_("amends"),
    )
    lift = models.BooleanField(_("lifts the moratorium"), default=False, editable=False)
    sources = models.JSONField(_("sources"), default=list, blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)
    imported = models.BooleanField(_("imported"), default=False, editable=False)
    drafted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, editable=False, related_name="+"
    )
    drafted_at = models.DateTimeField(null=True, editable=False)
    edition = models.PositiveIntegerField(_("version of the draft"), default=1, editable=False)
    submitted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, editable=False, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_digest = models.CharField(max_length=64, blank=True, editable=False)
    remark = models.TextField(_("remark"), blank=True, editable=False)
    hands = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="OrderHand", related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("moratorium order")
        verbose_name_plural = _("moratorium orders")
        ordering = ["-issued_at", "-pk"]
        indexes = [
            models.Index(fields=["-issued_at", "-id"], name="order_by_issue"),
            models.Index(fields=["state", "-id"], name="order_by_state"),
            models.Index(Folded("number"), name="order_by_number_start"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s for s, _name in STATE_CHOICES]), name="order_state_known"
            ),
            models.CheckConstraint(
                condition=Q(basis__in=["order", "assurance"]), name="order_basis_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | Q(number__isnull=False, slug__isnull=False, issued_at__isnull=False),
                name="order_issued_is_numbered",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | Q(imported=True)
                | Q(approved_by__isnull=False, submitted_by__isnull=False),
                name="order_issued_by_two",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("drafted_by")) & ~Q(approved_by=F("submitted_by"))),
                name="order_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(lift=False) | Q(amends__isnull=False), name="order_lift_amends"
            ),
            models.CheckConstraint(
                condition=Q(amends__isnull=True) | ~Q(amends=F("id")), name="order_amends_another"
            ),
            models.UniqueConstraint(
                fields=["amends"], condition=Q(state="issued"), name="order_one_successor"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.get_state_display()} {self.pk}"

    @property
    def title(self) -> Text:
        return Text(self.title_hi, self.title_en)

    @property
    def text(self) -> Text:
        return Text(self.text_hi, self.text_en)


class OrderHand(models.Model):
    """That a person drafted, edited or submitted an order, and so cannot approve it."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "person"], name="order_hand_once")]


class CoverageLine(models.Model):
    """Where and when an order forbids disconnection for arrears."""

    order = models.ForeignKey(
        Order, models.CASCADE, related_name="lines", verbose_name=_("moratorium order")
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    discom = models.ForeignKey(
        Discom,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("discom"),
        help_text=_("Empty: every discom of the Corporation."),
    )
    districts = models.ManyToManyField(
        District,
        through="CoverageDistrict",
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
    restricted_hi = models.CharField(
        _("only for these places, in Hindi"), max_length=1000, blank=True
    )
    restricted_en = models.CharField(
        _("only for these places, in English"), max_length=1000, blank=True
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    until_restored = models.ForeignKey(
        Outage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name=_("until this outage is restored"),
    )
    grace_hours = models.PositiveSmallIntegerField(_("hours after restoration"), default=0)

    class Meta:
        verbose_name = _("coverage line")
        verbose_name_plural = _("coverage lines")
        ordering = ["order", "position", "pk"]
        indexes = [
            models.Index(fields=["ends_at"], name="line_by_end"),
            models.Index(
                fields=["until_restored"],
                condition=Q(grace_hours__gt=0),
                name="line_with_grace",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(area__in=["any", "urban", "rural"]), name="line_area_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="line_end_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=False) | Q(until_restored__isnull=False),
                name="line_ends_somehow",
            ),
            models.CheckConstraint(
                condition=Q(grace_hours__gte=0, grace_hours__lte=8760), name="line_grace_in_range"
            ),
            models.CheckConstraint(
                condition=Q(grace_hours=0) | Q(until_restored__isnull=False),
                name="line_grace_needs_outage",
            ),
            models.CheckConstraint(
                condition=Q(restricted_hi="", restricted_en="")
                | (~Q(restricted_hi="") & ~Q(restricted_en="")),
                name="line_restriction_in_both_languages",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.discom_id or '*'} {self.area}"

    @property
    def restricted_to(self) -> Text:
        return Text(self.restricted_hi, self.restricted_en)


class CoverageDistrict(models.Model):
    """One district of a coverage line."""

    line = models.ForeignKey(CoverageLine, models.CASCADE, related_name="line_districts")
    district = models.ForeignKey(District, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "district"], name="line_district_once")
        ]
