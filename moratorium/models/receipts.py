"""Receipts: that a directive reached an office, step by step, with who, in which post, and when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..rules import directives
from ..rules.wording import Text
from .directives import Addressee
from .people import Person

STEP_CHOICES = [
    (directives.SERVED, _("served")),
    (directives.OPENED, _("opened")),
    (directives.DOWNLOADED, _("downloaded")),
    (directives.ACKNOWLEDGED, _("acknowledged")),
]


class Receipt(models.Model):
    """The first time that an office took a step with a directive. Never changed.

    `sha256` is that of the letter in hand: always for a download and an acknowledgement.
    """

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="receipts")
    step = models.CharField(_("step"), max_length=12, choices=STEP_CHOICES)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    post_hi = models.CharField(max_length=120)
    post_en = models.CharField(max_length=120)
    at = models.DateTimeField(_("at"))
    sha256 = models.CharField(max_length=64, blank=True)
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["addressee", "step"], name="receipt_once_each"),
            models.CheckConstraint(
                condition=Q(step__in=directives.STEPS), name="receipt_step_known"
            ),
            models.CheckConstraint(
                condition=Q(step__in=[directives.SERVED, directives.OPENED]) | ~Q(sha256=""),
                name="receipt_names_its_letter",
            ),
            models.CheckConstraint(
                condition=Q(step=directives.ACKNOWLEDGED) | Q(remark=""),
                name="receipt_remark_on_acknowledgement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressee_id} {self.step}"

    @property
    def post(self) -> Text:
        return Text(self.post_hi, self.post_en)
