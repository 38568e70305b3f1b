from django.urls import path

from coordinators import audit_views, figure_views, views

urlpatterns = [
    path("pengurus/", views.desk, name="desk"),
    path("pengurus/angka/", figure_views.figures, name="desk_figures"),
    path("pengurus/catatan/", audit_views.journal, name="desk_journal"),
    path("pengurus/<code:code>/", views.desk_need, name="desk_need"),
    path("pengurus/<code:code>/setujui/", views.approve, name="desk_approve"),
    path("pengurus/<code:code>/dilihat/", views.reviewed, name="desk_reviewed"),
    path("pengurus/<code:code>/minta-perbaikan/", views.ask_changes, name="desk_ask_changes"),
    path("pengurus/<code:code>/tolak/", views.decline, name="desk_decline"),
]
