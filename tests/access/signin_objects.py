"""Memberships by whose they are, the volunteer's session and passkey, the neighbour's link."""

from allauth.mfa.models import Authenticator

from accounts.models import Device, Resident
from accounts.passwords import make_reset_link
from neighborhoods.models import Membership
from tests.cast import Cast

AT_DESK = ("requester", "waiting", "other_rt", "rt_head", "rw_head", "outsider", "moved_out")


def signin_objects(cast: Cast, people: dict[str, Resident]) -> dict[str, dict[str, object]]:
    memberships = Membership.objects.filter(resident__in=[people[role] for role in AT_DESK])
    by_person = {each.resident_id: each.pk for each in memberships}
    session = Device.objects.create(resident=cast.volunteer, session_key="of-the-volunteer")
    passkey = Authenticator.objects.create(
        user=cast.volunteer, type=Authenticator.Type.WEBAUTHN, data={"name": "Chrome, Android"}
    )
    link = make_reset_link(people["neighbour"], made_by=cast.rt_head)
    return {
        "pengurus/warga/": {role: by_person[people[role].pk] for role in AT_DESK},
        "saya/keamanan/akhiri/": {"of_volunteer": session.pk},
        "saya/kunci/": {"of_volunteer": passkey.pk},
        "sandi-baru/": {"for_neighbour": link},
    }
