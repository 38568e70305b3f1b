from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class AccountClosed(DomainError):
    message = _("This account is being deleted, so nothing in it can be changed any more.")


class LinkNoLongerValid(DomainError):
    message = _("This link no longer works. Ask a coordinator for a new one.")


class PhoneNotAvailable(DomainError):
    message = _("This number can't be used. Ask a coordinator of your RT.")


class TooManyTries(DomainError):
    message = _("Too many tries. Wait a quarter of an hour, then try again.")


class TooManyToday(DomainError):
    message = _("Too many tries. Please try again later.")


class CodeNotRight(DomainError):
    message = _("That code is not right, or no longer works.")


class PasskeyNotRight(DomainError):
    message = _("That did not work. Please try once more.")


class TooManyPasskeys(DomainError):
    message = _("You have ten passkeys already. Remove one first.")
