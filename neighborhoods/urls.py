from django.urls import path

from neighborhoods import join_views

urlpatterns = [
    # The token is a secret: `logs` keeps these paths out of the log.
    path("gabung/", join_views.join_code, name="join_code"),
    path("gabung/<str:token>/", join_views.join, name="join"),
]
