"""Mails to people, and who asked for a new password at the door."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .directives import Directive
from .offices import Office
from .people import Person

# What is put into a mail only while it is being sent.
SET_PASSWORD = "set_password"


class Mail(models.Model):
    """That a recipient is told of an event, once. The queue's own row is `queued`.

    `message_id` follows from the event and the address alone, so that the same event never
    queues twice and a mail that was sent twice is known to be the same. The body in the queue
    holds no credential: a `link` is made for the person while the mail is being sent.
    """

    message_id = models.CharField("Message-ID", max_length=255, unique=True)
    event = models.CharField(_("event"), max_length=120)
    address = models.EmailField(_("address"), max_length=254)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("person"),
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("office"),
    )
    directive = models.ForeignKey(
        Directive, models.PROTECT, null=True, blank=True, related_name="mails"
    )
    link = models.CharField(max_length=20, blank=True, choices=[(SET_PASSWORD, SET_PASSWORD)])
    queued_at = models.DateTimeField(_("queued at"), db_index=True)
    useless_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce = models.TextField(blank=True)
    queued = models.OneToOneField(
        "post_office.Email", models.SET_NULL, null=True, related_name="mail"
    )

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-queued_at", "-pk"]
        indexes = [models.Index(fields=["directive", "event"], name="mail_by_directive")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(link="") | models.Q(person__isnull=False),
                name="mail_link_for_a_person",
            )
        ]

    def __str__(self) -> str:
        return self.address


class ResetRequest(models.Model):
    """What somebody typed who forgot their password. Who was meant is found out later.

    `typed` is emptied once that is done; the row stays a day, to count an address's requests.
    """

    typed = models.CharField(max_length=254, blank=True)
    address = models.CharField(max_length=64)
    asked_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("request for a new password")
        verbose_name_plural = _("requests for a new password")

    def __str__(self) -> str:
        return f"{self.address} {self.asked_at}"
