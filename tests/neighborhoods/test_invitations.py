"""Invitations: one code each, found in any writing, counted exactly, closed in every way."""

from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from journal.models import Entry
from neighborhoods import invitations
from neighborhoods.invitation_codes import code_from
from neighborhoods.invitations import NoLongerValid, NotYours, OutOfBounds, code_of, usable
from neighborhoods.models import Invitation, RukunTetangga
from neighborhoods.standing import Standing, standing_of
from tests.cast import Cast, rt_of
from tests.volunteers.crowd import all_at_once, crowd_of
from web.codes import ALPHABET

pytestmark = pytest.mark.django_db


def invite(cast: Cast, **given: object) -> Invitation:
    head = standing_of(cast.rt_head)
    return invitations.invite_residents(rt_of(cast.requester), by=head, **given)  # type: ignore[arg-type]


def code(invitation: Invitation) -> str:
    return code_of(invitation) or ""


def entries(invitation: Invitation) -> list[tuple[str, int | None]]:
    about = Entry.objects.filter(object_kind="invitation", object_id=invitation.pk)
    return list(about.order_by("id").values_list("action", "actor_id"))


def test_by_default_it_is_for_two_hundred_people_and_sixty_days(cast: Cast) -> None:
    invitation = invite(cast)
    lasts = invitation.expires_at - timezone.now()
    assert (invitation.max_uses, lasts.days) == (200, 60)
    assert entries(invitation) == [("invitation.made", cast.rt_head.pk)]


def test_a_code_is_ten_characters_without_look_alikes(cast: Cast) -> None:
    codes = {code(invite(cast)) for _ in range(20)}
    assert len(codes) == 20
    assert all(len(written) == 11 and written[5] == "-" for written in codes)
    assert {letter for written in codes for letter in written} <= {*ALPHABET, "-"}


def test_each_character_of_the_alphabet_is_as_likely_at_each_place() -> None:
    made = [code_from(f"{number:032x}") for number in range(5000)]
    for place in range(10):
        counts = Counter(written[place] for written in made)
        assert set(counts) == set(ALPHABET)
        # 200 expected; six standard deviations away would be no accident.
        assert all(116 < count < 284 for count in counts.values())


def test_no_column_holds_the_code(cast: Cast) -> None:
    invitation = invite(cast)
    bare = code(invitation).replace("-", "")
    row = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert not any(bare in str(value).upper() for value in row.values())


@pytest.mark.parametrize(
    "written",
    ["{0}-{1}", "{0}{1}", " {0} {1} ", "{0}–{1}", "{0} - {1}\n", "{0}\N{NO-BREAK SPACE}{1}"],
)
def test_a_code_is_found_however_it_is_typed(cast: Cast, written: str) -> None:
    invitation = invite(cast)
    typed = written.format(*code(invitation).split("-"))
    assert (usable(typed), usable(typed.lower())) == (invitation, invitation)


@pytest.mark.parametrize("written", ["", "-", "A" * 9, "A" * 11, "Ä" * 10, "\0" * 10, "A" * 5000])
def test_what_cannot_be_a_code_is_unknown(cast: Cast, written: str) -> None:
    assert usable(written) is None


def test_an_unknown_revoked_expired_used_up_or_closed_one_is_no_way_in(cast: Cast) -> None:
    revoked, expired, used_up, closed = (invite(cast, max_uses=1) for _ in range(4))
    invitations.revoke(revoked, by=standing_of(cast.rt_head))
    Invitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    invitations.use(used_up, by=cast.waiting)
    assert usable(code(closed)) == closed
    RukunTetangga.objects.filter(invitations=closed).update(closed_at=timezone.now())
    assert [usable(code(one)) for one in (revoked, expired, used_up, closed)] == [None] * 4
    assert usable("AAAAA-AAAAA") is None


def test_each_use_is_counted_and_journaled(cast: Cast) -> None:
    invitation = invite(cast, max_uses=2)
    assert invitations.use(invitation, by=cast.waiting).uses == 1
    assert invitations.use(invitation, by=cast.outsider).uses == 2
    with pytest.raises(NoLongerValid):
        invitations.use(invitation, by=cast.operator)
    assert entries(invitation) == [
        ("invitation.made", cast.rt_head.pk),
        ("invitation.used", cast.waiting.pk),
        ("invitation.used", cast.outsider.pk),
    ]


def test_the_database_lets_nobody_more_in(cast: Cast) -> None:
    invitation = invite(cast, max_uses=2)
    with pytest.raises(IntegrityError, match="invitation_uses"), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(uses=3)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_three_get_in(without_pool: None, cast: Cast) -> None:
    invitation = invite(cast, max_uses=3)

    def try_to_use(person: Standing) -> str:
        try:
            invitations.use(invitation, by=person.resident)
        except NoLongerValid:
            return "closed"
        return "in"

    answers = all_at_once(crowd_of(cast, 20), try_to_use)
    assert Counter(answers) == {"in": 3, "closed": 17}
    invitation.refresh_from_db()
    assert invitation.uses == 3
    assert len(entries(invitation)) == 4


@pytest.mark.django_db(transaction=True)
def test_revoking_and_using_at_once_count_nobody_afterwards(without_pool: None, cast: Cast) -> None:
    head, crowd = standing_of(cast.rt_head), crowd_of(cast, 6)
    for _ in range(5):
        invitation = invite(cast)

        def use_or_revoke(person: Standing) -> str:
            try:
                if person is head:
                    invitations.revoke(invitation, by=head)  # noqa: B023
                    return "revoked"
                invitations.use(invitation, by=person.resident)  # noqa: B023
            except NoLongerValid:
                return "closed"
            return "in"

        answers = Counter(all_at_once([*crowd, head], use_or_revoke))
        journal = [action for action, _ in entries(invitation)]
        invitation.refresh_from_db()
        assert (answers["revoked"], journal[-1]) == (1, "invitation.revoked")
        assert invitation.uses == answers["in"] == journal.count("invitation.used")


def test_revoked_once_it_is_not_revoked_again(cast: Cast) -> None:
    invitation, head = invite(cast), standing_of(cast.rt_head)
    invitations.revoke(invitation, by=head)
    with pytest.raises(invitations.AlreadyRevoked):
        invitations.revoke(invitation, by=head)
    assert entries(invitation)[1:] == [("invitation.revoked", cast.rt_head.pk)]


def test_only_an_office_over_that_rt_invites_and_revokes(cast: Cast) -> None:
    elsewhere = rt_of(cast.other_rt)
    with pytest.raises(NotYours):
        invitations.invite_residents(elsewhere, by=standing_of(cast.rt_head))
    with pytest.raises(NotYours):
        invitations.invite_residents(elsewhere, by=standing_of(cast.volunteer))
    of_rw = invitations.invite_residents(elsewhere, by=standing_of(cast.rw_head))
    with pytest.raises(NotYours):
        invitations.revoke(of_rw, by=standing_of(cast.rt_head))
    assert invitations.revoke(of_rw, by=standing_of(cast.rw_head)).revoked_at


def test_nobody_is_invited_to_a_closed_rt(cast: Cast) -> None:
    rt = rt_of(cast.requester)
    rt.closed_at = timezone.now()
    with pytest.raises(NotYours):
        invitations.invite_residents(rt, by=standing_of(cast.rt_head))


@pytest.mark.parametrize(("uses", "days"), [(0, 5), (-1, 5), (501, 5), (5, 0), (5, -1), (5, 182)])
def test_neither_without_bounds_nor_past(cast: Cast, uses: int, days: int) -> None:
    until = timezone.now() + timedelta(days=days)
    with pytest.raises(OutOfBounds):
        invite(cast, max_uses=uses, expires_at=until)


def test_into_an_office_it_is_for_one_person_and_two_weeks(cast: Cast) -> None:
    rt = rt_of(cast.requester)
    invitation = invitations.invite_to_office(rt.rw, rt=rt, post="sekretaris", made_by=None)
    lasts = invitation.expires_at - timezone.now()
    assert (invitation.max_uses, lasts.days, invitation.post) == (1, 14, "sekretaris")
    assert usable(code(invitation)) == invitation


def test_into_an_office_whoever_could_give_it_takes_it_back(cast: Cast) -> None:
    rt = rt_of(cast.requester)
    helper, head = (
        invitations.invite_to_office(rt.rw, rt=rt, post=post, made_by=None)
        for post in ("sekretaris", "ketua")
    )
    with pytest.raises(NotYours):
        invitations.revoke(head, by=standing_of(cast.rt_head))
    assert invitations.revoke(head, by=standing_of(cast.rw_head)).revoked_at
    assert invitations.revoke(helper, by=standing_of(cast.rt_head)).revoked_at


def test_with_another_key_paper_still_works_and_no_sheet_is_made(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation = invite(cast)
    before = code(invitation)
    monkeypatch.setattr(settings, "SECRET_KEY", "quite another key than before")
    assert code_of(invitation) is None
    assert usable(before) == invitation
