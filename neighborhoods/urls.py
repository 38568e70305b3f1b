from django.urls import path

from neighborhoods import (
    assisted_views,
    founding_views,
    house_views,
    join_views,
    joining_views,
    office_views,
)

urlpatterns = [
    path("daftarkan-rw/", founding_views.found, name="found"),
    path("daftarkan-rw/terima-kasih/", founding_views.thanks, name="found_thanks"),
    # The token is a secret: `logs` keeps these paths out of the log.
    path("gabung/", join_views.join_code, name="join_code"),
    path("gabung/<str:token>/", join_views.join, name="join"),
    path("saya/jabatan/<int:pk>/", office_views.handover, name="handover"),
    path("saya/jabatan/<int:pk>/serahkan/", office_views.hand_over, name="office_hand_over"),
    path("gabung/<str:token>/akun/", joining_views.join_account, name="join_account"),
    path("gabung/<str:token>/rumah/", joining_views.join_home, name="join_home"),
    path("saya/rumah/", house_views.my_house, name="my_house"),
    path("saya/rumah/ubah/", house_views.house_change, name="house_change"),
    path("saya/rumah/<int:pk>/benar/", house_views.house_confirm, name="house_confirm"),
    path("saya/rumah/<int:pk>/bukan/", house_views.house_refuse, name="house_refuse"),
    path("pengurus/warga/dibantu/", assisted_views.from_desk, name="assisted_new"),
    path("pengurus/warga/dibantu/<int:pk>/", assisted_views.set_phone, name="assisted_phone"),
    path("saya/rumah/dibantu/", assisted_views.from_house, name="house_assisted"),
]
