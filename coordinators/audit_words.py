"""What each action of the journal is called in the audit.

%(who)s is whoever did it, %(whose)s the person concerned. A test fails for an action that
the code records and this file does not know.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

NEEDS: dict[str, Text] = {
    "need.posted": _("%(who)s asked for help"),
    "need.opened": _("Opened at once, without waiting for approval"),
    "need.approved": _("%(who)s approved a need"),
    "need.reviewed": _("%(who)s looked at a need"),
    "need.let_through": _("%(who)s looked at a need's held words"),
    "need.needs_changes": _("%(who)s asked for changes to a need"),
    "need.declined": _("%(who)s did not approve a need"),
    "need.undone": _("%(who)s took that decision back"),
    "need.called": _("%(who)s asked the neighbours once more"),
    "need.changed": _("%(who)s changed their need"),
    "need.moved": _("%(who)s moved their need to another time"),
    "need.helped": _("%(who)s signed up to help"),
    "need.withdrawn": _("%(who)s can no longer help"),
    "need.done": _("%(who)s marked help as done"),
    "need.reopened": _("%(who)s said that it is not done yet"),
    "need.confirmed": _("%(who)s confirmed that help was given"),
    "need.cancelled": _("%(who)s cancelled their need"),
    "need.expired": _("A need passed its time"),
    "need.queued": _("%(who)s joined the waiting list of a need"),
    "need.unqueued": _("%(who)s left the waiting list of a need"),
    "need.turned_down": _("%(who)s turned an offered place down"),
    "need.offered": _("A free place was offered to the next in line"),
    "need.lapsed": _("An offered place was not answered and passed on"),
    "need.line_closed": _("The waiting list of a need was closed"),
}
EVENTS: dict[str, Text] = {
    "event.published": _("%(who)s published an event"),
    "event.planned": _("A series got its next event"),
    "event.changed": _("%(who)s changed an event"),
    "event.moved": _("%(who)s moved an event"),
    "event.rained_off": _("%(who)s postponed an event because of rain"),
    "event.cancelled": _("%(who)s cancelled an event"),
    "event.held": _("An event's words wait for a look after %(who)s changed them"),
    "event.released": _("%(who)s looked at an event's words and let them through"),
    "event.undone": _("%(who)s took that decision back"),
    "event.joined": _("%(who)s joined an event"),
    "event.waiting": _("%(who)s joined the waiting list of an event"),
    "event.left": _("%(who)s can no longer come to an event"),
    "event.turned_down": _("%(who)s turned an offered place down"),
    "event.offered": _("A free place was offered to the next in line"),
    "event.passed_on": _("An offered place was not answered and passed on"),
    "event.line_closed": _("The waiting list of an event was closed"),
    "event.done": _("%(who)s noted who came to an event"),
    "event.corrected": _("%(who)s corrected who came to an event"),
    "series.started": _("%(who)s started a series of events"),
    "series.ended": _("%(who)s ended a series of events"),
}
# Reports and appeals are journaled without their authors.
CASES: dict[str, Text] = {
    "case.reported": _("Somebody reported something"),
    "case.hidden_by_reports": _("Hidden after several reports, until somebody decides"),
    "case.kept": _("%(who)s kept what was reported"),
    "case.hidden": _("%(who)s hid what was reported"),
    "case.appealed": _("Somebody appealed to the RW"),
    "case.appeal_kept": _("%(who)s decided an appeal: it may stay"),
    "case.appeal_hidden": _("%(who)s decided an appeal: it is hidden"),
    "case.undone": _("%(who)s took that decision back"),
}
CONTACTS: dict[str, Text] = {
    "contact.seen": _("%(who)s looked up how to reach %(whose)s"),
}
ASSISTED: dict[str, Text] = {
    "resident.assisted": _(
        "%(who)s created an account for %(whose)s, who has no phone and agreed in person"
    ),
    "resident.name_corrected": _("%(who)s corrected the name of %(whose)s, who has no phone"),
    "resident.phone_given": _("%(who)s entered the first phone number of %(whose)s"),
}
ACCOUNTS: dict[str, Text] = {
    "reset.made": _("%(who)s made a link for a new password of %(whose)s"),
    "reset.used": _("%(who)s set a new password with the link"),
    "sessions.ended": _("%(who)s signed %(whose)s out everywhere, as for a lost phone"),
    "password.changed": _("%(who)s changed their password"),
    "phone.changed": _("%(who)s changed their phone number"),
    "device.ended": _("%(who)s ended a session of their own"),
    "passkey.added": _("%(who)s added a passkey"),
    "passkey.removed": _("%(who)s removed a passkey"),
}
JOINING: dict[str, Text] = {
    "consent.given": _("%(who)s gave a consent"),
    "consent.withdrawn": _("%(who)s took a consent back"),
    "consent.given_for": _("%(who)s noted that %(whose)s, who has no phone, agrees again"),
    "consent.withdrawn_for": _("%(who)s took a consent of %(whose)s back, who has no phone"),
    "resident.joined": _("%(who)s created an account"),
    "membership.asked": _("%(who)s asked to join"),
    "membership.invited": _("%(whose)s was let in by an invitation to an office"),
    "membership.house_knows": _("%(who)s says that %(whose)s lives with them"),
    "membership.house_denies": _("%(who)s says that %(whose)s does not live with them"),
    "membership.asked_at_house": _("%(who)s asked at the house, and %(whose)s lives there"),
    "membership.recognised": _("%(who)s recognised %(whose)s"),
    "membership.declined": _("%(who)s did not recognise %(whose)s"),
    "membership.undone": _("%(who)s took that decision back"),
    "membership.withdrawn": _("%(who)s took the request to join back"),
    "membership.left": _("%(who)s moved away"),
    "household.made": _("%(who)s noted a new house"),
    "household.changed": _("%(who)s corrected the address of a house"),
}
DATA: dict[str, Text] = {
    "data_request.asked": _("%(who)s asked something about their data"),
    "data_request.answered": _("%(who)s answered a request of %(whose)s about their data"),
    "data.exported": _("%(who)s downloaded their data"),
    "data.exported_for": _("%(who)s read or downloaded all data of %(whose)s, who has no phone"),
    "erasure.asked": _("%(who)s asked for their account to be deleted"),
    "erasure.taken_back": _("%(who)s keeps their account after all"),
    "erasure.done": _("An account was deleted after seven days"),
    "erasure.asked_for": _(
        "%(who)s asked for the account of %(whose)s to be deleted, who has no phone"
    ),
    "erasure.kept_for": _("%(who)s took back that the account of %(whose)s is deleted"),
    "erasure.no_purpose": _("The account of %(whose)s will be deleted: they live here no more"),
    "erasure.purpose_again": _("The account of %(whose)s stays, since they are back"),
}
OPERATOR: dict[str, Text] = {
    "rukunwarga.added": _("%(who)s added an RW"),
    "rukunwarga.changed": _("%(who)s changed an RW's settings"),
    "rukuntetangga.added": _("%(who)s added an RT"),
    "rukuntetangga.changed": _("%(who)s changed an RT"),
    "membership.added": _("%(who)s entered where %(whose)s lives"),
    "membership.changed": _("%(who)s changed where %(whose)s lives"),
    "office.added": _("%(who)s gave an office to %(whose)s"),
    "office.changed": _("%(who)s changed the office of %(whose)s"),
    "resident.added": _("%(who)s created the account of %(whose)s"),
    "resident.changed": _("%(who)s changed the account of %(whose)s"),
    "resident.password": _("%(who)s set a new password for %(whose)s"),
}
INVITATIONS: dict[str, Text] = {
    "invitation.made": _("%(who)s made an invitation"),
    "invitation.used": _("%(who)s came with an invitation"),
    "invitation.revoked": _("%(who)s revoked an invitation"),
}
UNITS: dict[str, Text] = {
    "founding.approved": _("%(who)s approved this RW"),
    "founding.declined": _("%(who)s declined an RW"),
    "rw.founded": _("This RW was founded"),
    "rt.added": _("%(who)s added an RT"),
    "rt.renamed": _("%(who)s gave an RT another number"),
    "rt.split": _("%(who)s split an RT"),
    "rt.merged": _("%(who)s merged an RT into another"),
    "house.seen": _("%(who)s looked at the address of %(whose)s"),
}
# Handovers are entries of the office that is handed over.
OFFICES: dict[str, Text] = {
    "office.given": _("%(who)s gave an office to %(whose)s"),
    "office.rescued": _("%(who)s put %(whose)s into office for an RT without a head"),
    "office.ended": _("%(who)s ended the office of %(whose)s"),
    "handover.asked": _("%(who)s asked %(whose)s to take over an office"),
    "handover.accepted": _("%(whose)s accepted to take over an office"),
    "handover.declined": _("%(whose)s does not take over an office"),
    "handover.taken_back": _("%(who)s took a handover to %(whose)s back"),
    "handover.confirmed": _("%(who)s handed an office over to %(whose)s"),
}
WORDS: dict[str, Text] = {
    **UNITS,
    **NEEDS,
    **EVENTS,
    **CASES,
    **CONTACTS,
    **DATA,
    **ASSISTED,
    **ACCOUNTS,
    **JOINING,
    **OFFICES,
    **OPERATOR,
    **INVITATIONS,
}
# What somebody decided at the desk, for the filter that coordinators want first.
DECISIONS = (
    "need.approved",
    "need.reviewed",
    "need.needs_changes",
    "need.declined",
    "need.undone",
    "need.called",
    "event.released",
    "event.undone",
    "case.kept",
    "case.hidden",
    "case.appeal_kept",
    "case.appeal_hidden",
    "case.undone",
    "membership.recognised",
    "membership.declined",
    "membership.undone",
)
UNKNOWN: Text = _("%(who)s: %(action)s")
