"""One-tap sign-in for trying the demo: on loopback only, and only with DEMO set."""

from ipaddress import ip_address

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.models import Resident
from gotongroyong.demo.cast import CAST
from web.phones import normalize_phone


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    phone = request.POST.get("phone", "")
    if not from_loopback(request) or phone not in {member.phone for member in CAST}:
        raise Http404
    resident = get_object_or_404(Resident, phone=normalize_phone(phone))
    login(request, resident, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("home")


def from_loopback(request: HttpRequest) -> bool:
    """True for an address such as 127.0.0.1 that came through no proxy."""
    if "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
