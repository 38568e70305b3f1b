from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import Resident
from neighborhoods.founding import decline
from neighborhoods.invitations import code_of
from neighborhoods.models import Founding, Invitation, Office, RukunTetangga, RukunWarga
from tests.cast import Cast, rt_of
from tests.neighborhoods.foundings import CONTACT, asked

ClientOf = Callable[[Resident], Client]
LIST = "/admin/neighborhoods/founding/"
SHOWN = "0813-9988-7766"


def path_of(founding: Founding, what: str = "change") -> str:
    return f"{LIST}{founding.pk}/{what}/"


def test_those_that_wait_come_first_and_the_list_shows_no_contact(
    cast: Cast, client_of: ClientOf
) -> None:
    old, waiting = asked(number="021"), asked(number="022")
    decline(old, operator=cast.operator)
    page = client_of(cast.operator).get(LIST)
    assert [row.number for row in page.context["cl"].result_list] == ["022", "021"]
    text = page.content.decode()
    assert (CONTACT in text, waiting.contact_phone in text) == (False, False)


def test_the_page_of_one_that_waits_shows_whom_to_reach(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.operator).get(path_of(asked())).content.decode()
    assert CONTACT in page
    assert "Setujui dan buat undangan pertama" in page
    assert 'name="_save"' not in page


def test_approving_answers_with_link_code_and_a_text_for_the_contact(
    cast: Cast, client_of: ClientOf
) -> None:
    founding = asked()
    answer = client_of(cast.operator).post(path_of(founding, "setujui"))
    code = code_of(Invitation.objects.get()) or ""
    link = f"/gabung/{code.replace('-', '')}/"
    text = unquote(answer.content.decode())
    assert answer.status_code == 200
    assert (code in text, link in text, CONTACT in text, SHOWN in text) == (True,) * 4
    assert "https://wa.me/6281399887766?text=RW\N{NO-BREAK SPACE}012 Karanganyar sudah ada" in text
    assert "no-store" in answer["Cache-Control"]
    founding.refresh_from_db()
    assert (founding.status, founding.contact_name, founding.contact_phone) == ("approved", "", "")


def test_the_contact_is_shown_that_once_alone(cast: Cast, client_of: ClientOf) -> None:
    founding, client = asked(), client_of(cast.operator)
    client.post(path_of(founding, "setujui"))
    again = client.post(path_of(founding, "setujui"), follow=True)
    assert again.redirect_chain == [(LIST, 302)]
    for answer in (again, client.get(path_of(founding)), client.get(LIST)):
        text = answer.content.decode()
        assert (CONTACT in text, SHOWN in text, "6281399887766" in text) == (False,) * 3
    assert Invitation.objects.count() == 1


def test_the_first_invitation_can_be_seen_again_until_the_head_has_come(
    cast: Cast, client_of: ClientOf
) -> None:
    founding, client = asked(), client_of(cast.operator)
    assert "/gabung/" not in client.get(path_of(founding)).content.decode()
    client.post(path_of(founding, "setujui"))
    made = Invitation.objects.get()
    code = code_of(made) or ""
    answer = client.get(path_of(founding))
    text = unquote(answer.content.decode())
    assert (code in text, f"/gabung/{code.replace('-', '')}/" in text) == (True, True)
    assert "https://wa.me/?text=RW\N{NO-BREAK SPACE}012 Karanganyar sudah ada" in text
    assert "no-store" in answer["Cache-Control"]
    Invitation.objects.update(uses=1)
    assert code not in client.get(path_of(founding)).content.decode()


def test_what_the_rw_makes_itself_is_not_the_operators_to_see(
    cast: Cast, client_of: ClientOf
) -> None:
    founding, client = asked(), client_of(cast.operator)
    client.post(path_of(founding, "setujui"))
    Invitation.objects.update(made_by=cast.rw_head)
    assert "/gabung/" not in client.get(path_of(founding)).content.decode()


def test_once_it_went_by_a_new_one_is_made_and_shown_on_that_page(
    cast: Cast, client_of: ClientOf
) -> None:
    founding, client = asked(), client_of(cast.operator)
    client.post(path_of(founding, "setujui"))
    Invitation.objects.update(expires_at=timezone.now())
    page = client.get(path_of(founding)).content.decode()
    assert ("Buat undangan baru" in page, "/gabung/" in page) == (True, False)
    answer = client.post(path_of(founding, "undang"), follow=True)
    code = code_of(Invitation.objects.latest("pk")) or ""
    text = unquote(answer.content.decode())
    # Led on, so that reading the page again makes no other one.
    assert answer.redirect_chain == [(path_of(founding), 302)]
    assert (code in text, f"/gabung/{code.replace('-', '')}/" in text) == (True, True)
    assert "https://wa.me/?text=RW\N{NO-BREAK SPACE}012 Karanganyar sudah ada" in text
    assert "no-store" in answer["Cache-Control"]


def test_once_somebody_is_in_office_no_new_one_is_offered_or_made(
    cast: Cast, client_of: ClientOf
) -> None:
    founding, client = asked(), client_of(cast.operator)
    client.post(path_of(founding, "setujui"))
    Office.objects.create(holder=cast.waiting, rw=Invitation.objects.get().rw)
    assert "Buat undangan baru" not in client.get(path_of(founding)).content.decode()
    answer = client.post(path_of(founding, "undang"), follow=True)
    told = [str(each) for each in answer.context["messages"]]
    assert [words[:35] for words in told] == ["Sudah ada yang menjabat di RW ini, "]
    assert Invitation.objects.count() == 1


def test_before_the_approval_there_is_nothing_to_make_anew(cast: Cast, client_of: ClientOf) -> None:
    founding, client = asked(), client_of(cast.operator)
    assert "Buat undangan baru" not in client.get(path_of(founding)).content.decode()
    assert client.post(path_of(founding, "undang")).status_code == 404
    assert not Invitation.objects.exists()


def test_staff_who_may_only_look_sees_no_code(cast: Cast, client_of: ClientOf) -> None:
    founding = asked()
    client_of(cast.operator).post(path_of(founding, "setujui"))
    staff = Resident.objects.create(phone="+628110000002", name="Staf", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_founding"))
    page = client_of(staff).get(path_of(founding))
    text = page.content.decode()
    assert (page.status_code, "/gabung/" in text, "undang/" in text) == (200, False, False)


def test_after_a_change_of_the_key_it_says_that_the_code_is_gone(
    cast: Cast, client_of: ClientOf
) -> None:
    founding, client = asked(), client_of(cast.operator)
    client.post(path_of(founding, "setujui"))
    Invitation.objects.update(nonce="of another key")
    text = client.get(path_of(founding)).content.decode()
    assert ("Kunci rahasia server sudah berganti" in text, "/gabung/" in text) == (True, False)


def test_a_request_is_readable_in_indonesian(cast: Cast, client_of: ClientOf) -> None:
    founding, client = asked(), client_of(cast.operator)
    for page in (path_of(founding), LIST):
        text = client.get(page).content.decode().partition('id="content"')[2]
        assert "RT 001, RT 002" in text
        assert ("[&quot;001" in text, "Rt numbers" in text, "Asked at" in text) == (False,) * 3
        assert ("Diminta" in text, "Menunggu" in text) == (True, True)


def test_a_request_without_its_contact_can_still_be_approved(
    cast: Cast, client_of: ClientOf
) -> None:
    founding = asked()
    Founding.objects.update(contact_name="", contact_phone="")
    answer = client_of(cast.operator).post(path_of(founding, "setujui"))
    text = answer.content.decode()
    assert ("wa.me" in text, "/gabung/" in text) == (False, True)


def test_declining_leads_back_and_forgets(cast: Cast, client_of: ClientOf) -> None:
    founding = asked()
    answer = client_of(cast.operator).post(path_of(founding, "tolak"), follow=True)
    founding.refresh_from_db()
    assert answer.redirect_chain == [(LIST, 302)]
    assert (founding.status, founding.contact_phone) == ("declined", "")


def test_several_are_declined_from_the_list(cast: Cast, client_of: ClientOf) -> None:
    foundings = [asked(number="021"), asked(number="022")]
    chosen = {
        "action": "decline_chosen",
        "_selected_action": [str(founding.pk) for founding in foundings],
    }
    client_of(cast.operator).post(LIST, chosen)
    states = Founding.objects.order_by("pk").values_list("status", "contact_phone")
    assert list(states) == [("declined", "")] * 2


def test_an_rw_that_is_here_is_told_and_stays_undecided(cast: Cast, client_of: ClientOf) -> None:
    first, second = asked(), asked()
    client = client_of(cast.operator)
    client.post(path_of(first, "setujui"))
    answer = client.post(path_of(second, "setujui"), follow=True)
    told = [str(each) for each in answer.context["messages"]]
    assert [words[:24] for words in told] == ["RW ini sudah ada di sini"]
    second.refresh_from_db()
    assert second.status == "pending"


@pytest.mark.parametrize("what", ["setujui", "tolak", "undang"])
def test_a_get_decides_nothing(cast: Cast, client_of: ClientOf, what: str) -> None:
    founding = asked()
    assert client_of(cast.operator).get(path_of(founding, what)).status_code == 405
    founding.refresh_from_db()
    assert founding.status == "pending"


@pytest.mark.parametrize("what", ["setujui", "tolak", "undang"])
@pytest.mark.parametrize("pk", ["0", "x", "9" * 18, "9" * 40])
def test_an_unknown_one_is_not_found(cast: Cast, client_of: ClientOf, what: str, pk: str) -> None:
    assert client_of(cast.operator).post(f"{LIST}{pk}/{what}/").status_code == 404


@pytest.mark.parametrize("what", ["setujui", "tolak", "undang"])
def test_staff_without_the_right_decides_nothing(
    cast: Cast, client_of: ClientOf, what: str
) -> None:
    founding = asked()
    staff = Resident.objects.create(phone="+628110000001", name="Staf", is_staff=True)
    assert client_of(staff).post(path_of(founding, what)).status_code == 403
    founding.refresh_from_db()
    assert founding.status == "pending"


@pytest.mark.parametrize("model", ["office", "membership"])
def test_a_closed_rt_is_not_offered_in_the_admin(
    cast: Cast, client_of: ClientOf, model: str
) -> None:
    rt = rt_of(cast.volunteer)
    RukunTetangga.objects.exclude(pk=rt.pk).update(closed_at="2026-01-01T00:00:00Z")
    page = client_of(cast.operator).get(f"/admin/neighborhoods/{model}/add/")
    offered = page.context["adminform"].form.fields["rt"].queryset
    assert list(offered) == [rt]
    assert RukunWarga.objects.count() == 2
