"""What is kept so that check codes cannot be guessed."""

from django.db import models


class WrongCode(models.Model):
    """That a network address asked with a number and code that do not belong together.

    Kept for a day, to count an address's tries; what was typed is not kept.
    """

    address = models.CharField(max_length=64)
    asked_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["address", "asked_at"], name="wrong_code_by_address")]

    def __str__(self) -> str:
        return f"{self.address} {self.asked_at}"
