"""Whom somebody chooses for an office: found by name, by POST, so that no address holds a name."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Resident
from neighborhoods.models import Membership, RukunWarga
from web.dates import long_day

SHOWN = 12
# Steps that look for somebody and choose nobody yet.
SEARCHING = ("search", "all")
REMAINING, NEW_TERM = "remaining", "new"


class PersonForm(forms.Form):
    """A search over `people`, and the choice among what it found."""

    search = forms.CharField(
        label=_("Search a name"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    person = forms.ModelChoiceField(
        Resident.objects.none(),
        label=_("Who?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose somebody from the list."),
            "invalid_choice": _("Choose somebody from the list."),
        },
    )

    def __init__(self, *args: Any, people: QuerySet[Resident], rw: RukunWarga, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.rw = rw
        if self.data.get("step") == "all":
            self.data = {**self.data, "search": ""}
        found = self.found(people)
        self.has_more = len(found) > SHOWN
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
        # Those found alone are shown; who was chosen before is checked among all.
        self.fields["person"].choices = self.named(found[:SHOWN])  # type: ignore[attr-defined]
        self.is_empty = not found
        self.searched = bool(self.words)

    @property
    def words(self) -> list[str]:
        return str(self.data.get("search", "")).replace("\x00", "").split()[:5]

    def found(self, people: QuerySet[Resident]) -> list[Resident]:
        for word in self.words:
            people = people.filter(name__icontains=word[:60])
        return list(people[: SHOWN + 1])

    def named(self, people: list[Resident]) -> list[tuple[int, str]]:
        """With their RT, since names repeat."""
        homes = Membership.objects.in_force().filter(resident__in=people, rt__rw=self.rw)
        rts = {home.resident_id: str(home.rt) for home in homes.select_related("rt")}
        return [(person.pk, f"{person.name} · {rts.get(person.pk, '')}") for person in people]

    def without_verdict(self) -> None:
        """After a search nobody has chosen wrongly yet."""
        self._errors = forms.utils.ErrorDict()


class ConfirmForm(forms.Form):
    term = forms.ChoiceField(
        label=_("How long is the successor in office?"), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, ends_on: Any, new_ends_on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rest = str(_("Until it is ended"))
        if ends_on:
            rest = _("For the rest of the term, until %(day)s") % {"day": long_day(ends_on)}
        fresh = _("For a new term of five years, until %(day)s") % {"day": long_day(new_ends_on)}
        self.fields["term"].choices = [(REMAINING, rest), (NEW_TERM, fresh)]  # type: ignore[attr-defined]
        self.fields["term"].initial = REMAINING

    @property
    def new_term(self) -> bool:
        return bool(self.cleaned_data["term"] == NEW_TERM)
