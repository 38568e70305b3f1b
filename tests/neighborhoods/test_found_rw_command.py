from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from journal.models import Entry
from neighborhoods.invitations import code_of
from neighborhoods.models import Invitation, RukunWarga
from tests.cast import Cast

WORDS = ("RW 12", "Karanganyar", "Banyu Biru", "Kabupaten Harapan", "bali")


def found(*words: str, **options: str) -> str:
    out = StringIO()
    call_command("found_rw", *words, stdout=out, **({"rt": "1-3"} | options))
    return out.getvalue()


def test_it_founds_the_rw_and_prints_the_heads_link(cast: Cast) -> None:
    printed = found(*WORDS).splitlines()
    rw = RukunWarga.objects.get(village="Karanganyar")
    invitation = Invitation.objects.get()
    code = (code_of(invitation) or "").replace("-", "")
    assert printed[0] == "RW 012, RT 001, 002, 003"
    assert printed[1].endswith(f"/gabung/{code}/")
    assert (rw.number, rw.province, rw.zone) == ("012", "Bali", "Asia/Makassar")
    assert (invitation.rw, invitation.rt, invitation.post) == (rw, None, "ketua")
    assert invitation.made_by is None
    entries = Entry.objects.filter(object_kind="rw").values_list("action", "actor_id")
    assert list(entries) == [("rw.founded", None)]


def test_a_zone_of_ones_own_has_the_last_word(cast: Cast) -> None:
    found(*WORDS, zone="Asia/Jayapura", code="5103021001")
    rw = RukunWarga.objects.get(village="Karanganyar")
    assert (rw.zone, rw.village_code) == ("Asia/Jayapura", "51.03.02.1001")


def test_it_refuses_what_is_here_already(cast: Cast) -> None:
    with pytest.raises(CommandError) as refused:
        found("5", "sukamaju", "Cempaka Raya", "Kota Tirtanagara", "Jawa Barat")
    assert str(refused.value).startswith("RW ini sudah ada di sini.")
    assert (RukunWarga.objects.count(), Invitation.objects.count()) == (2, 0)


def again(*words: str) -> str:
    out = StringIO()
    call_command("found_rw", *words, "--invite-again", stdout=out)
    return out.getvalue()


def test_a_first_invitation_that_went_by_is_made_again(cast: Cast) -> None:
    found(*WORDS)
    old = Invitation.objects.get()
    printed = again(*WORDS).splitlines()
    new = Invitation.objects.exclude(pk=old.pk).get()
    old.refresh_from_db()
    assert old.revoked_at is not None
    assert printed[0] == "RW 012, RT 001, 002, 003"
    assert printed[1].endswith(f"/gabung/{(code_of(new) or '').replace('-', '')}/")
    assert RukunWarga.objects.filter(village="Karanganyar").count() == 1


def test_no_invitation_is_made_again_where_somebody_is_in_office_or_no_rw_is(cast: Cast) -> None:
    for words in (WORDS, ("5", "Sukamaju", "Cempaka Raya", "Kota Tirtanagara", "Jawa Barat")):
        with pytest.raises(CommandError):
            again(*words)
    assert not Invitation.objects.exists()


def test_it_wants_either_the_rt_or_to_invite_again(cast: Cast) -> None:
    for wrong in ((), ("--rt", "1-3", "--invite-again")):
        with pytest.raises(CommandError):
            call_command("found_rw", *WORDS, *wrong)
    assert not RukunWarga.objects.filter(village="Karanganyar").exists()


@pytest.mark.parametrize(
    ("words", "options"),
    [
        (("0", *WORDS[1:]), {}),
        (("RW", *WORDS[1:]), {}),
        ((WORDS[0], "", *WORDS[2:]), {}),
        ((WORDS[0], "12", *WORDS[2:]), {}),
        ((WORDS[0], "x" * 81, *WORDS[2:]), {}),
        ((*WORDS[:4], "Batavia"), {}),
        (WORDS, {"rt": "6-1"}),
        (WORDS, {"rt": ""}),
        (WORDS, {"code": "12"}),
    ],
)
def test_bad_words_are_refused_and_found_nothing(
    cast: Cast, words: tuple[str, ...], options: dict[str, str]
) -> None:
    with pytest.raises(CommandError):
        found(*words, **options)
    assert RukunWarga.objects.count() == 2
