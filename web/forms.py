import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.translation import gettext as _

FARTHEST = timedelta(days=366)


class FormRenderer(TemplatesSetting):
    """Every form looks the same: `{{ form }}` and `{{ field.as_field_group }}`."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class SentOnce:
    """A form with a `draft` key, made with the empty form: sent twice it does one thing."""

    data: Any

    def renew_key(self) -> None:
        """For sending once more what was sent before, on purpose."""
        self.data = {**self.data.dict(), "draft": str(uuid.uuid4())}


def check_within_a_year(starts_at: datetime) -> None:
    now = timezone.now()
    if starts_at <= now:
        raise ValidationError(_("That time is past. Choose a later one."))
    if starts_at > now + FARTHEST:
        raise ValidationError(_("Choose a time within one year."))
