"""The kinds of event, from DOMAIN.md's table: words and the ready shape of each."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
PEOPLE, TOOLS, FOOD = "people", "tools", "food"


@dataclass(frozen=True)
class Places:
    """One shift of a ready shape: of what kind, called what, for how many."""

    kind: str
    label: Text
    capacity: int


@dataclass(frozen=True)
class Shape:
    """What the form of a kind begins with; the coordinator changes what is different here."""

    code: str
    label: Text
    # Said beside the form: what usually matters.
    hint: Text = ""
    # On the RW's clocks, as 'HH:MM'; a length that passes midnight is fine.
    starts_time: str = "08:00"
    minutes: int = 120
    # 'weekly', 'nth_weekday', 'monthly_date', 'selapanan', or '' for once.
    repeat: str = ""
    # The day of the week it usually falls on (0 is Monday) and which of the month; None: any.
    weekday: int | None = None
    nth: int | None = None
    places: tuple[Places, ...] = ()


SHAPES: dict[str, Shape] = {
    shape.code: shape
    for shape in (
        Shape(
            "kerja_bakti",
            _("Community work"),
            _("Say where each team works and which tools are missing."),
            starts_time="06:00",
            minutes=180,
            repeat="nth_weekday",
            weekday=6,
            nth=2,
            places=(
                Places(PEOPLE, _("Drain team"), 10),
                Places(PEOPLE, _("Park and street team"), 10),
                Places(TOOLS, _("Hoe"), 3),
                Places(TOOLS, _("Palm-rib broom"), 10),
                Places(FOOD, _("Snacks and drinks"), 4),
            ),
        ),
        Shape(
            "ronda",
            _("Night watch"),
            _("It ends on the next morning. Name the team and its head."),
            starts_time="22:00",
            minutes=360,
            repeat="weekly",
            places=(Places(PEOPLE, _("Watch team"), 5), Places(FOOD, _("Coffee and snacks"), 1)),
        ),
        Shape(
            "posyandu",
            _("Posyandu"),
            _("At least five cadres. Mothers are told the day before."),
            starts_time="08:00",
            minutes=180,
            repeat="monthly_date",
            places=(
                Places(PEOPLE, _("Cadres on duty"), 5),
                Places(FOOD, _("Extra food for children"), 2),
            ),
        ),
        Shape(
            "musyawarah",
            _("Residents' meeting"),
            _("Write the agenda; minutes go into the summary afterwards."),
            starts_time="19:30",
            minutes=120,
            repeat="selapanan",
            places=(Places(PEOPLE, _("Residents"), 50), Places(FOOD, _("Snacks and drinks"), 3)),
        ),
        Shape(
            "arisan",
            _("Arisan"),
            _("Attendance only: no money is kept here."),
            starts_time="16:00",
            minutes=120,
            repeat="monthly_date",
            places=(Places(PEOPLE, _("Members"), 30), Places(FOOD, _("Host's helpers"), 3)),
        ),
        Shape(
            "pengajian",
            _("Prayer or study circle"),
            _("For those who wish to come, of every faith."),
            starts_time="19:30",
            minutes=120,
            repeat="weekly",
            places=(Places(PEOPLE, _("Those who come"), 50), Places(FOOD, _("Snacks"), 3)),
        ),
        Shape(
            "takziah",
            _("Condolence visit"),
            _("Post it with the family's consent."),
            starts_time="19:00",
            minutes=120,
            places=(
                Places(PEOPLE, _("Those who come"), 50),
                Places(PEOPLE, _("Chairs and tent"), 6),
                Places(FOOD, _("Food and drinks"), 5),
            ),
        ),
        Shape(
            "seventeen",
            _("Independence Day"),
            _("One team for each part of the day."),
            starts_time="07:00",
            minutes=300,
            places=(
                Places(PEOPLE, _("Games committee"), 6),
                Places(PEOPLE, _("Stage and decoration"), 6),
                Places(FOOD, _("Food team"), 5),
            ),
        ),
        Shape(
            "sports",
            _("Exercise and sports"),
            starts_time="06:00",
            minutes=90,
            repeat="weekly",
            weekday=6,
            places=(Places(PEOPLE, _("Those who come"), 40),),
        ),
        Shape(
            "psn",
            _("Mosquito check"),
            _("Two a group, house by house: cover, drain, bury."),
            starts_time="08:00",
            minutes=120,
            repeat="weekly",
            weekday=4,
            places=(Places(PEOPLE, _("House checkers"), 8), Places(TOOLS, _("Flashlight"), 4)),
        ),
        Shape(
            "social",
            _("Social event"),
            starts_time="09:00",
            minutes=180,
            places=(
                Places(PEOPLE, _("Those who come"), 30),
                Places(PEOPLE, _("Helpers"), 5),
                Places(FOOD, _("Food and drinks"), 5),
            ),
        ),
    )
}
