from django.urls import path

from events import share_views

urlpatterns = [
    # Short, since it travels in a message: 'a' for acara.
    path("a/<code:code>/", share_views.link, name="event_link"),
    path("a/<code:code>/kartu.png", share_views.picture, name="event_picture"),
]
