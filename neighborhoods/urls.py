from django.urls import path

from neighborhoods import office_views

urlpatterns = [
    path("saya/jabatan/<int:pk>/", office_views.handover, name="handover"),
    path("saya/jabatan/<int:pk>/serahkan/", office_views.hand_over, name="office_hand_over"),
]
