from django.urls import path

from moderation import views

urlpatterns = [
    path("laporkan/kebutuhan/<code:code>/", views.report_need, name="report_need"),
    path("laporkan/kegiatan/<code:code>/", views.report_event, name="report_event"),
    path("kasus/<int:pk>/", views.case, name="case"),
]
