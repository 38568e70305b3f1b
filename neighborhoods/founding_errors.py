from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class AlreadyHere(DomainError):
    """Says that the RW is here, and nothing about anybody in it."""

    message = _(
        "This RW is here already. Ask the head of your RT or RW for an invitation to join it."
    )


class AskedAlready(DomainError):
    """A draft key that asked for another RW already."""

    message = _("You sent this form before. Send it again only if this is another RW.")


class DecidedAlready(DomainError):
    message = _("This has been decided already.")


class BegunAlready(DomainError):
    message = _("Somebody holds an office of this RW already: the RW goes on from there.")


class NotHere(DomainError):
    message = _("This RW is not here yet.")


class OperatorOnly(DomainError):
    message = _("Only the platform's operator decides on this.")
