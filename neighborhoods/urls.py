from django.urls import URLPattern, path

from neighborhoods import assisted_views

urlpatterns: list[URLPattern] = [
    path("pengurus/warga/dibantu/", assisted_views.from_desk, name="assisted_new"),
    path("pengurus/warga/dibantu/<int:pk>/", assisted_views.set_phone, name="assisted_phone"),
    path("saya/rumah/dibantu/", assisted_views.from_house, name="house_assisted"),
]
