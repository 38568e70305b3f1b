from django.urls import path

from neighborhoods import founding_views, join_views, office_views

urlpatterns = [
    path("daftarkan-rw/", founding_views.found, name="found"),
    path("daftarkan-rw/terima-kasih/", founding_views.thanks, name="found_thanks"),
    # The token is a secret: `logs` keeps these paths out of the log.
    path("gabung/", join_views.join_code, name="join_code"),
    path("gabung/<str:token>/", join_views.join, name="join"),
    path("saya/jabatan/<int:pk>/", office_views.handover, name="handover"),
    path("saya/jabatan/<int:pk>/serahkan/", office_views.hand_over, name="office_hand_over"),
]
