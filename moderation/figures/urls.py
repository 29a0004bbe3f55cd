"""The address of the SLA dashboard; part of the room's own."""

from django.urls import URLPattern, path

from moderation.figures.views import figures

urlpatterns: list[URLPattern] = [path("figures/", figures, name="figures")]
