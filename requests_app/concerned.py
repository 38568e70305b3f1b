"""Whom a need concerns at this moment, besides who asked."""

from accounts.models import Resident
from neighborhoods.standing import coordinators_of
from requests_app.models import AidRequest
from volunteers.models import SignUp


def deciders(need: AidRequest) -> list[Resident]:
    """Those who may decide: neither its own requester nor who wrote it for them."""
    own = (need.requester_id, need.posted_by_id)
    return [person for person in coordinators_of(need.rt) if person.pk not in own]


def helpers_of(need: AidRequest) -> list[Resident]:
    """Who promised, and while the need is live who waits in line too."""
    places = SignUp.objects.current().filter(shift__need=need).select_related("volunteer")
    return [place.volunteer for place in places]
