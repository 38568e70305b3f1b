"""What the clock asks for besides reminders."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from accounts import devices, limits
from accounts.models import ResetLink, SignInCode
from volunteers import feeds

# Long enough for whoever asks what happened to a link.
LINKS_KEPT = timedelta(days=30)


def clear_sessions() -> None:
    """Each sign-in leaves a row that lives half a year; Django removes none by itself."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def clear_sign_in() -> None:
    """Ended counts, codes, links and calendar addresses, and devices whose session is gone."""
    now = timezone.now()
    limits.clear_ended()
    SignInCode.objects.filter(expires_at__lte=now).delete()
    ResetLink.objects.filter(expires_at__lte=now - LINKS_KEPT).delete()
    devices.clear_ended()
    feeds.clear_ended(now - LINKS_KEPT)
