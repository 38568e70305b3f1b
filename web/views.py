"""Pages of no room in particular: language, refused forms, the small files browsers ask for."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from web.landing import show_picture

DAY = 24 * 3600


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the chosen language in the cookie and, signed in, in the profile."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(back_to(request))
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.SECURE,
        )
        if request.user.is_authenticated:
            # Nothing for an account that was switched off meanwhile, to be erased.
            live = get_user_model().objects.filter(pk=request.user.pk, is_active=True)
            live.update(language=language)
    return response


def back_to(request: HttpRequest) -> str:
    """The page the form stood on, if it is ours."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if ours and target.startswith("/") else "/"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


@require_safe
@cache_control(max_age=DAY, private=True)
def manifest(request: HttpRequest) -> HttpResponse:
    return render(
        request, "manifest.webmanifest", content_type="application/manifest+json; charset=utf-8"
    )


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The product's own card, for links to the front page."""
    return show_picture(request, lambda: None)


@require_safe
@cache_control(max_age=DAY, public=True)
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this path whatever the page says."""
    return HttpResponseRedirect(static("img/favicon.ico"))
