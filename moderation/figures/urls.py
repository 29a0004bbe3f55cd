"""The addresses of the SLA dashboard; part of the room's own."""

from django.urls import URLPattern, path

from moderation.figures import views

urlpatterns: list[URLPattern] = [
    path("figures/", views.figures, name="figures"),
    path("figures/csv/", views.figures_csv, name="figures_csv"),
    path("figures/paper/", views.figures_paper, name="figures_paper"),
    path("figures/definitions/", views.figures_definitions, name="figures_definitions"),
]
