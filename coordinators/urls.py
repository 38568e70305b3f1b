from django.urls import path

from coordinators import (
    audit_views,
    case_views,
    event_views,
    figure_views,
    hood_views,
    invitation_views,
    people_views,
    rt_change_views,
    rt_views,
    sheet_views,
    undo_views,
    views,
)

urlpatterns = [
    path("pengurus/", views.desk, name="desk"),
    path("pengurus/lingkungan/", hood_views.hood, name="desk_hood"),
    path("pengurus/warga/", people_views.people, name="desk_people"),
    path("pengurus/warga/<int:pk>/", people_views.person, name="desk_person"),
    path("pengurus/warga/<int:pk>/kontak/", people_views.contact, name="desk_person_contact"),
    path("pengurus/warga/<int:pk>/tautan-sandi/", people_views.password_link, name="desk_reset"),
    path(
        "pengurus/warga/<int:pk>/akhiri-sesi/", people_views.end_sessions, name="desk_end_sessions"
    ),
    path("pengurus/undangan/", invitation_views.invitations, name="desk_invitations"),
    path("pengurus/undangan/<int:pk>/", invitation_views.invitation, name="desk_invitation"),
    path(
        "pengurus/undangan/<int:pk>/cabut/",
        invitation_views.revoke_invitation,
        name="desk_invitation_revoke",
    ),
    path("pengurus/undangan/<int:pk>/cetak/", sheet_views.poster, name="desk_invitation_poster"),
    path("pengurus/undangan/<int:pk>/kartu/", sheet_views.cards, name="desk_invitation_cards"),
    path("pengurus/rt/", rt_views.rts, name="desk_rts"),
    path("pengurus/rt/<int:pk>/", rt_views.rt, name="desk_rt"),
    path("pengurus/rt/<int:pk>/pecah/", rt_change_views.split, name="desk_rt_split"),
    path("pengurus/rt/<int:pk>/gabung/", rt_change_views.merge, name="desk_rt_merge"),
    path("pengurus/angka/", figure_views.figures, name="desk_figures"),
    path("pengurus/catatan/", audit_views.journal, name="desk_journal"),
    path("pengurus/urungkan/", undo_views.undo, name="desk_undo"),
    path("pengurus/laporan/<int:pk>/", case_views.desk_case, name="desk_case"),
    path("pengurus/banding/<int:pk>/", case_views.desk_appeal, name="desk_appeal"),
    path("pengurus/kegiatan/<code:code>/", event_views.desk_event, name="desk_event"),
    path("pengurus/kegiatan/<code:code>/loloskan/", event_views.release, name="desk_release"),
    path("pengurus/<code:code>/", views.desk_need, name="desk_need"),
    path("pengurus/<code:code>/setujui/", views.approve, name="desk_approve"),
    path("pengurus/<code:code>/dilihat/", views.reviewed, name="desk_reviewed"),
    path("pengurus/<code:code>/ajak/", views.call, name="desk_call"),
    path("pengurus/<code:code>/minta-perbaikan/", views.ask_changes, name="desk_ask_changes"),
    path("pengurus/<code:code>/tolak/", views.decline, name="desk_decline"),
]
