"""Who may do what with a need. Whether the need's state allows it, the actions say."""

from collections.abc import Sequence

from django.utils import timezone

from accounts.models import Resident
from neighborhoods.models import Office
from neighborhoods.reveal import AFTER_THE_END, SEES_PHONE, Relation
from neighborhoods.standing import Standing, standing_of
from neighborhoods.staying import stayed
from requests_app.models import AidRequest
from requests_app.visibility import own_of
from volunteers.models import SignUp


def can_decide(coordinator: Standing, need: AidRequest) -> bool:
    """Any coordinator in office of that RT or RW.

    One's own, or what one wrote for somebody, only while no other is in office.
    """
    if not coordinator.covers(rt_id=need.rt_id, rw_id=need.rw_id):
        return False
    own = coordinator.resident.pk in (need.requester_id, need.posted_by_id)
    return not own or not others_in_office(coordinator, need)


def others_in_office(coordinator: Standing, need: AidRequest) -> bool:
    return Office.objects.in_force().over(need.rt).exclude(holder=coordinator.resident).exists()


def lives_in_rw(viewer: Standing, need: AidRequest) -> bool:
    """A verified resident of the need's RW; an office there alone makes no neighbour."""
    return viewer.rt is not None and viewer.rt.rw_id == need.rw_id


def is_requester(viewer: Standing, need: AidRequest) -> bool:
    """Or whoever speaks for them, which the QuerySets say as well (`own_of`)."""
    return bool(asked_by(viewer, [need]))


def asked_by(viewer: Standing, needs: Sequence[AidRequest]) -> set[int]:
    """Which of a list `is_requester` is true of, by id: in one query at the most."""
    own = {need.pk for need in needs if need.requester_id == viewer.resident.pk}
    in_a_name = [need.pk for need in needs if need.posted_by_id and need.pk not in own]
    if in_a_name:
        spoken_for = AidRequest.objects.filter(own_of(viewer), pk__in=in_a_name)
        own.update(spoken_for.values_list("pk", flat=True))
    return own


def speaks_for_requester(person: Resident, need: AidRequest) -> bool:
    """The same, asked anew under a lock."""
    if need.posted_by_id is None or need.requester_id == person.pk:
        return need.requester_id == person.pk
    return is_requester(standing_of(person), need)


def requester_stayed(need: AidRequest) -> bool:
    """Whoever left since has let go of what they asked: it does not come back to life."""
    return AidRequest.objects.filter(stayed("requester", "created_at"), pk=need.pk).exists()


def may_say_done(person: Resident, need: AidRequest) -> bool:
    """The requester at any time, a helper once it has begun: others may still be wanted."""
    begun = need.starts_at is None or need.starts_at <= timezone.now()
    return begun or speaks_for_requester(person, need)


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
    """For `reveal`: of a helper with a place, of a coordinator of that RT or RW, of neighbours."""
    if is_requester(viewer, need):
        return Relation.SELF
    if need.anonymised_at:
        return Relation.PUBLIC
    if helping and contact_lasts(need):
        return Relation.HELPER
    if viewer.covers(rt_id=need.rt_id, rw_id=need.rw_id):
        return Relation.COORDINATOR
    return relation_of_neighbour(viewer, need)


def relation_of_neighbour(viewer: Standing, need: AidRequest) -> Relation:
    """A hidden name keeps its landmark too, which would unmask it in its own RT."""
    if not lives_in_rw(viewer, need):
        return Relation.PUBLIC
    near = viewer.rt is not None and viewer.rt.pk == need.rt_id
    return Relation.RT if near and not need.name_hidden and need.is_live else Relation.RW


def relation_to_helpers(viewer: Standing, need: AidRequest) -> Relation:
    """Whoever asked reaches those who promised; whoever covers the RT is told by its people."""
    helped = is_requester(viewer, need) and contact_lasts(need)
    return Relation.HELPED if helped else Relation.RW


def contact_lasts(need: AidRequest) -> bool:
    """While the task lasts and a week after its end; of one called off nothing is left.

    Marked as done after its end it has ended all the same: no late mark opens it again.
    """
    ended_at = min(need.done_at or need.expires_at, need.expires_at)
    over = need.status in (AidRequest.Status.DONE, AidRequest.Status.EXPIRED)
    return (need.is_live or over) and timezone.now() < ended_at + AFTER_THE_END


def may_look(relation: Relation) -> bool:
    """Whether there is somebody else's phone to be shown."""
    return relation in SEES_PHONE and relation is not Relation.SELF
