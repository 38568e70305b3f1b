"""A need's short link and its picture: the one address of a need that stands behind no door."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from neighborhoods.short_links import follow
from neighborhoods.standing import Standing
from requests_app.models import AidRequest
from requests_app.share import page_path, public_poster
from web.landing import show_picture


@require_safe
def link(request: HttpRequest, code: str) -> HttpResponse:
    def page_for(viewer: Standing) -> str | None:
        visible = AidRequest.objects.visible_to(viewer).filter(code=code).exists()
        return page_path(code) if visible else None

    return follow(request, page_for=page_for, poster=lambda: public_poster(code))


@require_safe
def picture(request: HttpRequest, code: str) -> HttpResponse:
    return show_picture(request, lambda: public_poster(code))
