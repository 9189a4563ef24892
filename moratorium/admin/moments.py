"""Form fields for an instant: a date and a time in IST, the time mostly optional."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..rules.instants import EARLIEST, IST, LATEST, day_end, day_start

TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%H:%M:%S.%f"]


class DayInput(forms.DateInput):
    """The browser's own calendar; the value is written as ISO 8601."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """The browser's own clock; seconds are shown only where there are any."""

    input_type = "time"

    def format_value(self, value: Any) -> Any:
        if isinstance(value, time):
            return value.isoformat("auto" if value.second or value.microsecond else "minutes")
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if isinstance(value, time) and value.microsecond:
            context["widget"]["type"] = "text"  # the browser's clock knows no microseconds
        elif isinstance(value, time) and value.second:
            context["widget"]["attrs"]["step"] = "1"
        return context


class MomentWidget(forms.MultiWidget):
    """A date and a time, side by side, each with its own name for those who listen."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        inputs = (
            DayInput({"aria-label": _("date")}),
            ClockInput({"aria-label": _("time (IST)")}),
        )
        super().__init__(inputs, attrs)

    def decompress(self, value: datetime | None) -> list[Any]:
        if value is None:
            return [None, None]
        local = value.astimezone(IST)
        return [local.date(), local.time()]


class EndWidget(MomentWidget):
    """An exclusive end: midnight is shown as the day before, without a time."""

    def decompress(self, value: datetime | None) -> list[Any]:
        if value is None:
            return [None, None]
        local = value.astimezone(IST)
        if local.time() == time():
            return [date.fromordinal(local.toordinal() - 1), None]
        return [local.date(), local.time()]


class MomentField(forms.MultiValueField):
    """An instant; a date alone stands for 00:00 IST of that day."""

    widget = MomentWidget
    default_error_messages = {
        "range": _("The year must lie between 2000 and 2100."),
        "incomplete": _("Give the date as well."),
        "no_time": _("Give the time as well."),
    }

    def __init__(self, *, required: bool = True, time_required: bool = False, **kwargs: Any):
        self.time_required = time_required
        fields = (
            forms.DateField(required=required),
            forms.TimeField(required=False, input_formats=TIME_FORMATS),
        )
        kwargs.setdefault("help_text", _("IST. A date alone means from 00:00 of that day."))
        super().__init__(fields, require_all_fields=False, required=required, **kwargs)

    def compress(self, data_list: list[Any]) -> datetime | None:
        if not data_list:
            return None
        day, clock = data_list
        if day is None:
            raise self._error("incomplete")
        if not EARLIEST.year <= day.year < LATEST.year:
            raise self._error("range")
        if clock is None:
            if self.time_required:
                raise self._error("no_time")
            return self.whole_day(day)
        return datetime.combine(day, clock, tzinfo=IST)

    def whole_day(self, day: date) -> datetime:
        """The instant that a date alone stands for."""
        return day_start(day)

    def _error(self, name: str) -> ValidationError:
        return ValidationError(self.error_messages[name], code=name)


class EndField(MomentField):
    """An exclusive end; a date alone means through that day, until 24:00 IST."""

    widget = EndWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("IST. A date alone means through that day (24:00 IST)."))
        super().__init__(**kwargs)

    def whole_day(self, day: date) -> datetime:
        return day_end(day)
