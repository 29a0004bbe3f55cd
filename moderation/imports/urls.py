"""The addresses of an import; part of the room's own."""

from django.urls import URLPattern, path

from moderation.imports import views

urlpatterns: list[URLPattern] = [
    path("import/", views.import_start, name="import_start"),
    path("import/<int:pk>/", views.import_progress, name="import_progress"),
    path("import/<int:pk>/columns/", views.import_map, name="import_map"),
    path("import/<int:pk>/check/", views.import_preview, name="import_preview"),
    path("import/<int:pk>/run/", views.import_run, name="import_run"),
    path("import/<int:pk>/rejected.csv", views.import_rejected, name="import_rejected"),
    path("import/<int:pk>/forget/", views.import_forget, name="import_forget"),
    path("import/<int:pk>/give-up/", views.import_give_up, name="import_give_up"),
]
