from django.template.loader import render_to_string

from moderation.forms import DecisionForm
from moderation.models import Case
from moderation.panel import panel_of
from tests.cast import Cast
from tests.events.factory import published_event
from tests.moderation.factory import appeal, decide, neighbours, report, report_by
from tests.requests_app.factory import open_need


def shown(case: Case, **how: object) -> str:
    fresh = Case.objects.with_thing().get(pk=case.pk)
    panel = panel_of(fresh, **how)  # type: ignore[arg-type]
    return render_to_string(
        "moderation/case_panel.html", {"panel": panel, "decide_url": "/x/", "target": "desk"}
    )


def test_it_says_what_and_how_often_and_never_by_whom(cast: Cast) -> None:
    need, people = open_need(cast), neighbours(cast, 3)
    for person, reason in zip(people, ("hoax", "scam", "scam"), strict=True):
        case = report(person, need, reason=reason, details=f"Kata {reason}")
    panel = panel_of(Case.objects.with_thing().get(pk=case.pk))
    assert (panel.reports, [often for _, often in panel.reasons]) == (3, [2, 1])
    assert panel.words == ["Kata hoax", "Kata scam", "Kata scam"]
    text = shown(case)
    assert need.title in text
    assert [person.name for person in people if person.name in text] == []


def test_each_decision_takes_one_tap_with_a_ready_reason(cast: Cast) -> None:
    text = shown(report(cast.volunteer, open_need(cast)))
    assert [text.count(f'name="decision" value="{word}"') for word in ("kept", "hidden")] == [2, 2]
    assert text.count('name="revision" value="0"') == 4
    assert text.count('class="item item--slim" name="reason"') == 7


def test_an_appeal_shows_the_first_decision_and_which_side_appeals(cast: Cast) -> None:
    people = neighbours(cast, 3)
    case = appeal(decide(report_by(people, open_need(cast)), cast.rt_head, "kept"), people[0])
    text = shown(case)
    assert "Keputusan pertama: tetap tampil" in text
    assert "Banding dari pelapor" in text
    assert "Mohon dilihat lagi." in text


def test_a_refused_form_comes_back_open_with_its_words(cast: Cast) -> None:
    case = report(cast.volunteer, published_event(cast))
    refused = DecisionForm(
        {"decision": "hidden", "revision": "0", "reason": "x"}, auto_id="%s-hidden"
    )
    assert not refused.is_valid()
    text = shown(case, refused=refused)
    assert text.count("<details open>") == 1
    assert 'value="x"' in text
