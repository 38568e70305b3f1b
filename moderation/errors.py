from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NotVerified(DomainError):
    message = _("Only verified residents of this RW can report.")


class OwnThing(DomainError):
    message = _("This is your own. You can edit or cancel it instead.")


class AlreadyReported(DomainError):
    """Once a person and thing, for good: nobody hides something by reporting often."""

    message = _("You have reported this already. Nothing was sent twice.")


class AlreadyHidden(DomainError):
    message = _("This is hidden already, so there is nothing left to report.")


class NotYours(DomainError):
    """Own posts, own reports, one's own first decision, or another's RT."""

    message = _("Somebody else has to decide this.")


class DecidedAlready(DomainError):
    message = _("Another coordinator was quicker: this has been decided already.")


class ChangedMeanwhile(DomainError):
    message = _("It was changed while you were reading. Please read it again.")


class NoAppeal(DomainError):
    message = _("There is one appeal for each decision, by the side that it went against.")


class TooLateToUndo(DomainError):
    message = _("It can't be undone any more: people have been told.")
