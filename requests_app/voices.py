"""Who hears of a need whose requester has no phone: who wrote it 'atas nama', then others.

A writer moves away, an office ends; the need goes on, and somebody near the requester hears
of it from then on: of the house first, else whoever answers for the RT.
"""

from typing import Any

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from accounts.models import Resident
from neighborhoods.speaking import housemates_of, officers_over, speaks_for
from requests_app.models import AidRequest
from volunteers.models import SignUp


def voice_of(need: AidRequest) -> Resident:
    if need.posted_by_id is None or not need.requester.is_assisted:
        return need.requester
    heard = AidRequest.objects.filter(pk=need.pk).values_list(hears())
    return Resident.objects.get(pk__in=heard)


def hears(need: str = "") -> Case:
    """The id of `voice_of`, for rows from which `need` leads to the need: "need__"."""
    requester, writer = f"{need}requester", f"{need}posted_by"
    without_a_phone = Q(
        (f"{requester}__phone", None),
        (f"{requester}__erased_at", None),
        (f"{writer}__isnull", False),
    )
    return Case(
        When(without_a_phone & Q(speaks_for(writer, requester)), then=F(f"{writer}_id")),
        When(without_a_phone, then=next_voice(need)),
        default=F(f"{requester}_id"),
        output_field=BigIntegerField(),
    )


def next_voice(need: str) -> Coalesce:
    """Nobody who comes to help with it speaks for the other side as well."""
    of_the_house = housemates_of(f"{need}requester")
    in_office = officers_over(f"{need}rt", f"{need}rw")
    return Coalesce(
        first_free(of_the_house, "resident", need),
        first_free(in_office, "holder", need),
        F(f"{need}requester_id"),
        output_field=BigIntegerField(),
    )


def first_free(people: QuerySet[Any], column: str, need: str) -> Subquery:
    helping = SignUp.objects.holding_a_place().filter(
        volunteer=OuterRef(column), shift__need=OuterRef(OuterRef(f"{need}pk"))
    )
    return Subquery(people.exclude(Exists(helping)).values(column)[:1])
