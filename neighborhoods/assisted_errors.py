from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NotYours(DomainError):
    message = _("You can do this only for your own house, or for an RT that you coordinate.")


class NoConsent(DomainError):
    message = _("Please ask them first, and tick that they agreed.")


class KnownThere(DomainError):
    message = _("Somebody of that name without a phone lives in this house already.")


class HasAPhone(DomainError):
    message = _("They have a phone number of their own by now.")


class PhoneNotFree(DomainError):
    message = _("This number can't be used. Please check it with them.")
