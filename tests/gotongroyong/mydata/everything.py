"""A person with a row in every table that holds something about a person."""

from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from accounts import consents
from accounts.models import DataExport, DataRequest, Device, ResetLink, Resident, SignInCode
from events import closing
from events.models import Event, Series
from neighborhoods.models import Founding, Handover, Invitation, Membership, Office
from neighborhoods.standing import standing_of
from notifications.actions import set_preference
from requests_app import actions, decisions, helping
from requests_app.models import AidRequest
from tests.cast import Cast, rt_of
from tests.events.factory import begun, published_event
from tests.moderation.factory import appeal, appoint, decide, report_by
from tests.requests_app.factory import draft, open_need
from volunteers.feeds import make_feed

LATER = timedelta(days=1)


def fill(cast: Cast) -> Resident:
    """The RT's head, who asks, helps, publishes, reports and appeals as well."""
    person = cast.rt_head
    sign_in(person)
    take_office(cast, person)
    ask_and_help(cast, person)
    publish(cast, person)
    complain(cast, person)
    return person


def sign_in(person: Resident) -> None:
    now = timezone.now()
    client = Client()
    client.force_login(person)
    for purpose in ("account", "whatsapp"):
        consents.give(person, purpose)
    Device.objects.filter(session_key=client.session.session_key).update(label="Chrome, Android")
    ResetLink.objects.create(resident=person, token_hash="t" * 64, expires_at=now + LATER)
    SignInCode.objects.create(
        resident=person, browser_hash="b" * 64, code_hash="c" * 64, expires_at=now + LATER
    )
    DataExport.objects.create(
        resident=person, ready_at=now, expires_at=now + LATER, content={"a": "b"}
    )
    address = EmailAddress.objects.create(user=person, email=person.email)
    EmailConfirmation.objects.create(email_address=address, key="e" * 32)
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "HP"})
    person.groups.add(Group.objects.create(name="Uji"))
    person.user_permissions.add(Permission.objects.all()[0])
    LogEntry.objects.create(
        user=person,
        content_type=ContentType.objects.get_for_model(Resident),
        object_id="0",
        object_repr="Resident 0",
        action_flag=CHANGE,
    )
    set_preference(person, channel="email", enabled=False)
    make_feed(person)


def take_office(cast: Cast, person: Resident) -> None:
    office = Office.objects.get(holder=person)
    now = timezone.now()
    rw = office.rw
    DataRequest.objects.create(resident=person, rw=rw, kind="other", words="Apa?", due_at=now)
    Handover.objects.create(office=office, successor=cast.volunteer)
    Invitation.objects.create(
        rw=rw,
        rt=office.rt,
        nonce="n" * 16,
        code_hash="h" * 64,
        made_by=person,
        expires_at=now + LATER,
        max_uses=3,
    )
    Founding.objects.create(
        number="009",
        village="Sukamaju",
        district="Cempaka Raya",
        city="Kota Tirtanagara",
        province="Jawa Barat",
        contact_name=person.name,
        contact_phone=person.phone or "",
    )
    Membership.objects.filter(resident=person).update(decline_reason="Belum kenal.")


def ask_and_help(cast: Cast, person: Resident) -> None:
    post(cast, person)
    done = post(cast, person)
    helping.mark_done(helped_by(done, cast.volunteer), by=person)
    helped_by(post(cast, person), cast.volunteer)
    helped = helped_by(open_need(cast), person)
    helping.mark_done(helped, by=cast.requester)
    helped_by(open_need(cast), person)


def post(cast: Cast, person: Resident) -> AidRequest:
    need = actions.post_need(draft(), requester=standing_of(person))
    return decisions.approve_need(need, coordinator=standing_of(cast.rw_head))


def helped_by(need: AidRequest, helper: Resident) -> AidRequest:
    helping.offer_help(need, volunteer=standing_of(helper))
    need.refresh_from_db()
    return need


def publish(cast: Cast, person: Resident) -> None:
    """What is over: what comes is passed on to another in office (`events.passing_on`)."""
    own = standing_of(cast.rw_head)
    closing.close_event(
        begun(published_event(cast)), attendance={}, walk_ins=0, summary="Beres.", coordinator=own
    )
    published_event(cast, repeat="weekly")
    past = timezone.now() - LATER
    Series.objects.update(organizer=person, ended_at=past)
    Event.objects.exclude(status="done").update(status="cancelled", reason="Hujan.")
    Event.objects.update(organizer=person)


def complain(cast: Cast, person: Resident) -> None:
    # Whoever decides an appeal did not decide first.
    appoint(cast.other_rt, rt_of(person), whole_rw=True)
    report_by([person], open_need(cast))
    theirs = open_need(cast)
    appeal(decide(report_by([person], theirs), cast.rw_head, "kept"), person)
    own = report_by([cast.volunteer, cast.other_rt], post(cast, person))
    decide(own, cast.rw_head, "hidden")
