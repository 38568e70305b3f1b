from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class AlreadyFull(DomainError):
    message = _("Enough helpers have signed up. Thank you for offering!")


class TooFewPlaces(DomainError):
    message = _("More people than that have signed up already.")
