from django.urls import path

from gotongroyong.mydata import data_views, erase_views, request_views, settings_views

urlpatterns = [
    path("saya/pengaturan/", settings_views.own_settings, name="settings"),
    path("saya/dilihat/", data_views.seen, name="seen"),
    path("saya/persetujuan/", data_views.own_consents, name="consents"),
    path("saya/data/", data_views.my_data, name="my_data"),
    path("saya/hapus/", erase_views.erase, name="erase"),
    path("saya/hapus/batal/", erase_views.take_back, name="erase_take_back"),
    path("saya/permintaan/", request_views.data_requests, name="data_requests"),
]
