"""People who sign in, and the roles they hold from one day to another."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..rules import lifecycle
from ..rules.wording import Text

ROLE_CHOICES = [
    (lifecycle.MAKER, _("maker")),
    (lifecycle.CHECKER, _("checker")),
    (lifecycle.OFFICER, _("officer")),
    (lifecycle.COUNCIL, _("consumer council")),
    (lifecycle.AUDITOR, _("auditor")),
    (lifecycle.KEEPER, _("reference keeper")),
]


class Person(AbstractUser):
    """Somebody who signs in. What they may do follows from the roles they hold today."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name_hi = models.CharField(_("name in Hindi"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    post_hi = models.CharField(_("post in Hindi"), max_length=120, blank=True)
    post_en = models.CharField(_("post in English"), max_length=120, blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["username"]

    def get_full_name(self) -> str:
        return self.name_hi or self.name_en or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    @property
    def name(self) -> Text:
        return Text(
            self.name_hi or self.name_en or self.username,
            self.name_en or self.name_hi or self.username,
        )

    @property
    def post(self) -> Text:
        return Text(self.post_hi or self.post_en, self.post_en or self.post_hi)

    def roles_on(self, day: date) -> frozenset[str]:
        """The roles held on a day (IST); none for whoever has left."""
        if not self.is_active:
            return frozenset()
        return frozenset(self.grants.held_on(day).values_list("role", flat=True))


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def held_on(self, day: date) -> "RoleGrantQuerySet":
        """Grants that hold on a day (IST): from the first day, up to but not on the end."""
        return self.filter(starts_on__lte=day).exclude(ends_on__lte=day)


class RoleGrant(models.Model):
    """That a person holds a role from one day until another."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="grants", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=10, choices=ROLE_CHOICES)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("The first day without the role.")
    )
    granted_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("granted by"),
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of people")
        ordering = ["person", "role", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=lifecycle.ROLES), name="role_grant_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="role_grant_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(granted_by__isnull=True)
                | ~models.Q(granted_by=models.F("person")),
                name="role_grant_not_to_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"
