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
}
CONTACTS: dict[str, Text] = {
    "contact.seen": _("%(who)s looked at the phone number and address of %(whose)s"),
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
WORDS: dict[str, Text] = {**NEEDS, **CONTACTS, **OPERATOR}
# What somebody decided at the desk, for the filter that coordinators want first.
DECISIONS = (
    "need.approved",
    "need.reviewed",
    "need.needs_changes",
    "need.declined",
    "need.undone",
    "need.called",
)
UNKNOWN: Text = _("%(who)s: %(action)s")
