from django.urls import path

from neighborhoods import founding_views

urlpatterns = [
    path("daftarkan-rw/", founding_views.found, name="found"),
    path("daftarkan-rw/terima-kasih/", founding_views.thanks, name="found_thanks"),
]
