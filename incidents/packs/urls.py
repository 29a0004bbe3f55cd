from django.urls import URLPattern, path

from incidents.packs import views

urlpatterns: list[URLPattern] = [
    path("<incident:ref>/packs/new/", views.pack_new, name="pack_new"),
    path("<incident:ref>/packs/<int:pk>/", views.pack, name="pack"),
    path("<incident:ref>/packs/<int:pk>/again/", views.pack_again, name="pack_again"),
    path("<incident:ref>/packs/<int:pk>/download/", views.pack_download, name="pack_download"),
    path("<incident:ref>/packs/<int:pk>/passphrase/", views.pack_passphrase, name="pack_passphrase"),
]
