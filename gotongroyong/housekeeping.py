"""What the clock asks for besides reminders."""

from importlib import import_module

from django.conf import settings


def clear_sessions() -> None:
    """Each sign-in leaves a row that lives half a year; Django removes none by itself."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
