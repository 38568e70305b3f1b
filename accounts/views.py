from allauth.account.views import logout as allauth_logout
from django.http import HttpRequest, HttpResponse


def sign_out(request: HttpRequest) -> HttpResponse:
    """Allauth's, and what the browser kept goes too, pages and drafts: phones are shared.

    By a header, so that it works without JavaScript.
    """
    response: HttpResponse = allauth_logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response
