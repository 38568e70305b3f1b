from http import HTTPStatus

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from allauth.account.views import logout as allauth_logout
from django.http import HttpRequest, HttpResponse

from accounts.adapter import TOO_MANY


class SignInView(LoginView):
    """Allauth's, and the answer says by its status what the page says in words."""

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.has_error("__all__", TOO_MANY):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response


sign_in = SignInView.as_view()


def sign_out(request: HttpRequest) -> HttpResponse:
    """Allauth's, and what the browser kept goes too, pages and drafts: phones are shared.

    By a header, so that it works without JavaScript.
    """
    response: HttpResponse = allauth_logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response
