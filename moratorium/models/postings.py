"""Postings: who holds which post at which office, from which day until which."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..rules.wording import Text
from .offices import DatedQuerySet, Office, said_day
from .people import Person


class Posting(models.Model):
    """That a person holds a post at an office. Days are IST days; never deleted.

    A person may hold several posts at once, at several offices (additional charge). One that
    ends on its first day never held: that is how a mistake is taken back.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="postings", verbose_name=_("person")
    )
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="postings", verbose_name=_("office")
    )
    post_hi = models.CharField(_("post in Hindi"), max_length=120)
    post_en = models.CharField(_("post in English"), max_length=120)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("The first day no longer in the post.")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["office", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="posting_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(post_hi="") & ~models.Q(post_en=""),
                name="posting_post_in_both_languages",
            ),
            models.UniqueConstraint(fields=["person", "office", "starts_on"], name="posting_once"),
            models.UniqueConstraint(
                fields=["person", "office"],
                condition=models.Q(ends_on__isnull=True),
                name="posting_one_open_per_person_and_office",
            ),
        ]

    def __str__(self) -> str:
        return said_day(self.starts_on)

    @property
    def post(self) -> Text:
        return Text(self.post_hi, self.post_en)
