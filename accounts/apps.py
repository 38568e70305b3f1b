from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from accounts.personal import register_holdings

        register_holdings()
        user_logged_in.connect(note, dispatch_uid="accounts.devices")


def note(request: Any, user: Any, **_: Any) -> None:
    """Django's one signal of every sign-in: by password, link, code, passkey and in the demo."""
    from accounts.devices import note_sign_in

    if hasattr(request, "session"):
        note_sign_in(request, user)
