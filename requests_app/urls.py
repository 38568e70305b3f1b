from django.urls import path

from requests_app import ask_views, views

urlpatterns = [
    path("papan/", views.board, name="board"),
    path("darurat/", ask_views.emergency, name="emergency"),
    path("minta/", ask_views.categories, name="ask"),
    path("minta/<slug:category>/", ask_views.ask, name="ask_form"),
    path("kebutuhan/<str:code>/", views.need, name="need"),
    path("kebutuhan/<str:code>/ubah/", ask_views.edit, name="need_edit"),
    path("kebutuhan/<str:code>/batalkan/", views.cancel, name="need_cancel"),
    path("kebutuhan/<str:code>/bantu/", views.help_with, name="need_help"),
    path("kebutuhan/<str:code>/batal-membantu/", views.withdraw, name="need_withdraw"),
    path("kebutuhan/<str:code>/selesai/", views.done, name="need_done"),
    path("kebutuhan/<str:code>/konfirmasi/", views.confirm, name="need_confirm"),
    path("kebutuhan/<str:code>/belum-selesai/", views.not_done, name="need_not_done"),
    path("kebutuhan/<str:code>/kontak/", views.contact, name="need_contact"),
]
