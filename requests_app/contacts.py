"""How the two sides of a need reach each other: the relation is ours, what it shows `reveal`'s."""

from collections.abc import Iterable

from accounts.models import Resident
from neighborhoods.models import RukunTetangga, RukunWarga
from neighborhoods.reveal import Contact, Relation, reveal
from neighborhoods.standing import Standing
from requests_app import rules
from requests_app.models import AidRequest
from requests_app.voices import voice_of
from volunteers.models import SignUp


def of_requester(need: AidRequest, *, viewer: Standing) -> list[Contact]:
    """Who asked; beside one without a phone, whoever speaks for them, by phone alone."""
    helping = rules.is_helper(viewer, need)
    relation = rules.relation_to_requester(viewer, need, helping=helping)
    if not rules.may_look(relation):
        return []
    found = looked_up([need.requester], need, viewer, relation, within=need.rt)
    voice = voice_of(need)
    if found and voice not in (need.requester, viewer.resident):
        found += looked_up([voice], need, viewer, Relation.HELPED, within=need.rw)
    return found


def of_helpers(need: AidRequest, *, viewer: Standing) -> list[Contact]:
    relation = rules.relation_to_helpers(viewer, need)
    if not rules.may_look(relation):
        return []
    places = SignUp.objects.holding_a_place().filter(shift__need=need).select_related("volunteer")
    helpers = [place.volunteer for place in places.order_by("id")]
    return looked_up(helpers, need, viewer, relation, within=need.rw)


def looked_up(
    people: Iterable[Resident],
    need: AidRequest,
    viewer: Standing,
    relation: Relation,
    *,
    within: RukunTetangga | RukunWarga,
) -> list[Contact]:
    found = (
        reveal(viewer, one, relation, within=within, object_kind="need", object_id=need.pk)
        for one in people
    )
    return [contact for contact in found if contact]
