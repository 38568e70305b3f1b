"""Who may do what with a need. Whether the need's state allows it, the actions say."""

from django.utils import timezone

from accounts.models import Resident
from neighborhoods.models import Office
from neighborhoods.reveal import Relation
from neighborhoods.standing import Standing
from requests_app.models import AidRequest
from volunteers.models import SignUp


def can_decide(coordinator: Standing, need: AidRequest) -> bool:
    """Any coordinator in office of that RT or RW; one's own only while no other is in office."""
    if not coordinator.covers(rt_id=need.rt_id, rw_id=need.rw_id):
        return False
    return need.requester_id != coordinator.resident.pk or not others_in_office(coordinator, need)


def others_in_office(coordinator: Standing, need: AidRequest) -> bool:
    return Office.objects.in_force().over(need.rt).exclude(holder=coordinator.resident).exists()


def lives_in_rw(viewer: Standing, need: AidRequest) -> bool:
    """A verified resident of the need's RW; an office there alone makes no neighbour."""
    return viewer.rt is not None and viewer.rt.rw_id == need.rw_id


def is_requester(viewer: Standing, need: AidRequest) -> bool:
    return need.requester_id == viewer.resident.pk


def may_say_done(person: Resident, need: AidRequest) -> bool:
    """The requester at any time, a helper once it has begun: others may still be wanted."""
    begun = need.starts_at is None or need.starts_at <= timezone.now()
    return begun or need.requester_id == person.pk


def is_helper(viewer: Standing, need: AidRequest) -> bool:
    return (
        SignUp.objects.holding_a_place()
        .filter(shift__need=need, volunteer=viewer.resident)
        .exists()
    )


def knows_name(viewer: Standing, need: AidRequest, *, helping: bool) -> bool:
    """A hidden name is known to its owner, the helpers and the coordinators who answer for it."""
    return (
        not need.name_hidden
        or helping
        or is_requester(viewer, need)
        or viewer.covers(rt_id=need.rt_id, rw_id=need.rw_id)
    )


def relation_to_requester(viewer: Standing, need: AidRequest, *, helping: bool) -> Relation:
    """For `reveal`: a helper only while the task lasts, a coordinator of that RT or RW always."""
    if is_requester(viewer, need) or need.anonymised_at:
        # A coordinator's own need: nobody looks at themselves.
        return Relation.STRANGER
    if helping and need.is_live:
        return Relation.HELPER
    if viewer.covers(rt_id=need.rt_id, rw_id=need.rw_id):
        return Relation.COORDINATOR
    return Relation.STRANGER
