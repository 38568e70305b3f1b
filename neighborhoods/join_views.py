"""Coming with an invitation: type the code, then read which RT it is."""

from http import HTTPStatus

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from neighborhoods import moving_to
from neighborhoods.access import standing_in
from neighborhoods.invitation_codes import parse, shown
from neighborhoods.invitation_door import TooManyGuesses, find, too_many, with_invitation
from neighborhoods.invitation_words import inviter_of, place_of, short_last_day, village_of
from neighborhoods.joining_steps import LEAVES_FIRST, next_step
from neighborhoods.models import Invitation
from web.http import render_page
from web.landing import Preview
from web.share import absolute


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Invitation code"),
        max_length=60,
        help_text=gettext_lazy(
            "Ten letters and digits, as on the sheet. The dash may be left out."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def join_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return render_page(request, "neighborhoods/join_code.html", {"form": form})
    try:
        found = form.is_valid() and find(request, form.cleaned_data["code"])
    except TooManyGuesses:
        return too_many(request)
    if found:
        return redirect("join", shown(parse(form.cleaned_data["code"])))
    if not form.errors:
        form.add_error("code", _("Wrong or expired code"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render_page(request, "neighborhoods/join_code.html", {"form": form}, status=status)


@require_safe
@with_invitation
def join(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Which RT it is, before anything is asked of whoever holds the code."""
    code = shown(parse(request.resolver_match.kwargs["token"]))  # type: ignore[union-attr]
    standing = standing_in(request) if request.user.is_authenticated else None
    step = next_step(invitation, code, standing)
    if step.kind in LEAVES_FIRST:
        moving_to.keep(request, invitation)
    context = {
        "invitation": invitation,
        "place": place_of(invitation),
        "village": village_of(invitation),
        "inviter": inviter_of(invitation),
        "last_day": short_last_day(invitation),
        "step": step,
        "back": reverse("join", args=[code]),
        "preview": preview_for(invitation, code),
    }
    return render_page(request, "neighborhoods/join.html", context)


def preview_for(invitation: Invitation, code: str) -> Preview:
    """Which RT and RW, and nothing else: a messenger shows it to whoever gets the link."""
    title = _("Invitation to %(place)s") % {"place": place_of(invitation)}
    words = _("Neighbours of an RT and RW help each other.")
    image = absolute(reverse("picture"))
    return Preview(title, words, settings.SITE_URL + reverse("join", args=[code]), image)
