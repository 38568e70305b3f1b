from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Resident
from journal.models import Entry
from moderation import errors
from moderation.actions import report_thing
from moderation.models import Case, Report
from neighborhoods.models import Membership
from neighborhoods.standing import standing_of
from notifications.kinds import get
from notifications.models import Notification
from requests_app import actions, helping
from requests_app.errors import NotPossibleNow
from requests_app.models import AidRequest
from requests_app.reminders import helpers_due
from tests.cast import Cast, rt_of
from tests.events.factory import join, published_event
from tests.moderation.factory import appeal, appoint, decide, neighbours, report, report_by
from tests.requests_app.factory import draft, helped_need, open_need, pending_need


def told(kind: str) -> list[int]:
    notices = Notification.objects.filter(kind=kind).order_by("recipient_id")
    return list(notices.values_list("recipient_id", flat=True))


def ids(*people: Resident) -> list[int]:
    return sorted(person.pk for person in people)


def test_a_report_opens_a_case_and_tells_whoever_decides(cast: Cast) -> None:
    need = open_need(cast)
    case = report(cast.volunteer, need)
    assert (case.need, case.rw, case.rt, case.decision) == (need, need.rw, need.rt, "")
    assert told("case.opened") == ids(cast.rt_head, cast.rw_head)
    assert (
        Notification.objects.filter(recipient=cast.requester, kind__startswith="case").count() == 0
    )


def test_the_second_report_joins_the_case_and_tells_nobody_again(cast: Cast) -> None:
    need = open_need(cast)
    assert report(cast.volunteer, need) == report(cast.other_rt, need)
    assert (Case.objects.count(), len(told("case.opened"))) == (1, 2)


def test_once_a_person_and_thing(cast: Cast) -> None:
    need = open_need(cast)
    report(cast.volunteer, need)
    with pytest.raises(errors.AlreadyReported):
        report(cast.volunteer, need, reason="hoax")
    assert list(Report.objects.values_list("reason", flat=True)) == ["scam"]
    decide(Case.objects.get(), cast.rt_head, "kept")
    with pytest.raises(errors.AlreadyReported):
        report(cast.volunteer, need)


def test_another_thing_can_be_reported_too(cast: Cast) -> None:
    for need in (open_need(cast), open_need(cast)):
        report(cast.volunteer, need)
    assert Case.objects.count() == 2


def test_nobody_reports_their_own(cast: Cast) -> None:
    with pytest.raises(errors.OwnThing):
        report(cast.requester, open_need(cast))
    with pytest.raises(errors.OwnThing):
        report(cast.rw_head, published_event(cast))


@pytest.mark.parametrize("role", ["waiting", "outsider", "operator"])
def test_only_verified_residents_of_the_rw_report(cast: Cast, role: str) -> None:
    with pytest.raises(errors.NotVerified):
        report(getattr(cast, role), open_need(cast))
    assert not Report.objects.exists()


def test_what_nobody_has_seen_is_not_reported(cast: Cast) -> None:
    with pytest.raises(errors.NotVerified):
        report(cast.rt_head, pending_need(cast))


def test_three_reports_hide_until_a_person_decides(cast: Cast) -> None:
    need = helped_need(cast)
    people = neighbours(cast, 3)
    report_by(people[:2], need)
    assert need.hidden_at is None
    case = report_by(people[2:], need)
    assert need.hidden_at == case.hidden_by_reports_at is not None
    assert need.status == "in_progress"
    assert told("case.hidden_by_reports") == ids(cast.requester, cast.volunteer)
    assert told("case.hidden_waits") == ids(cast.rt_head, cast.rw_head)


def test_an_event_is_hidden_the_same_way(cast: Cast) -> None:
    event = published_event(cast)
    join(cast.volunteer, event)
    case = report_by(neighbours(cast, 3), event)
    assert event.hidden_at == case.hidden_by_reports_at is not None
    assert told("case.hidden_by_reports") == ids(cast.rw_head, cast.volunteer)


def test_only_those_still_verified_and_active_count(cast: Cast) -> None:
    need = open_need(cast)
    people = neighbours(cast, 5)
    report_by(people[:2], need)
    Membership.objects.filter(resident=people[0]).update(status="ended", ended_at=timezone.now())
    Resident.objects.filter(pk=people[1].pk).update(is_active=False)
    report_by(people[2:4], need)
    assert need.hidden_at is None
    report_by(people[4:], need)
    assert need.hidden_at is not None


def test_a_fourth_report_changes_nothing_more(cast: Cast) -> None:
    need = open_need(cast)
    case = report_by(neighbours(cast, 3), need)
    hidden_at = need.hidden_at
    helping_person = cast.other_rt
    report_by([helping_person], need)
    case.refresh_from_db()
    assert (need.hidden_at, case.hidden_by_reports_at) == (hidden_at, hidden_at)
    assert len(told("case.hidden_by_reports")) == 1


def test_reminders_fall_silent_while_it_is_hidden(cast: Cast) -> None:
    now = timezone.now()
    need = helped_need(cast, starts_at=now + timedelta(hours=3))
    assert helpers_due(now, evening=False).count() == 1
    report_by(neighbours(cast, 3), need)
    assert helpers_due(now, evening=False).count() == 0
    notice = Notification.objects.get(kind="duty.hour", recipient=cast.volunteer)
    assert get("duty.hour").check(notice) == "cancelled"


def test_reports_on_held_words_make_the_hiding_moderations(cast: Cast) -> None:
    need = open_need(cast)
    people = neighbours(cast, 3)
    report_by(people[:2], need)
    words = draft(details="BCA 1234567890")
    actions.change_need(need, words, requester=standing_of(cast.requester))
    case = report_by(people[2:], need)
    assert (need.held_for, bool(need.hidden_at)) == ("", True)
    assert case.hidden_by_reports_at is not None


def test_what_a_decision_hid_is_reported_no_more(cast: Cast) -> None:
    need = helped_need(cast)
    decide(report(cast.other_rt, need), cast.rt_head, "hidden")
    with pytest.raises(errors.AlreadyHidden):
        report(cast.volunteer, need)


def test_words_that_were_judged_are_not_hidden_by_number_again(cast: Cast) -> None:
    need = open_need(cast)
    people = neighbours(cast, 9)
    decide(report_by(people[:3], need), cast.rt_head, "kept")
    case = report_by(people[3:6], need)
    assert (need.hidden_at, case.hidden_by_reports_at) == (None, None)
    assert Case.objects.count() == 2


def test_changed_words_are(cast: Cast) -> None:
    need = open_need(cast)
    people = neighbours(cast, 6)
    decide(report_by(people[:3], need), cast.rt_head, "kept")
    actions.change_need(need, draft(title="Titip uang"), requester=standing_of(cast.requester))
    report_by(people[3:], need)
    assert need.hidden_at is not None


def test_the_journal_does_not_say_who_reported_or_appealed(cast: Cast) -> None:
    case = report_by(neighbours(cast, 3), open_need(cast))
    decide(case, cast.rt_head, "hidden")
    appeal(case, cast.requester)
    entries = Entry.objects.filter(object_kind="case").order_by("id")
    assert list(entries.values_list("action", "actor_id")) == [
        ("case.reported", None),
        ("case.reported", None),
        ("case.reported", None),
        ("case.hidden_by_reports", None),
        ("case.hidden", cast.rt_head.pk),
        ("case.appealed", None),
    ]


def test_titles_and_bodies_name_no_person(cast: Cast) -> None:
    need = helped_need(cast)
    people = neighbours(cast, 3)
    case = report_by(people, need)
    appeal(decide(case, cast.rt_head, "hidden"), cast.requester)
    names = Resident.objects.exclude(name="").values_list("name", flat=True)
    for notice in Notification.objects.filter(kind__startswith="case."):
        words = get(notice.kind).words(notice)
        assert [name for name in names if name in f"{words.title} {words.body}"] == []
        assert need.title not in words.title


def test_each_side_is_told_in_its_own_words_and_led_to_its_own_page(cast: Cast) -> None:
    need = helped_need(cast)
    people = neighbours(cast, 3)
    case = decide(report_by(people, need), cast.rt_head, "hidden")
    by_person = {
        notice.recipient_id: (get(notice.kind).words(notice).title, get(notice.kind).link(notice))
        for notice in Notification.objects.filter(kind="case.hidden")
    }
    what = "Belanja / titip beli"
    mine, theirs = f"/kebutuhan/{need.code}/", f"/kasus/{case.pk}/"
    assert by_person == {
        cast.requester.pk: (f"Disembunyikan: {what}", mine),
        cast.volunteer.pk: (f"Disembunyikan: {what}", mine),
        **{person.pk: (f"Laporan Anda sudah diputuskan: {what}", theirs) for person in people},
    }


class TestAppeal:
    def test_the_owner_appeals_what_was_hidden(self, cast: Cast) -> None:
        case = decide(report_by(neighbours(cast, 3), open_need(cast)), cast.rt_head, "hidden")
        case = appeal(case, cast.requester)
        assert (case.appellant, case.is_appealed) == (cast.requester, True)
        assert told("case.appealed") == ids(cast.rw_head)

    def test_a_reporter_appeals_what_was_kept(self, cast: Cast) -> None:
        people = neighbours(cast, 3)
        case = decide(report_by(people, open_need(cast)), cast.rt_head, "kept")
        assert appeal(case, people[1]).appellant == people[1]

    def test_not_by_the_side_it_went_for_nor_by_others(self, cast: Cast) -> None:
        people = neighbours(cast, 2)
        hidden = decide(report(people[0], open_need(cast)), cast.rt_head, "hidden")
        kept = decide(report(people[0], open_need(cast)), cast.rt_head, "kept")
        for case, person in (
            (hidden, people[0]),
            (kept, cast.requester),
            (kept, people[1]),
            (hidden, cast.volunteer),
        ):
            with pytest.raises(errors.NoAppeal):
                appeal(case, person)

    def test_once(self, cast: Cast) -> None:
        people = neighbours(cast, 3)
        case = appeal(decide(report_by(people, open_need(cast)), cast.rt_head, "kept"), people[0])
        with pytest.raises(errors.NoAppeal):
            appeal(case, people[1])

    def test_not_before_a_decision(self, cast: Cast) -> None:
        case = report_by(neighbours(cast, 3), open_need(cast))
        with pytest.raises(errors.NoAppeal):
            appeal(case, cast.requester)

    def test_when_the_rw_head_decided_first_another_is_asked(self, cast: Cast) -> None:
        case = decide(report_by(neighbours(cast, 3), open_need(cast)), cast.rw_head, "hidden")
        appeal(case, cast.requester)
        assert told("case.appealed") == ids(cast.rt_head)


def test_a_report_about_a_coordinators_own_post_goes_past_him(cast: Cast) -> None:
    need = actions.post_need(draft(category="bereavement"), requester=standing_of(cast.rt_head))
    assert need.status == "open"
    case = report(cast.volunteer, need)
    head = standing_of(cast.rt_head)
    assert told("case.opened") == ids(cast.rw_head)
    assert not Case.objects.waiting_for(head).exists()
    assert not Case.objects.visible_to(head).exists()
    with pytest.raises(errors.NotYours):
        decide(case, cast.rt_head, "kept")


def test_a_coordinator_who_reported_does_not_decide(cast: Cast) -> None:
    case = report(cast.rt_head, open_need(cast))
    assert told("case.opened") == ids(cast.rw_head)
    with pytest.raises(errors.NotYours):
        decide(case, cast.rt_head, "hidden")


def test_where_only_he_is_in_office_another_coordinator_of_the_rw_decides(cast: Cast) -> None:
    cast.rw_head.offices.all().delete()
    need = actions.post_need(draft(category="bereavement"), requester=standing_of(cast.rt_head))
    appoint(cast.other_rt, rt_of(cast.other_rt))
    report(cast.volunteer, need)
    assert told("case.opened") == ids(cast.other_rt)
    assert Case.objects.waiting_for(standing_of(cast.other_rt)).exists()


def test_where_nobody_else_is_in_office_it_waits(cast: Cast) -> None:
    cast.rw_head.offices.all().delete()
    need = actions.post_need(draft(category="bereavement"), requester=standing_of(cast.rt_head))
    people = neighbours(cast, 3)
    report_by(people, need)
    assert told("case.opened") == []
    assert need.hidden_at is not None
    assert AidRequest.objects.get(pk=need.pk).status == "open"
    appoint(cast.volunteer, rt_of(cast.volunteer), whole_rw=True)
    assert Case.objects.waiting_for(standing_of(cast.volunteer)).exists()


def test_a_whole_rws_event_is_decided_by_the_rws_offices(cast: Cast) -> None:
    appoint(cast.volunteer, rt_of(cast.volunteer), whole_rw=True)
    report(cast.other_rt, published_event(cast))
    assert told("case.opened") == ids(cast.volunteer)
    assert not Case.objects.waiting_for(standing_of(cast.rt_head)).exists()


def test_help_is_not_offered_to_what_is_hidden(cast: Cast) -> None:
    need = open_need(cast)
    report_by(neighbours(cast, 3), need)
    with pytest.raises(NotPossibleNow):
        helping.offer_help(need, volunteer=standing_of(cast.volunteer))


def test_report_keeps_its_words_for_whoever_decides(cast: Cast) -> None:
    need = open_need(cast)
    report_thing(need, reporter=standing_of(cast.volunteer), reason="hoax", details="Tidak ada.")
    assert Report.objects.values_list("reason", "details").get() == ("hoax", "Tidak ada.")


def test_whoever_decides_is_led_to_the_desk(cast: Cast) -> None:
    """To the appeal once there is one, since the page of the first decision is closed then."""
    case = report_by(neighbours(cast, 3), open_need(cast))
    first = f"/pengurus/laporan/{case.pk}/"
    assert desk_links(cast) == {"case.opened": first, "case.hidden_waits": first}
    appeal(decide(case, cast.rt_head, "hidden"), cast.requester)
    kinds = ("case.opened", "case.hidden_waits", "case.appealed")
    assert desk_links(cast) == dict.fromkeys(kinds, f"/pengurus/banding/{case.pk}/")


def desk_links(cast: Cast) -> dict[str, str]:
    told = Notification.objects.filter(recipient=cast.rw_head, kind__startswith="case.")
    return {notice.kind: get(notice.kind).link(notice) for notice in told}
