from django.urls import path

from coordinators import views

urlpatterns = [
    path("pengurus/", views.desk, name="desk"),
    path("pengurus/<str:code>/", views.desk_need, name="desk_need"),
    path("pengurus/<str:code>/setujui/", views.approve, name="desk_approve"),
    path("pengurus/<str:code>/dilihat/", views.reviewed, name="desk_reviewed"),
    path("pengurus/<str:code>/minta-perbaikan/", views.ask_changes, name="desk_ask_changes"),
    path("pengurus/<str:code>/tolak/", views.decline, name="desk_decline"),
]
