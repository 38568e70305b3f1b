"""Ways back in for who forgot the password. Nothing here looks a number up."""

from datetime import timedelta
from http import HTTPStatus

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.client_ip import client_ip
from accounts.errors import LinkNoLongerValid
from accounts.forms import NewPasswordForm
from neighborhoods.rescue import link_of, use_link
from web.http import render_page

# Links that are none, by one address; many phones share it. A good one is let through all the
# same: nobody guesses 256 bits, and the guesser's neighbours are not to be locked out.
MOST_WRONG, PER = 60, timedelta(minutes=15)


@require_safe
def forgot(request: HttpRequest) -> HttpResponse:
    return render_page(request, "gotongroyong/forgot.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def password_new(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it uses nothing up, since messengers open links; only the form does."""
    link = link_of(token)
    if link is None:
        return no_such_link(request)
    data = request.POST if request.method == "POST" else None
    form = NewPasswordForm(data, resident=link.resident)
    if form.is_valid():
        return set_password(request, token, form.cleaned_data["new_password"])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render_page(request, "gotongroyong/password_new.html", {"form": form}, status=status)


def set_password(request: HttpRequest, token: str, password: str) -> HttpResponse:
    try:
        resident = use_link(token, password)
    except LinkNoLongerValid:
        # Sent twice, and the other was quicker.
        return no_such_link(request)
    response: HttpResponse = perform_login(request, resident)
    messages.success(request, _("Your new password works. You are signed in."))
    return response


def no_such_link(request: HttpRequest) -> HttpResponse:
    """Used, ended and never made look the same."""
    if not limits.take(f"reset:{client_ip(request)}", most=MOST_WRONG, per=PER):
        return render_page(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    return render_page(request, "gotongroyong/no_such_link.html", status=HTTPStatus.NOT_FOUND)
