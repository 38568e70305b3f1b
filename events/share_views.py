"""An event's short link and its picture: the one address of an event behind no door."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from events.models import Event
from events.share import page_path, public_poster
from neighborhoods.short_links import follow
from neighborhoods.standing import Standing
from web.landing import show_picture


@require_safe
def link(request: HttpRequest, code: str) -> HttpResponse:
    def page_for(viewer: Standing) -> str | None:
        visible = Event.objects.visible_to(viewer).filter(code=code).exists()
        return page_path(code) if visible else None

    return follow(request, page_for=page_for, poster=lambda: public_poster(code))


@require_safe
def picture(request: HttpRequest, code: str) -> HttpResponse:
    return show_picture(request, lambda: public_poster(code))
