"""A person's name, and what is shown in its place once their account is erased."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _


class NoName(str):
    """The words for somebody without a name; stored they are empty again."""

    __slots__ = ()


class NameField(models.CharField):
    """Empty once erased, and read as words in the reader's language.

    Here, since a name is shown in many places, by `values_list` too, and a place that forgot
    the rule would show a hole. For migrations it is a plain CharField.
    """

    def from_db_value(self, value: str | None, *_args: Any) -> str | None:
        return NoName(_("Resident (account deleted)")) if value == "" else value

    def get_prep_value(self, value: Any) -> Any:
        return "" if isinstance(value, NoName) else super().get_prep_value(value)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
