from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class RwOnly(DomainError):
    message = _("Only the coordinators of the RW keep its RT.")


class NumberTaken(DomainError):
    message = _("Another RT of this RW has that number.")


class RtClosed(DomainError):
    message = _("This RT was merged into another in the meantime.")


class NothingChosen(DomainError):
    message = _("Choose at least one house, and leave at least one where it is.")


class HousesChanged(DomainError):
    """Somebody moved a house meanwhile, or the form was tampered with."""

    message = _("The houses of this RT have changed in the meantime. Please choose again.")


class SameRt(DomainError):
    message = _("Choose another RT of this RW.")
