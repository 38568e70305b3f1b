from django.urls import path

from events import manage_views, publish_views, share_views, views

urlpatterns = [
    path("kegiatan/", views.events, name="events"),
    path("kegiatan/baru/", publish_views.kinds, name="event_new"),
    path("kegiatan/baru/<slug:kind>/", publish_views.publish, name="event_form"),
    path("kegiatan/<code:code>/", views.event, name="event"),
    path("kegiatan/<code:code>/ubah/", publish_views.edit, name="event_edit"),
    path("kegiatan/<code:code>/tunda/", manage_views.postpone, name="event_postpone"),
    path("kegiatan/<code:code>/batalkan/", manage_views.cancel, name="event_cancel"),
    path("kegiatan/<code:code>/hentikan/", manage_views.end_series, name="event_end_series"),
    path("kegiatan/<code:code>/selesai/", manage_views.close, name="event_close"),
    path("kegiatan/<code:code>/ikut/<int:shift>/", views.join, name="event_join"),
    path("kegiatan/<code:code>/antre/<int:shift>/", views.wait, name="event_wait"),
    path("kegiatan/<code:code>/batal-ikut/<int:shift>/", views.leave, name="event_leave"),
    path("kegiatan/<code:code>/tidak-jadi/<int:shift>/", views.turn_down, name="event_turn_down"),
    # Short, since it travels in a message: 'a' for acara.
    path("a/<code:code>/", share_views.link, name="event_link"),
    path("a/<code:code>/kartu.png", share_views.picture, name="event_picture"),
]
