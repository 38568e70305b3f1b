"""What a passkey says about us and about its person on the phone that keeps it."""

from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter

from accounts.models import Resident

OUR_NAME = "Gotong Royong"


class MFAAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Its id is the host: a passkey works at the address it was made at, and no other."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": OUR_NAME}

    def get_public_key_credential_user_entity(self, user: Resident) -> dict[str, Any]:
        """The name alone: phones copy this to their maker's cloud, so no number."""
        name = str(user.name)
        return {"id": user_pk_to_url_str(user).encode(), "name": name, "display_name": name}
