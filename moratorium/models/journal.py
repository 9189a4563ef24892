"""The journal: every official act, once, in order, each bound to the one before it."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .folding import Folded

GENESIS = "0" * 64


class Entry(models.Model):
    """One act. Append-only; `digest` covers everything here and the digest before it."""

    seq = models.BigIntegerField(_("number in the journal"), primary_key=True)
    happened_at = models.DateTimeField(_("happened at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    act = models.CharField(_("act"), max_length=40)
    subject = models.CharField(_("subject"), max_length=120)
    by = models.CharField(_("by"), max_length=150, blank=True)
    public = models.BooleanField(_("public"), default=False)
    detail = models.JSONField(_("detail"), default=dict)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(_("digest"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-seq"]
        indexes = [
            models.Index(
                fields=["-happened_at", "-seq"],
                condition=models.Q(public=True),
                name="entry_public_by_time",
            ),
            models.Index(fields=["subject", "seq"], name="entry_by_subject"),
            models.Index(Folded("subject"), name="entry_by_subject_start"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="entry_counts_from_one")
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.act} {self.subject}"

    def content(self) -> dict[str, Any]:
        """What the digest covers, as plain values."""
        return {
            "seq": self.seq,
            "happened_at": _utc(self.happened_at),
            "recorded_at": _utc(self.recorded_at),
            "act": self.act,
            "subject": self.subject,
            "by": self.by,
            "public": self.public,
            "detail": self.detail,
            "previous": self.previous,
        }

    def compute_digest(self) -> str:
        """SHA-256 over the canonical JSON of the content, in hex."""
        return hashlib.sha256(canonical(self.content())).hexdigest()


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8: the same bytes for the same value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")
