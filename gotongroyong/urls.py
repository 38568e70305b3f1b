from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.decorators.http import require_http_methods

from accounts.views import sign_in, sign_out
from gotongroyong import (
    calendar_views,
    code_views,
    health,
    moving_views,
    passkey_views,
    security_views,
    views,
    way_in_views,
)
from neighborhoods.access import for_residents
from notifications import views as inbox_views
from web import views as web_views

# The admin signs in and out through the same doors: with their limits, and on a shared
# computer nothing stays in the browser.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.logout = sign_out  # type: ignore[assignment,method-assign]

# Django's form views take PUT for a POST too; a browser never sends it.
form_only = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("", views.home, name="home"),
    path("saya/", for_residents(views.me), name="me"),
    path("saya/bantuan/", for_residents(views.duties), name="duties"),
    path("saya/pindah/", moving_views.move, name="move"),
    path("saya/batal-gabung/<int:pk>/", moving_views.withdraw_request, name="join_withdraw"),
    path("saya/kalender/", calendar_views.calendar, name="calendar"),
    path("saya/kalender/buat/", calendar_views.make, name="calendar_make"),
    path("saya/kalender/akhiri/", calendar_views.end, name="calendar_end"),
    # Its token is a secret: `logs` keeps this path out of the log.
    path("kalender/<str:token>.ics", calendar_views.feed, name="calendar_feed"),
    # Included one by one: allauth's whole url module would open sign-up to anybody.
    path("masuk/", form_only(sign_in), name="account_login"),
    path("masuk/lupa/", way_in_views.forgot, name="forgot"),
    path("masuk/kode/", code_views.ask, name="code_ask"),
    path("masuk/kode/isi/", code_views.enter, name="code_enter"),
    path("masuk/kunci/", passkey_views.sign_in, name="passkey_sign_in"),
    # Its token is a secret as well.
    path("sandi-baru/<str:token>/", way_in_views.password_new, name="password_new"),
    path("saya/keamanan/", security_views.security, name="security"),
    path("saya/keamanan/akhiri/<int:pk>/", security_views.end_device, name="security_end"),
    path("saya/keamanan/akhiri-lainnya/", security_views.end_others, name="security_end_others"),
    path("saya/keamanan/sandi/", security_views.password, name="security_password"),
    path("saya/keamanan/nomor/", security_views.phone, name="security_phone"),
    path("saya/kunci/", passkey_views.passkeys, name="passkeys"),
    path("saya/kunci/tambah/", passkey_views.add, name="passkey_add"),
    path("saya/kunci/<int:pk>/hapus/", passkey_views.remove, name="passkey_remove"),
    path("keluar/", sign_out, name="account_logout"),
    path("bahasa/", web_views.set_language, name="set_language"),
    path("pemberitahuan/", for_residents(inbox_views.inbox), name="inbox"),
    path("pemberitahuan/baca-semua/", for_residents(inbox_views.read_all), name="inbox_read_all"),
    path(
        "pemberitahuan/<int:pk>/", for_residents(inbox_views.open_notification), name="inbox_open"
    ),
    path("", include("gotongroyong.mydata.urls")),
    path("", include("accounts.urls")),
    path("", include("neighborhoods.urls")),
    path("", include("requests_app.urls")),
    path("", include("moderation.urls")),
    path("", include("events.urls")),
    path("", include("coordinators.urls")),
    path("manifest.webmanifest", web_views.manifest, name="manifest"),
    path("kartu.png", web_views.picture, name="picture"),
    path("favicon.ico", web_views.favicon, name="favicon"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]

if settings.DEMO:
    from gotongroyong.demo.views import sign_in

    urlpatterns += [path("demo/masuk/", sign_in, name="demo_sign_in")]
