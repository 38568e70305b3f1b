from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NotVerified(DomainError):
    message = _("Only verified residents can do this.")


class NotTheirVoice(DomainError):
    message = _("You can no longer write in this person's name.")


class CoordinatorsOnly(DomainError):
    message = _("Only coordinators can post this kind of need.")


class NeverAPost(DomainError):
    """Violence at home: the page leads to 129 and 110, and nothing is stored."""

    message = _("This does not belong on a board. Please call 129 or 110 now.")


class OwnNeed(DomainError):
    message = _("This is your own need.")


class FormUsed(DomainError):
    """A draft key that made another need already, one's own or somebody else's."""

    message = _("You sent this form before; it is under 'Me'. Send it again only if you need both.")


class ChangedMeanwhile(DomainError):
    message = _("The need was changed while you were reading. Please read it again.")


class AlreadyCalled(DomainError):
    message = _("The neighbours have been asked today already.")


class TooLateToUndo(DomainError):
    message = _("It can't be undone any more. It stays as it was decided.")


class NotPossibleNow(DomainError):
    """The need has moved on since the page was drawn: decided, done, cancelled, expired."""

    message = _("This need has changed in the meantime. Here is how it stands now.")
