"""The screens of one's own data. `test_every_page` imports them into SCENES."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from accounts import consents, erasure
from accounts.models import DataRequest, Resident
from coordinators.data_requests import answer_request, ask_request
from gotongroyong.mydata.exporting import ask_export
from journal.actions import record
from neighborhoods.standing import standing_of
from requests_app.models import AidRequest
from requests_app.retention import take_words_out
from tests.browser.scenes import open_page, scene
from tests.cast import Cast
from tests.requests_app.factory import done_need, helped_need

LONG_WORDS = "Tolongperbaikinamasayayangsalahtulissejakawal " * 8


def ask(person: Resident, words: str = "Nama saya salah tulis.") -> DataRequest:
    return ask_request(standing_of(person), kind="correct", words=words)


@scene("requester")
def settings(page: Page, cast: Cast) -> None:
    page.goto("/saya/pengaturan/")


@scene("requester")
def settings_in_large_text(page: Page, cast: Cast) -> None:
    Resident.objects.filter(pk=cast.requester.pk).update(text_size="large")
    page.goto("/saya/pengaturan/")


@scene("volunteer")
def home_in_large_text(page: Page, cast: Cast) -> None:
    Resident.objects.filter(pk=cast.volunteer.pk).update(text_size="large")
    helped_need(cast)
    page.goto("/")


@scene("requester", status=422)
def settings_refused(page: Page, cast: Cast) -> None:
    page.goto("/saya/pengaturan/")
    page.locator("[name=name]").fill("123")
    page.locator("main form button").first.click()
    page.locator(".error-summary").wait_for()


@scene("waiting")
def settings_while_waiting(page: Page, cast: Cast) -> None:
    page.goto("/saya/pengaturan/")


@scene("requester")
def seen(page: Page, cast: Cast) -> None:
    need = helped_need(cast)
    for person in (cast.volunteer, cast.rt_head):
        record(
            "contact.seen",
            object_kind="need",
            object_id=need.pk,
            rw_id=need.rw_id,
            actor_id=person.pk,
            subject_id=cast.requester.pk,
        )
    page.goto("/saya/dilihat/")


@scene("requester")
def seen_by_nobody(page: Page, cast: Cast) -> None:
    page.goto("/saya/dilihat/")


@scene("requester")
def own_consents(page: Page, cast: Cast) -> None:
    for purpose in ("account", "whatsapp"):
        consents.give(cast.requester, purpose)
    page.goto("/saya/persetujuan/")


@scene("requester")
def my_data(page: Page, cast: Cast) -> None:
    ask_export(cast.requester)
    page.goto("/saya/data/")


@scene("requester")
def my_data_shown(page: Page, cast: Cast) -> None:
    done_need(cast)
    page.goto("/saya/data/")
    page.locator("[name=password]").fill("gotong-royong")
    page.locator("[name=step][value=show]").click()
    page.get_by_role("heading", name="Akun Anda").wait_for()


@scene("requester", status=422)
def my_data_refused(page: Page, cast: Cast) -> None:
    page.goto("/saya/data/")
    page.locator("[name=step][value=file]").click()
    page.locator(".error-summary").wait_for()


@scene("requester")
def erase_account(page: Page, cast: Cast) -> None:
    page.goto("/saya/hapus/")


@scene("rw_head")
def erase_account_of_the_last_head(page: Page, cast: Cast) -> None:
    page.goto("/saya/hapus/")


@scene("requester")
def erase_asked(page: Page, cast: Cast) -> None:
    erasure.ask(cast.requester)
    page.goto("/saya/hapus/")


@scene("requester")
def data_requests(page: Page, cast: Cast) -> None:
    head = standing_of(cast.rw_head)
    answer_request(ask(cast.requester), coordinator=head, answer="Sudah diperbaiki.")
    ask(cast.requester, LONG_WORDS)
    late = ask(cast.requester)
    DataRequest.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=2))
    page.goto("/saya/permintaan/")


@scene("rw_head")
def desk_data_request(page: Page, cast: Cast) -> None:
    page.goto(f"/pengurus/permintaan/{ask(cast.requester, LONG_WORDS).pk}/")


@scene("rt_head")
def desk_data_request_overdue(page: Page, cast: Cast) -> None:
    late = ask(cast.requester)
    DataRequest.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=2))
    page.goto(f"/pengurus/permintaan/{late.pk}/")


@scene("volunteer")
def need_without_words(page: Page, cast: Cast) -> None:
    need = done_need(cast)
    take_words_out(AidRequest.objects.filter(pk=need.pk), timezone.now())
    open_page(page, need)
