"""Directives: the letters that tell the engineers of an order, and whom they are addressed to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..rules import directives, lifecycle
from ..rules.wording import Text
from .folding import Folded
from .offices import Office
from .orders import STATE_CHOICES, Order
from .people import Person
from .reference import Discom

KIND_CHOICES = [
    (directives.IMPOSE, _("impose")),
    (directives.EXTEND, _("extend")),
    (directives.LIFT, _("lift")),
    (directives.RESTORED, _("billing restored")),
    (directives.CLARIFY, _("clarification")),
]


class Directive(models.Model):
    """A directive that rests on an issued order. Once issued it is never changed.

    A correction is a new directive that replaces it. Subject and operative part are rendered
    from the order; the body is a free preamble.
    """

    state = models.CharField(
        _("state"), max_length=10, choices=STATE_CHOICES, default=lifecycle.DRAFT, editable=False
    )
    number = models.CharField(_("number"), max_length=60, unique=True, null=True, editable=False)
    slug = models.CharField(max_length=60, unique=True, null=True, editable=False)
    order = models.ForeignKey(
        Order, models.PROTECT, related_name="directives", verbose_name=_("moratorium order")
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=KIND_CHOICES, default=directives.IMPOSE
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replacements",
        verbose_name=_("replaces"),
    )
    subject_hi = models.CharField(_("subject in Hindi"), max_length=300, editable=False)
    subject_en = models.CharField(_("subject in English"), max_length=300, editable=False)
    body_hi = models.TextField(_("preamble in Hindi"), blank=True)
    body_en = models.TextField(_("preamble in English"), blank=True)
    public = models.BooleanField(
        _("public"), default=True, help_text=_("Anybody may read and download the letter.")
    )
    down_to = models.CharField(
        _("down to"),
        max_length=12,
        choices=Office.Level.choices,
        default=Office.Level.SUBSTATION,
        help_text=_("No office below this level is addressed, unless it is named."),
    )
    due_hours = models.PositiveSmallIntegerField(
        _("hours to acknowledge"),
        default=24,
        help_text=_("An office that has not acknowledged by then is overdue."),
    )
    issued_at = models.DateTimeField(_("issued at"), null=True, editable=False)
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
        settings.AUTH_USER_MODEL, through="DirectiveHand", related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("directive")
        verbose_name_plural = _("directives")
        ordering = ["-issued_at", "-pk"]
        indexes = [
            models.Index(fields=["-issued_at", "-id"], name="directive_by_issue"),
            models.Index(fields=["state", "-id"], name="directive_by_state"),
            models.Index(Folded("number"), name="directive_by_number_start"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s for s, _name in STATE_CHOICES]),
                name="directive_state_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=directives.KINDS), name="directive_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(due_hours__gte=1, due_hours__lte=directives.MAX_DUE_HOURS),
                name="directive_due_in_range",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | Q(number__isnull=False, slug__isnull=False, issued_at__isnull=False),
                name="directive_issued_is_numbered",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | Q(imported=True)
                | Q(approved_by__isnull=False, submitted_by__isnull=False),
                name="directive_issued_by_two",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("drafted_by")) & ~Q(approved_by=F("submitted_by"))),
                name="directive_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                name="directive_replaces_another",
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(state="issued"), name="directive_one_replacement"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.get_state_display()} {self.pk}"

    @property
    def subject(self) -> Text:
        return Text(self.subject_hi, self.subject_en)

    @property
    def body(self) -> Text:
        return Text(self.body_hi, self.body_en)


class DirectiveHand(models.Model):
    """That a person drafted, edited or submitted a directive, and so cannot approve it."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "person"], name="directive_hand_once")
        ]


class Target(models.Model):
    """Whom a directive is meant for: a discom's offices, or one office, alone or with all below."""

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="targets")
    position = models.PositiveSmallIntegerField(default=0)
    discom = models.ForeignKey(Discom, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    below = models.BooleanField(default=True)

    class Meta:
        ordering = ["directive", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(discom__isnull=True, office__isnull=False)
                | Q(discom__isnull=False, office__isnull=True, below=True),
                name="target_discom_or_office",
            ),
            models.UniqueConstraint(fields=["directive", "discom"], name="target_discom_once"),
            models.UniqueConstraint(fields=["directive", "office"], name="target_office_once"),
        ]

    def __str__(self) -> str:
        return f"{self.discom_id or self.office_id}"


class Addressee(models.Model):
    """An office to which a directive was issued, as the tree stood at that moment."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="addressees")
    office = models.ForeignKey(Office, models.PROTECT, related_name="addressed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "office"], name="addressee_once")
        ]

    def __str__(self) -> str:
        return f"{self.directive_id} {self.office_id}"


class Letter(models.Model):
    """The letter of an issued directive: its bytes and their SHA-256, kept for ever."""

    directive = models.OneToOneField(Directive, models.PROTECT, related_name="letter")
    pdf = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    check_code = models.CharField(max_length=16)
    journal_head = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="letter_is_not_empty"),
            models.CheckConstraint(
                condition=~Q(check_code="") & ~Q(sha256=""), name="letter_can_be_verified"
            ),
        ]

    def __str__(self) -> str:
        return self.sha256
