"""One's own settings, and what the neighbourhood sees of oneself."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Resident
from accounts.profile import save_profile
from gotongroyong.mydata.door import for_account_holders
from gotongroyong.mydata.forms import SettingsForm
from neighborhoods.access import ResidentRequest
from notifications.actions import set_preference
from notifications.models import Preference
from web.http import attempt, go_to, render_page

EMAIL = "email"


@require_http_methods(["GET", "HEAD", "POST"])
@for_account_holders
def own_settings(request: ResidentRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, initial=initial(request), resident=request.user)
    if request.method == "POST" and form.is_valid():
        return save(request, form.cleaned_data)
    status = 422 if request.method == "POST" else 200
    standing = request.standing
    house = standing.membership.household if standing.membership else None
    context = {"form": form, "standing": standing, "house": house}
    return render_page(request, "mydata/settings.html", context, status=status)


def initial(request: ResidentRequest) -> dict[str, Any]:
    muted = Preference.objects.filter(resident=request.user, channel=EMAIL, enabled=False)
    return {
        "name": request.user.name,
        "language": request.user.language or settings.LANGUAGE_CODE,
        "text_size": request.user.text_size,
        "by_email": not muted.exists(),
    }


@transaction.atomic
def store(resident: Resident, said: dict[str, Any]) -> None:
    """The profile's own row first: of an account that is being erased nothing is stored."""
    save_profile(
        resident, name=said["name"], language=said["language"], text_size=said["text_size"]
    )
    if "by_email" in said:
        set_preference(resident, channel=EMAIL, enabled=said["by_email"])


def save(request: ResidentRequest, said: dict[str, Any]) -> HttpResponse:
    language = said["language"] or settings.LANGUAGE_CODE
    with translation.override(language):
        attempt(request, lambda: store(request.user, said), _("Saved."))
    response = go_to(request, "settings")
    # The choice on this phone wins over the profile's, so it has to follow.
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SECURE,
        samesite="Lax",
    )
    return response
