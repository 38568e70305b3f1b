import re
from pathlib import Path

import pytest

from gotongroyong.datadir import BASE_DIR
from journal.models import Entry
from neighborhoods.models import Membership, RukunTetangga, RukunWarga
from neighborhoods.reveal import NOTHING, Contact, Relation, grade, landmarks, reveal
from neighborhoods.standing import standing_of
from tests.cast import Cast, rt_of

HOUSE = "Gang Melati No. 22"
# What each relation is shown of: the RT, the landmark, the phone, the house.
GRADES = {
    Relation.PUBLIC: "",
    Relation.RW: "rt",
    Relation.RT: "rt landmark",
    Relation.HELPER: "rt landmark phone address",
    Relation.HELPED: "rt phone",
    Relation.COORDINATOR: "rt landmark phone address",
    Relation.SELF: "rt landmark phone address",
}
LOOKED = (Relation.HELPER, Relation.HELPED, Relation.COORDINATOR)


@pytest.fixture
def home(cast: Cast) -> Membership:
    homes = Membership.objects.select_related("household", "rt", "resident")
    found = homes.get(resident=cast.requester, status="active")
    assert found.household
    found.household.landmark = "dekat musala"
    found.household.save(update_fields=["landmark"])
    return found


def look(
    cast: Cast, relation: Relation, within: RukunTetangga | RukunWarga | None = None
) -> Contact | None:
    return reveal(
        standing_of(cast.volunteer),
        cast.requester,
        relation,
        within=within or rt_of(cast.volunteer).rw,
        object_kind="need",
        object_id=7,
    )


@pytest.mark.parametrize("relation", Relation)
def test_each_relation_is_shown_its_grade(home: Membership, relation: Relation) -> None:
    all_of_it = {
        "rt": str(home.rt),
        "landmark": "dekat musala",
        "phone": home.resident.phone,
        "address": HOUSE,
    }
    found = grade(home, relation)
    shown = {name: getattr(found, name) for name in all_of_it}
    entitled = GRADES[relation].split()
    assert shown == {name: all_of_it[name] if name in entitled else None for name in all_of_it}


@pytest.mark.parametrize("relation", Relation)
def test_of_somebody_who_lives_nowhere_nothing_is_shown(relation: Relation) -> None:
    assert grade(None, relation) == NOTHING


@pytest.mark.parametrize("relation", LOOKED)
def test_look_is_given_and_journaled(cast: Cast, relation: Relation) -> None:
    contact = look(cast, relation)
    assert contact
    assert contact.phone == cast.requester.phone
    seen = Entry.objects.get(action="contact.seen")
    assert (seen.actor_id, seen.subject_id, seen.object_id) == (
        cast.volunteer.pk,
        cast.requester.pk,
        7,
    )


@pytest.mark.parametrize("relation", [Relation.PUBLIC, Relation.RW, Relation.RT])
def test_who_is_shown_no_contact_leaves_no_look(cast: Cast, relation: Relation) -> None:
    assert look(cast, relation) is None
    assert Entry.objects.count() == 0


def test_ones_own_look_is_no_look(cast: Cast) -> None:
    me = standing_of(cast.requester)
    rw = rt_of(cast.requester).rw
    own = reveal(
        me,
        cast.requester,
        Relation.SELF,
        within=rw,
        object_kind="resident",
        object_id=me.resident.pk,
    )
    assert own
    assert own.address == HOUSE
    assert Entry.objects.count() == 0


def test_matter_of_another_rw_shows_nothing_of_this_one(cast: Cast) -> None:
    contact = reveal(
        standing_of(cast.outsider),
        cast.requester,
        Relation.COORDINATOR,
        within=rt_of(cast.outsider).rw,
        object_kind="need",
        object_id=7,
    )
    assert contact is None


def test_address_of_one_who_moved_away_is_closed(cast: Cast) -> None:
    cast.requester.memberships.update(status="ended")
    assert look(cast, Relation.HELPER) is None


def test_a_matter_of_the_old_rt_shows_nothing_of_the_new_house(
    cast: Cast, home: Membership
) -> None:
    old, new = home.rt, rt_of(cast.other_rt)
    assert look(cast, Relation.HELPER, old)
    cast.requester.memberships.update(rt=new)
    assert [look(cast, Relation.HELPER, old), look(cast, Relation.COORDINATOR, old)] == [None, None]
    assert look(cast, Relation.HELPED, new.rw)


def test_landmarks_are_for_the_rt_they_lie_in(cast: Cast, home: Membership) -> None:
    people = [cast.requester.pk, cast.other_rt.pk]
    assert landmarks(people, home.rt) == {cast.requester.pk: "dekat musala"}
    assert landmarks([cast.requester.pk], rt_of(cast.other_rt)) == {}
    assert landmarks(people, None) == {}


# Where a phone, a house or a landmark is read beside `reveal`, and why that is right.
ALLOWED = {
    # The one door itself, and what it reads.
    "neighborhoods/reveal.py": "decides",
    # `None` is compared, nothing is shown.
    "accounts/models.py": "whether there is a phone",
    "neighborhoods/rescue.py": "whether there is a phone",
    # Given by `reveal`, as its Contact.
    "templates/requests_app/contact.html": "a Contact",
    "templates/requests_app/need.html": "the card's landmark",
    "templates/components/need_card.html": "the card's landmark",
    "templates/coordinators/newcomer_panel.html": "a Contact",
    # One's own.
    "templates/gotongroyong/me.html": "one's own number",
    "templates/gotongroyong/security.html": "one's own number",
    "templates/mydata/settings.html": "one's own number and house",
    "templates/neighborhoods/my_house.html": "one's own house",
    "neighborhoods/house_forms.py": "one's own house, to be corrected",
    "neighborhoods/households.py": "writes a corrected address",
    "neighborhoods/personal.py": "one's own number, to find what was asked from it",
    # The houses of an RT that is split, for its RW's coordinators; `house.seen` is journaled.
    "coordinators/rt_forms.py": "a list that is shown with a journaled look",
    # No number: a view of that name.
    "gotongroyong/urls.py": "a view's name",
    # Signing in by phone and entering it.
    "accounts/adapter.py": "allauth's account of oneself",
    "accounts/phones.py": "sets one's own new number",
    "neighborhoods/assisted.py": "sets the first number",
    # The demo's cast, printed for whoever tries it; made up and refused elsewhere.
    "gotongroyong/demo/guard.py": "the demo",
    "gotongroyong/demo/people.py": "the demo",
    "gotongroyong/demo/views.py": "the demo",
    "gotongroyong/management/commands/prepare_demo.py": "the demo",
    "templates/gotongroyong/front.html": "the demo",
    # A docstring's example.
    "web/templatetags/gotongroyong.py": "a docstring",
}
READ = re.compile(r"\.(phone|address|landmark)\b(?!_)")
NOT_OURS = {".venv", ".git", ".uv", "tests", "migrations", "node_modules", "benchmarks"}


def sources() -> list[Path]:
    found = [path for kind in ("*.py", "*.html", "*.txt") for path in BASE_DIR.rglob(kind)]
    return [path for path in found if not NOT_OURS & set(path.relative_to(BASE_DIR).parts)]


def test_nothing_reads_a_phone_or_house_past_the_one_door() -> None:
    reading = {
        str(path.relative_to(BASE_DIR)) for path in sources() if READ.search(path.read_text())
    }
    assert sorted(reading) == sorted(ALLOWED)
