from django.urls import path

from requests_app import ask_views, share_views, views

urlpatterns = [
    path("papan/", views.board, name="board"),
    path("darurat/", ask_views.emergency, name="emergency"),
    path("minta/", ask_views.categories, name="ask"),
    path("minta/<slug:category>/", ask_views.ask, name="ask_form"),
    path("kebutuhan/<code:code>/", views.need, name="need"),
    path("kebutuhan/<code:code>/ubah/", ask_views.edit, name="need_edit"),
    path("kebutuhan/<code:code>/batalkan/", views.cancel, name="need_cancel"),
    path("kebutuhan/<code:code>/bantu/", views.help_with, name="need_help"),
    path("kebutuhan/<code:code>/batal-membantu/", views.withdraw, name="need_withdraw"),
    path("kebutuhan/<code:code>/tunggu/", views.wait, name="need_wait"),
    path("kebutuhan/<code:code>/tidak-bisa/", views.turn_down, name="need_turn_down"),
    path("kebutuhan/<code:code>/selesai/", views.done, name="need_done"),
    path("kebutuhan/<code:code>/konfirmasi/", views.confirm, name="need_confirm"),
    path("kebutuhan/<code:code>/belum-selesai/", views.not_done, name="need_not_done"),
    path("kebutuhan/<code:code>/kontak/", views.contact, name="need_contact"),
    path("kebutuhan/<code:code>/penolong/", views.helpers_contact, name="need_helpers"),
    # Short, since it travels in a message: 'b' for bantu.
    path("b/<code:code>/", share_views.link, name="need_link"),
    path("b/<code:code>/kartu.png", share_views.picture, name="need_picture"),
]
