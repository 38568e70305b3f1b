"""Who reaches whom in the matter of a need, and until when."""

from datetime import timedelta

from django.utils import timezone

from neighborhoods.models import Household, Membership
from neighborhoods.standing import standing_of
from requests_app import helping
from requests_app.contacts import of_helpers, of_requester
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.requests_app.factory import helped_need


def sides(need: AidRequest, cast: Cast) -> tuple[int, int]:
    """How many contacts the helper sees of the requester, and the requester of helpers."""
    need.refresh_from_db()
    helper, requester = standing_of(cast.volunteer), standing_of(cast.requester)
    return (len(of_requester(need, viewer=helper)), len(of_helpers(need, viewer=requester)))


def ended(need: AidRequest, *, days: int) -> AidRequest:
    """It expired that long ago."""
    if need.is_live:
        helping.expire(need, need.expires_at)
    long_ago = timezone.now() - timedelta(days=days)
    AidRequest.objects.filter(pk=need.pk).update(expires_at=long_ago)
    need.refresh_from_db()
    return need


def test_a_week_after_its_end_neither_side_sees_the_other(cast: Cast) -> None:
    need = ended(helped_need(cast), days=6)
    assert sides(need, cast) == (1, 1)
    assert sides(ended(need, days=7), cast) == (0, 0)


def test_marking_it_as_done_long_after_its_end_opens_nothing(cast: Cast) -> None:
    need = ended(helped_need(cast), days=60)
    helping.mark_done(need, by=cast.volunteer)
    assert sides(need, cast) == (0, 0)
    helping.say_not_done(need, by=cast.volunteer)
    helping.mark_done(need, by=cast.volunteer)
    assert sides(need, cast) == (0, 0)


def test_a_house_moved_into_since_is_shown_to_nobody_of_the_old_matter(cast: Cast) -> None:
    need = helped_need(cast)
    helping.mark_done(need, by=cast.volunteer)
    assert sides(need, cast) == (1, 1)
    new_rt = rt_of(cast.other_rt)
    house = Household.objects.create(rt=new_rt, address="Gang Baru No. 1")
    Membership.objects.filter(resident=cast.requester).update(rt=new_rt, household=house)
    need.refresh_from_db()
    for viewer in (cast.volunteer, cast.rt_head):
        assert of_requester(need, viewer=standing_of(viewer)) == []
