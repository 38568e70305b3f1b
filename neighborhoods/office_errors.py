from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NotYourOffice(DomainError):
    message = _("Your office does not cover this. Ask the head of the RW.")


class NotToOneself(DomainError):
    message = _("Nobody gives themselves an office. Ask another coordinator of the RW.")


class NotAResident(DomainError):
    message = _("Only a verified resident of this neighbourhood with a phone can hold this office.")


class LeavesSoon(DomainError):
    message = _(
        "An account that is about to be deleted takes no office. Take the deletion back first."
    )


class PostTaken(DomainError):
    message = _("That post has its holder already. It can be handed over, or end first.")


class HoldsItAlready(DomainError):
    message = _("They hold that office already.")


class OfficeElsewhere(DomainError):
    message = _("They hold an office in another RW. All offices of one person lie in one RW.")


class NeedsAnEnd(DomainError):
    message = _("A deputy needs an end date.")


class EndsTooSoon(DomainError):
    message = _("The last day lies before the first.")


class EndedAlready(DomainError):
    message = _("This office has ended already.")


class LastOfTheRw(DomainError):
    message = _("This is the RW's last office. Hand it over to a successor first.")


class HasAHead(DomainError):
    message = _("This RT has a head in office. End that office first, with a reason.")


class AskedAlready(DomainError):
    message = _("A successor has been asked already. Take that back first.")


class NotToBeHandedOver(DomainError):
    message = _("A deputy's office is not handed over: it ends by itself.")


class HandoverOver(DomainError):
    message = _("This handover is settled already. Nothing was changed.")


class NotAcceptedYet(DomainError):
    message = _("The successor has not accepted yet.")
