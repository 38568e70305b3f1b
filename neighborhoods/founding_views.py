"""'Daftarkan RW': for anybody, signed in or not. The operator decides in the admin."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.client_ip import client_ip
from accounts.limits import take
from neighborhoods.founding import ask_founding, was_sent
from neighborhoods.founding_errors import AskedAlready
from neighborhoods.founding_forms import FoundingForm
from web.errors import DomainError
from web.http import render_page

# Phones of one provider may share an address.
MOST, PER = 10, timedelta(hours=1)
TOO_MANY = 429


@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return show_form(request, FoundingForm())
    form = FoundingForm(request.POST)
    if not form.is_valid():
        return show_form(request, form, status=422)
    if not is_within_limit(request, form):
        form.add_error(None, _("Too many requests came from here. Please try again in an hour."))
        return show_form(request, form, status=TOO_MANY)
    return send(request, form)


def is_within_limit(request: HttpRequest, form: FoundingForm) -> bool:
    """A form sent twice counts once, so that a slow phone is not turned away."""
    if was_sent(form.cleaned_data["draft"]):
        return True
    return take(f"founding:{client_ip(request)}", most=MOST, per=PER)


def send(request: HttpRequest, form: FoundingForm) -> HttpResponse:
    cleaned = form.cleaned_data
    try:
        ask_founding(
            form.to_plan(),
            rt_numbers=cleaned["rt_numbers"],
            contact_name=cleaned["contact_name"],
            contact_phone=cleaned["contact_phone"],
            draft=cleaned["draft"],
        )
    except DomainError as error:
        if isinstance(error, AskedAlready):
            form.renew_key()
        form.add_error(None, str(error))
        return show_form(request, form, status=422)
    return redirect("found_thanks")


def show_form(request: HttpRequest, form: FoundingForm, *, status: int = 200) -> HttpResponse:
    return render_page(request, "neighborhoods/found.html", {"form": form}, status=status)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render_page(request, "neighborhoods/found_thanks.html")
