"""Offices, and two of them on their way to a successor."""

from accounts.models import Resident
from neighborhoods.models import Office
from neighborhoods.offices import accept_handover, ask_handover
from neighborhoods.standing import standing_of
from tests.cast import Cast

Objects = dict[str, dict[str, object]]


def office_objects(cast: Cast, people: dict[str, Resident]) -> Objects:
    of_rt3, of_rw = (Office.objects.get(holder=head) for head in (cast.rt_head, cast.rw_head))
    asked = ask_handover(of_rt3, successor=cast.volunteer, by=standing_of(cast.rt_head))
    accepted = ask_handover(of_rw, successor=cast.requester, by=standing_of(cast.rw_head))
    accept_handover(accepted, by=standing_of(cast.requester))
    offices: dict[str, object] = {
        "office_rt3": of_rt3.pk,
        "office_rt1": Office.objects.get(holder=people["rt1_head"]).pk,
        "office_rw": of_rw.pk,
        "office_over": Office.objects.get(holder=people["ex_head"]).pk,
    }
    return {
        "saya/jabatan/": {"asked": asked.pk, "accepted": accepted.pk},
        "saya/jabatan/<int:pk>/serahkan/": offices,
        "pengurus/jabatan/": offices,
    }
