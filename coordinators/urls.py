from django.urls import path

from coordinators import (
    audit_views,
    case_views,
    data_views,
    event_views,
    figure_views,
    hood_views,
    undo_views,
    views,
)

urlpatterns = [
    path("pengurus/", views.desk, name="desk"),
    path("pengurus/lingkungan/", hood_views.hood, name="desk_hood"),
    path("pengurus/angka/", figure_views.figures, name="desk_figures"),
    path("pengurus/catatan/", audit_views.journal, name="desk_journal"),
    path("pengurus/urungkan/", undo_views.undo, name="desk_undo"),
    path("pengurus/laporan/<int:pk>/", case_views.desk_case, name="desk_case"),
    path("pengurus/banding/<int:pk>/", case_views.desk_appeal, name="desk_appeal"),
    path("pengurus/permintaan/<int:pk>/", data_views.desk_data_request, name="desk_data_request"),
    path("pengurus/kegiatan/<code:code>/", event_views.desk_event, name="desk_event"),
    path("pengurus/kegiatan/<code:code>/loloskan/", event_views.release, name="desk_release"),
    path("pengurus/<code:code>/", views.desk_need, name="desk_need"),
    path("pengurus/<code:code>/setujui/", views.approve, name="desk_approve"),
    path("pengurus/<code:code>/dilihat/", views.reviewed, name="desk_reviewed"),
    path("pengurus/<code:code>/ajak/", views.call, name="desk_call"),
    path("pengurus/<code:code>/minta-perbaikan/", views.ask_changes, name="desk_ask_changes"),
    path("pengurus/<code:code>/tolak/", views.decline, name="desk_decline"),
]
