from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class NotVerified(DomainError):
    message = _("Only verified residents can do this.")


class CoordinatorsOnly(DomainError):
    message = _("Only coordinators of that RT or RW can do this.")


class FormUsed(DomainError):
    """A draft key that published something else already, one's own or somebody else's."""

    message = _("You sent this form before; it is under 'Events'. Begin anew if you need both.")


class NotPossibleNow(DomainError):
    """The event has moved on since the page was drawn: over, cancelled, done, hidden."""

    message = _("This event has changed in the meantime. Here is how it stands now.")


class ChangedMeanwhile(DomainError):
    message = _("The event was changed while you were reading. Please read it again.")


class TooLateToUndo(DomainError):
    message = _("It can't be undone any more. It stays as it was decided.")


class WordsNotHere(DomainError):
    """In a summary or a reason, which everybody is told before anybody could look."""

    message = _("Account numbers, QRIS and links can't be written here.")


class HiddenEvent(DomainError):
    """Hidden after reports: new words would get past the decision."""

    message = _("This event is hidden. It can be changed again once it is shown again.")


class ShiftInUse(DomainError):
    message = _("Somebody has signed up for it, so it can't be taken away.")


class StartsInThePast(DomainError):
    message = _("It has to begin in the future.")


class TooFarAhead(DomainError):
    message = _("It has to begin within a year.")


class LengthNotPossible(DomainError):
    message = _("It has to last from 15 minutes to 24 hours.")


class UntilBeforeItBegins(DomainError):
    message = _("The last day has to come after the first one.")


class TooManyPlaces(DomainError):
    message = _("It needs from 1 to 20 lines of people, tools or food.")


class CapacityNotPossible(DomainError):
    message = _("Each line is for 1 to 500.")


class PlaceElsewhere(DomainError):
    message = _("That place belongs to another RW.")


class ReasonMissing(DomainError):
    message = _("Please say why: those who signed up will read it.")


class NotBegun(DomainError):
    message = _("It can be marked as done once it has begun.")


class CorrectedTooLate(DomainError):
    message = _("Attendance can be corrected for 7 days.")
