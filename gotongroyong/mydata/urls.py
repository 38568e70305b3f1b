from django.urls import path

from gotongroyong.mydata import (
    behalf_views,
    data_views,
    erase_views,
    request_views,
    settings_views,
)

urlpatterns = [
    path("saya/pengaturan/", settings_views.own_settings, name="settings"),
    path("saya/dilihat/", data_views.seen, name="seen"),
    path("saya/persetujuan/", data_views.own_consents, name="consents"),
    path("saya/data/", data_views.my_data, name="my_data"),
    path("saya/hapus/", erase_views.erase, name="erase"),
    path("saya/hapus/batal/", erase_views.take_back, name="erase_take_back"),
    path("saya/permintaan/", request_views.data_requests, name="data_requests"),
    path("atas-nama/<int:pk>/data/", behalf_views.data, name="behalf"),
    path("atas-nama/<int:pk>/nama/", behalf_views.name, name="behalf_name"),
    path("atas-nama/<int:pk>/persetujuan/", behalf_views.change_consent, name="behalf_consents"),
    path("atas-nama/<int:pk>/hapus/", behalf_views.erase, name="behalf_erase"),
    path("atas-nama/<int:pk>/hapus/batal/", behalf_views.take_back, name="behalf_take_back"),
]
