from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Resident
from neighborhoods.models import Office
from neighborhoods.standing import standing_of
from notifications.models import Notification
from requests_app import actions, decisions
from requests_app.errors import NotPossibleNow
from requests_app.helping import offer_help
from requests_app.models import AidRequest
from tests.cast import Cast
from tests.requests_app.factory import draft, helped_need, open_need, pending_need
from volunteers.models import SignUp

ClientOf = Callable[[Resident], Client]
ACCOUNT = "Uangnya ke BCA 1234567890."
LINK = "Lihat bit.ly/resep-obat"


def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def change(cast: Cast, need: AidRequest, **changes: object) -> AidRequest:
    return actions.change_need(need, draft(**changes), requester=standing_of(cast.requester))


def seen_by(person: Resident, need: AidRequest) -> bool:
    return AidRequest.objects.visible_to(standing_of(person)).filter(pk=need.pk).exists()


@pytest.mark.parametrize("category", ["medicine", "flood"])
def test_urgent_need_with_held_words_waits_for_a_look(cast: Cast, category: str) -> None:
    need = pending_need(cast, category=category, details=ACCOUNT)
    assert (need.status, need.held_for, need.opened_at) == ("pending", "account", None)
    assert told("need.waiting") == {cast.rt_head.pk, cast.rw_head.pk}
    assert list(AidRequest.objects.waiting_for(standing_of(cast.rt_head))) == [need]


def test_title_and_details_are_both_read(cast: Cast) -> None:
    need = pending_need(cast, title="Bayar lewat QRIS", details=LINK)
    assert need.held_for == "qris,link"


def test_the_only_coordinator_looks_at_their_own_held_words(cast: Cast) -> None:
    Office.objects.filter(holder=cast.rw_head).update(ends_on=timezone.localdate() - timedelta(2))
    head = standing_of(cast.rt_head)
    need = actions.post_need(draft(details=ACCOUNT), requester=head)
    assert need.status == "pending"
    assert list(AidRequest.objects.waiting_for(head)) == [need]


def test_approval_ends_the_hold(cast: Cast) -> None:
    need = pending_need(cast, details=ACCOUNT)
    need = decisions.approve_need(need, coordinator=standing_of(cast.rt_head))
    need.refresh_from_db()
    assert (need.status, need.held_for, need.hidden_at) == ("open", "", None)
    assert seen_by(cast.other_rt, need)


def test_held_words_in_an_edit_hide_the_need_and_keep_its_helpers(cast: Cast) -> None:
    need = helped_need(cast)
    need = change(cast, need, details=ACCOUNT)
    need.refresh_from_db()
    assert (need.status, need.held_for, bool(need.hidden_at)) == ("in_progress", "account", True)
    assert told("need.held") == {cast.rt_head.pk, cast.rw_head.pk}
    assert not seen_by(cast.other_rt, need)
    assert seen_by(cast.volunteer, need)
    assert SignUp.objects.get().status == "active"
    assert list(AidRequest.objects.waiting_for(standing_of(cast.rt_head))) == [need]
    with pytest.raises(NotPossibleNow):
        offer_help(need, volunteer=standing_of(cast.other_rt))


def test_a_look_brings_it_back_and_tells_its_requester(cast: Cast) -> None:
    need = change(cast, open_need(cast), details=ACCOUNT)
    Notification.objects.all().delete()
    decisions.mark_reviewed(need, coordinator=standing_of(cast.rt_head))
    need.refresh_from_db()
    assert (need.held_for, need.hidden_at, bool(need.reviewed_at)) == ("", None, True)
    assert told("need.approved") == {cast.requester.pk}


def test_a_look_at_plain_words_tells_nobody(cast: Cast) -> None:
    need = change(cast, open_need(cast), title="Titip beras")
    Notification.objects.all().delete()
    decisions.mark_reviewed(need, coordinator=standing_of(cast.rt_head))
    assert not Notification.objects.exists()


def test_words_that_were_looked_at_are_not_held_again(cast: Cast) -> None:
    need = pending_need(cast, details=ACCOUNT)
    need = decisions.approve_need(need, coordinator=standing_of(cast.rt_head))
    tomorrow = timezone.now() + timedelta(days=1)
    need = change(cast, need, details=ACCOUNT, starts_at=tomorrow)
    assert (need.held_for, need.hidden_at) == ("", None)


def test_taking_the_words_out_ends_the_hold(cast: Cast) -> None:
    need = change(cast, open_need(cast), details=ACCOUNT)
    need = change(cast, need, details="Uangnya saya ganti.")
    assert (need.held_for, need.hidden_at, need.reviewed_at) == ("", None, None)


def test_another_edit_while_it_waits_does_not_bring_it_back(cast: Cast) -> None:
    need = change(cast, open_need(cast), details=ACCOUNT)
    need = change(cast, need, details=ACCOUNT, helpers=3)
    need.refresh_from_db()
    assert (need.held_for, bool(need.hidden_at)) == ("account", True)


def test_no_edit_and_no_look_lifts_what_moderation_hid(cast: Cast) -> None:
    need = open_need(cast)
    AidRequest.objects.update(hidden_at=timezone.now())
    change(cast, need, details=ACCOUNT)
    change(cast, need, details="Uangnya saya ganti.")
    decisions.mark_reviewed(need, coordinator=standing_of(cast.rt_head))
    need.refresh_from_db()
    assert (need.held_for, bool(need.hidden_at)) == ("", True)


def test_sending_back_ends_the_hold_with_its_hiding(cast: Cast) -> None:
    need = change(cast, helped_need(cast), details=ACCOUNT)
    decisions.ask_changes(need, coordinator=standing_of(cast.rt_head), reason="Tanpa rekening.")
    need.refresh_from_db()
    assert (need.status, need.held_for, need.hidden_at) == ("needs_changes", "", None)
    need = change(cast, need, details="Uangnya saya ganti.")
    assert (need.status, need.held_for) == ("pending", "")


def test_the_requester_reads_why_it_waits(cast: Cast, client_of: ClientOf) -> None:
    need = pending_need(cast, details=ACCOUNT)
    page = client_of(cast.requester).get(f"/kebutuhan/{need.code}/").content.decode()
    assert "Ada nomor rekening di tulisan ini" in page
    open_one = change(cast, open_need(cast), details=f"{ACCOUNT} {LINK}")
    page = client_of(cast.requester).get(f"/kebutuhan/{open_one.code}/").content.decode()
    assert "Sekarang ada nomor rekening dan tautan di tulisan ini" in page


def test_the_preview_says_so_before_sending(cast: Cast, client_of: ClientOf) -> None:
    form = {
        "title": "Titip belanja ke pasar",
        "details": ACCOUNT,
        "when": "asap",
        "helpers": "1",
        "step": "preview",
    }
    client = client_of(cast.requester)
    page = client.post("/minta/errand/", form).content.decode()
    assert "Ada nomor rekening di tulisan ini" in page
    plain = client.post("/minta/errand/", form | {"details": "Sayur."}).content.decode()
    assert "nomor rekening" not in plain


def test_an_edit_says_that_it_is_hidden_now(cast: Cast, client_of: ClientOf) -> None:
    need = open_need(cast)
    form = {"title": need.title, "details": LINK, "when": "asap", "helpers": "2", "step": "save"}
    page = client_of(cast.requester).post(f"/kebutuhan/{need.code}/ubah/", form, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said == ["Tersimpan. Disembunyikan dulu sampai pengurus memeriksanya."]
