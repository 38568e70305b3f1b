"""Signing in with six digits, where a gateway is configured; else these pages don't exist."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.utils import perform_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import gateway, sign_in_codes
from accounts.client_ip import client_ip
from accounts.forms import AskCodeForm, CodeForm
from web.errors import DomainError
from web.http import render_page

BROWSER = "sign_in_code"
View = Callable[..., HttpResponse]


def with_gateway(view: View) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
        if not gateway.is_there():
            raise Http404
        return view(*args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@with_gateway
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    form = AskCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            phone, address = form.cleaned_data["phone"], client_ip(request)
            request.session[BROWSER] = sign_in_codes.ask(phone, address=address)
            return redirect("code_enter")
        except DomainError as error:
            form.add_error(None, str(error))
    return show(request, "gotongroyong/code_ask.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@with_gateway
@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            browser = request.session.get(BROWSER, "")
            resident = sign_in_codes.use(browser, form.cleaned_data["code"])
        except DomainError as error:
            form.add_error("code", str(error))
        else:
            request.session.pop(BROWSER, None)
            response: HttpResponse = perform_login(request, resident)
            return response
    return show(request, "gotongroyong/code_enter.html", form)


def show(request: HttpRequest, template: str, form: AskCodeForm | CodeForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render_page(request, template, {"form": form}, status=status)
