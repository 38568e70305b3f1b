from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class LivesSomewhere(DomainError):
    message = _("You belong to an RT already. If you are moving, say so under 'Me' first.")


class WrongPlace(DomainError):
    message = _("This invitation is for another RT.")


class NotYourHouse(DomainError):
    message = _("Only those who live in the house can say this.")


class AddressTaken(DomainError):
    message = _("This address is another household's already. Ask the head of your RT.")


class NotForYou(DomainError):
    message = _("Another coordinator decides about this person.")


class DecidedAlready(DomainError):
    message = _("This has been decided in the meantime.")


class ReadAgain(DomainError):
    message = _("What this person wrote has changed. Please read it again.")


class TooLateToUndo(DomainError):
    message = _("It can't be undone any more. It stays as it was decided.")
